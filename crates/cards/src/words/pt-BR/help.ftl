# /ajuda: a fórmula e a armadilha de cada métrica.

help-calls-offered-formula = chamadas recebidas (inbound_calls)
help-calls-offered-trap = Uma chamada que passa por duas skills conta nas duas: a soma das skills pode superar a operação.

help-calls-answered-formula = chamadas atendidas (answer_calls)
help-calls-answered-trap = Também cai quando menos gente liga; answer.rate distingue um caso do outro.

help-answer-rate-formula = atendidas / recebidas
help-answer-rate-trap = Não é 100 % menos o abandono quando chamadas saem da fila de outro modo, como uma transferência.

help-abandon-count-formula = chamadas abandonadas (abandon_calls)
help-abandon-count-trap = Sem agentes disponíveis, o wolkvox desliga após cerca de nove minutos e conta como abandono.

help-abandon-rate-formula = abandonadas / recebidas
help-abandon-rate-trap = Inclui os abandonos curtos, e com poucas chamadas mal é uma taxa: convém pôr at_least ou confidence na regra.

help-abandon-rate-excl-short-formula = (abandonadas − as de 0 a 10 s) / (recebidas − as de 0 a 10 s)
help-abandon-rate-excl-short-trap = Só é calculado se os dois relatórios contam os mesmos abandonos. Curto é até 10 s, porque o relatório não distingue 5 s de 10 s.

help-abandon-after-threshold-rate-formula = abandonadas com 21 s ou mais / recebidas
help-abandon-after-threshold-rate-trap = Só é calculado se os dois relatórios contam os mesmos abandonos. Não inclui quem quase não esperou: pede um limite menor que abandon.rate.

help-service-level-10s-formula = atendidas em 10 s / recebidas, como o wolkvox entrega
help-service-level-10s-trap = As abandonadas contam contra. Outras plataformas excluem uma parte e mostram um valor maior.

help-service-level-20s-formula = atendidas em 20 s / recebidas, como o wolkvox entrega
help-service-level-20s-trap = As abandonadas contam contra. A média dos níveis por hora não é o nível do dia: cada hora pesa conforme suas recebidas.

help-service-level-30s-formula = atendidas em 30 s / recebidas, como o wolkvox entrega
help-service-level-30s-trap = As abandonadas contam contra, e uma chamada atendida aos 31 s conta como uma perdida.

help-service-level-20s-v2-formula = atendidas em 20 s / atendidas
help-service-level-20s-v2-trap = Quem abandonou não conta: fica alto enquanto a fila desaba. A maioria dos manuais desaconselha.

help-service-level-20s-v3-formula = atendidas em 20 s / (atendidas + abandonadas − as de 0 a 10 s)
help-service-level-20s-v3-trap = Só é calculado se os dois relatórios contam os mesmos abandonos. Outras plataformas usam 5 s; o relatório não distingue menos de 10 s.

help-service-level-20s-v4-formula = atendidas em 20 s / (atendidas + abandonadas − as de 0 a 20 s)
help-service-level-20s-v4-trap = Quem abandona em 20 s não conta nem a favor nem contra. Não compare com outra variante: no mesmo dia diferem em alguns pontos.

help-service-level-20s-v5-formula = (atendidas em 20 s + abandonadas em 20 s) / (atendidas + abandonadas)
help-service-level-20s-v5-trap = Quem abandona em 20 s conta como atendido: os desligamentos rápidos o melhoram.

help-asa-formula = espera na fila das atendidas / atendidas, como o wolkvox entrega
help-asa-trap = Não inclui quem abandonou: um ASA curto ao lado de muitos abandonos não é bom sinal.

help-ata-formula = espera na fila das abandonadas / abandonadas, como o wolkvox entrega
help-ata-trap = Tempo médio até abandonar. Em outras plataformas ATA é o tempo até o atendimento, que aqui é asa.

help-queue-avg-wait-formula = (asa × atendidas + ata × abandonadas) / (atendidas + abandonadas)
help-queue-avg-wait-trap = Faz a média de quem foi atendido e de quem abandonou: pode cair porque as pessoas abandonam antes. Leia junto com asa e abandon.rate.

help-abandon-short-share-formula = abandonadas entre 0 e 10 s / abandonadas
help-abandon-short-share-trap = É uma parte das abandonadas, não das recebidas: também sobe quando há menos esperas longas. O relatório não distingue 5 s de 10 s.

help-abandon-after-threshold-share-formula = abandonadas com 21 s ou mais / abandonadas
help-abandon-after-threshold-share-trap = Diz quando se abandona, não quanto: leia junto com abandon.rate.

help-abandon-long-share-formula = abandonadas com 51 s ou mais / abandonadas
help-abandon-long-share-trap = Inclui as chamadas que o próprio wolkvox encerra após cerca de nove minutos sem agente.

help-smart-hold-treated-formula = chamadas na espera inteligente (treatment)
help-smart-hold-treated-trap = A espera inteligente entra sozinha quando o nível de serviço corre risco: não ter dados é boa notícia. Aparece –, não 0.

