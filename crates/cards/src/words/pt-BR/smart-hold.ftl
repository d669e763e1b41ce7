# /espera-inteligente

smart-hold-title = Espera inteligente: { $accepted } de { $treated } aceitaram ({ $share }) · { $place }
smart-hold-title-none = Espera inteligente: nenhuma chamada · { $place }
smart-hold-title-unsure = Espera inteligente: { $accepted } de { $treated } aceitaram · { $place }
smart-hold-callbacks = { $reached } de { $ended } retornos chegaram ao cliente; { $failed } sem sucesso ({ $share }). Pendentes ou outro status: { $open }
smart-hold-callbacks-none = Nenhum retorno terminou ainda. Pendentes ou outro status: { $open }
smart-hold-callbacks-unknown = Não se sabe o que houve com os retornos
smart-hold-late = Um retorno sem sucesso só é registrado depois da última tentativa: em uma janela tão curta, pode ser de clientes que ligaram antes

smart-hold-skill = Skill
smart-hold-name = Nome
smart-hold-treated = Chamadas na espera inteligente
smart-hold-accepted = Aceitaram o retorno
smart-hold-acceptance = Aceitação
smart-hold-declined = Recusaram
smart-hold-undecided = Sem decisão
smart-hold-called-back = Retornos terminados
smart-hold-reached = Retornos com sucesso
smart-hold-failed = Retornos sem sucesso
smart-hold-fail-rate = Sem sucesso entre os terminados
smart-hold-open = Pendentes ou outro status
smart-hold-completion = Com sucesso entre os aceitos
smart-hold-gain = Ganho de nível de serviço, segundo o wolkvox (sem unidade publicada; não se soma)

smart-hold-by-failed = Por skill, mais retornos sem sucesso primeiro:
smart-hold-by-treated = Por skill, mais chamadas primeiro:
smart-hold-by-open = Por skill, mais retornos pendentes primeiro:
smart-hold-by-skill = Por número da skill:
smart-hold-row-failed = sem sucesso { $failed }
smart-hold-row-accepted = aceitaram { $accepted }
smart-hold-row-open = pendentes { $open }

smart-hold-no-data = Sem dados de espera inteligente · { $place }
smart-hold-no-data-why = O wolkvox não envia nada quando nenhuma skill usou a espera inteligente: é o habitual, porque ela só entra quando o nível de serviço está em risco. Não é o mesmo que zero
smart-hold-unused = Espera inteligente sem uso · { $place }
smart-hold-unused-why = O relatório só traz as skills que têm a função e a usaram nesta janela, e esta não está entre elas. Em geral é boa notícia

smart-hold-doubt-answers = { $skill }: { $part } respostas (aceitaram ou não) de { $of } chamadas, portanto não se sabe quantas ficaram sem decisão
smart-hold-doubt-callbacks = { $skill }: { $part } retornos terminados de { $of } aceitos, portanto não se sabe quantos estão pendentes; alguns podem vir de antes da janela
smart-hold-doubt-more = Há mais { $more } diferenças deste tipo, todas no arquivo
smart-hold-doubt-missing = Falta um número em uma ou mais skills, e o total desse número não é conhecido
smart-hold-stage-treated = Receberam a oferta
smart-hold-stage-accepted = Aceitaram
smart-hold-stage-called-back = Já terminaram
smart-hold-stage-reached = Com contato
smart-hold-alt = Da chamada ao contato: { $rows }.