help-smart-hold-acceptance-rate-formula = aceitaram o retorno / chamadas na espera inteligente
help-smart-hold-acceptance-rate-trap = Quem não decide conta como não aceito: smart_hold.undecided_rate diz quantos são.

help-smart-hold-undecided-rate-formula = (na espera inteligente − aceitaram − recusaram) / na espera inteligente
help-smart-hold-undecided-rate-trap = O relatório não diz o que houve com elas. Parte desligou durante a pergunta; uma mensagem longa ou confusa faz subir.

help-smart-hold-recall-fail-formula = retornos sem sucesso (recall_fail)
help-smart-hold-recall-fail-trap = Conta só depois da última tentativa: um pico às 16:00 pode ser de quem ligou às 14:30.

help-smart-hold-recall-fail-rate-formula = retornos sem sucesso / (sem sucesso + com sucesso)
help-smart-hold-recall-fail-rate-trap = Os pendentes ficam de fora e a falha conta só após a última tentativa: convém uma janela de uma hora ou mais.

help-smart-hold-completion-rate-formula = retornos com sucesso / aceitos
help-smart-hold-completion-rate-trap = Os pendentes contam como não concluídos, então numa janela curta é baixa: avalie por dia. Acima de 100 % aparece –.

help-smart-hold-open-formula = retornos aceitos − com sucesso − sem sucesso
help-smart-hold-open-trap = Nem todos estão por fazer: pode incluir quem ligou de novo ou já foi atendido. Abaixo de zero aparece –.

help-hold-total-formula = tempo em hold durante as chamadas (hold_time)
help-hold-total-trap = Não é espera na fila, e cresce com as chamadas atendidas. Dois agentes de mesmo nome contam como um.

help-mute-total-formula = tempo no mudo durante as chamadas (mute_time)
help-mute-total-trap = Cresce com as chamadas atendidas, e o relatório não diz quantas foram.

help-hold-mute-total-formula = tempo em hold e no mudo (total_time), como o wolkvox entrega
help-hold-mute-total-trap = Não precisa ser hold mais mudo: quando usados ao mesmo tempo, o wolkvox decide o que conta.

help-hold-mute-events-formula = usos de hold e mudo (count)
help-hold-mute-events-trap = Uma só contagem para ambos: o relatório não diz quantas vezes se usou só o hold.

help-hold-mute-avg-per-event-formula = tempo em hold e no mudo / usos de ambos
help-hold-mute-avg-per-event-trap = Por uso, não por chamada. O hold dividido por esses usos sairia baixo demais, pois eles incluem os de mudo.

help-hold-share-formula = tempo em hold / (tempo em hold + tempo no mudo)
help-hold-share-trap = É parte do tempo, não das chamadas. Nenhum extremo é ruim por si só, e com poucos segundos não diz nada.

help-cdr-calls-formula = chamadas de todas as durações
help-cdr-calls-trap = Soma recebidas, ativas e internas: não são as chamadas recebidas das skills.

help-cdr-minutes-formula = minutos de todas as durações, arredondados ao minuto
help-cdr-minutes-trap = Não está documentado se são minutos falados ou faturados: convém comparar antes com uma fatura.

help-cdr-cost-formula = custo de todas as durações
help-cdr-cost-trap = Na moeda da operação, que o relatório não informa. Costuma ser 0 se a telefonia é paga à parte.

help-calls-short-share-formula = chamadas de 0 a 5 s / chamadas no total
help-calls-short-share-trap = É alta com discagem preditiva e caixa postal, sem que haja falha.

help-calls-long-share-formula = chamadas de 121 s ou mais / chamadas no total
help-calls-long-share-trap = Uma chamada de dois minutos e uma de uma hora contam igual, e nenhum extremo é ruim por si só.

help-cdr-cost-per-call-formula = custo / chamadas
help-cdr-cost-per-call-trap = De todas as direções: se muda a mistura de chamadas, ele se move como se mudasse o preço.

help-cdr-cost-per-minute-formula = custo / minutos
help-cdr-cost-per-minute-trap = Não é uma tarifa: muitas chamadas curtas o elevam se a cobrança é por minuto iniciado.

help-cdr-min-per-call-formula = minutos / chamadas
help-cdr-min-per-call-trap = Não é TMA: sem pós-atendimento, de todas as direções e com minutos talvez arredondados para cima.

help-feed-age-formula = hora da leitura − hora da última leitura em que um relatório pôde ser lido
help-feed-age-trap = Um período vazio conta como lido. Não há valor até a primeira leitura boa.

help-feed-failures-formula = leituras seguidas em que nenhum relatório pôde ser lido
help-feed-failures-trap = Basta um relatório lido para recomeçar: aqui não se vê se um só falha.

help-quota-used-share-formula = consultas à API de relatórios usadas hoje / (licenças × 1000)
help-quota-used-share-trap = Todos os tokens da operação as compartilham. Recomeça à meia-noite local, e o wolkvox pode começar o dia em outra hora.
