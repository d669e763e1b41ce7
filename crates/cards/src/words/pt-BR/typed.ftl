# O que foi digitado.

word-today = hoje
meant = Seria { $meant }?
candidates-more = … e mais { $more }

range-last-and-from = “{ $last }” e “{ $from }” indicam os dois o início
range-one-of = Use-se { $last }, ou { $from } e { $to }
range-last-and-day = “{ $last }” e “{ $day }” indicam os dois quando
range-two-days = { $option }: “{ $typed }” não é uma hora do dia que “{ $day }” indica
range-on-a-day = As horas de um dia são pedidas assim: { $example }
range-no-length = “{ $typed }” não é uma duração
range-expected-length = Espera-se uma duração como { $one }, { $two }, { $three } ou { $four }
range-no-time = { $option }: “{ $typed }” não é uma hora nem uma data
range-expected-time = Espera-se uma hora ou data como { $one }, { $two }, { $three } ou { $four }
range-no-day = { $option }: “{ $typed }” não é um dia
range-expected-day = Espera-se um dia como { $one }, { $two }, { $three } ou { $four }
range-not-yet = { $from } ainda não chegou
summary-unknown = Não há resumo “{ $typed }”
summary-closed = Não há resumo de um dia em que a operação não atende
range-reversed = O fim, { $until }, não é posterior ao início, { $from }
range-too-short = A janela dura menos de um minuto
range-too-long = A janela dura mais de { $days } dias
note-ends-now = A janela foi cortada no último momento com dados
note-skipped = { $time } não existe: a mudança de horário a pula. Foi tomado o primeiro momento seguinte
note-first-of-two = { $time } ocorre duas vezes pela mudança de horário. Foi tomada a primeira
note-second-of-two = { $time } ocorre duas vezes pela mudança de horário. Foi tomada a segunda
note-spoiled = ⚠ { $parts ->
    [one] Não se pôde ler { $count } parte da resposta do wolkvox, e ela falta aqui
   *[other] Não se puderam ler { $count } partes da resposta do wolkvox, e elas faltam aqui
}
note-no-comparison = Não há com o que comparar: a mudança de horário pulou estas horas naquele dia
note-no-agents = Neste canal não se nomeiam agentes: são os números da equipe
note-shortage = Hoje restam { $left } de { $limit } consultas ao wolkvox. Ficam para as pessoas: a leitura automática espera

skill-all = Todas as skills
skill-unknown = Nenhuma skill se chama “{ $typed }”
skill-ambiguous = Mais de uma skill se chama “{ $typed }”
skill-expected = Espera-se um número, um nome, parte de um nome, ou { $all }
skill-near = Seria uma destas?
skill-which = Qual destas?
operation-unknown = Nenhuma operação se chama “{ $typed }”. Estas são conhecidas:
operation-which = Qual operação?
channel-unknown = “{ $typed }” não é um canal. Estes são conhecidos:
channel-ambiguous = Mais de um canal se chama “{ $typed }”. Qual destes?
agent-unknown = Nenhum agente se chama “{ $typed }”
agent-ambiguous = Mais de um agente se chama “{ $typed }”
agent-expected = Espera-se um nome ou parte dele, como o wolkvox o escreve
agent-near = Seria um destes?
agent-which = Qual destes?
topic-unknown = Não há ajuda sobre “{ $typed }”
topic-expected = Espera-se um comando ou uma métrica
topic-near = Seria um destes?

value-unknown = { $option }: “{ $typed }” não é conhecido
value-one-of = Espera-se um destes:
value-count = Espera-se um número inteiro de { $least } a { $most }, por exemplo { $example }
value-switch = Espera-se { $on } ou { $off }
value-shared-file = Um arquivo é só para quem o pede
value-either = Use-se { $one } ou { $other }

refused-role = { $command } não está disponível para estes cargos
refused-agents = Neste canal não se nomeiam agentes
refused-contact = A quem recorrer: { $contact }
refused-no-contact = Quem administra o bot pode mudar isso
refused-button = Este botão é de outra versão do bot
refused-gone-operation = A operação deste botão não é mais conhecida
refused-gone-channel = O canal deste botão não é mais conhecido
refused-gone-agent = O agente deste botão não é mais conhecido
refused-ask-again = Pode-se perguntar de novo com { $command }
refused-command = Este comando não existe mais
refused-see-help = { $command } mostra o que se pode perguntar

failure = Não é possível ler os relatórios: { $why }
failure-quota = as consultas do dia ao wolkvox se esgotaram
failure-token = o wolkvox recusa o token; quem administra o bot deve conferi-lo
failure-unavailable = o wolkvox não responde, ou responde muito devagar; convém tentar de novo em alguns minutos
failure-maintenance = o wolkvox está em manutenção
failure-blocked = um firewall bloqueia o endereço do bot; peça à wolkvox que o libere
failure-no-connection = não há conexão com o servidor do wolkvox; quem administra o bot deve verificar o endereço e o certificado
failure-no-report = o wolkvox responde com algo que não é um relatório; se continuar, quem administra o bot deve olhar o registro dele

word-tomorrow = amanhã
refused-lapse = A memória do bot não pode ser lida ou escrita
refused-lapse-log = Tente de novo em um minuto. Se continuar, quem administra o bot deve olhar o registro dele
incident-unknown = Nenhum incidente se chama “{ $typed }”
incident-which = Qual incidente?
incident-open = Estão abertos:
incident-none-open = Nenhum está aberto
act-two = “{ $one }” é para atender e “{ $other }” para adiar
mute-many = Este incidente é de muitas regras
mute-many-how = Silencie uma por uma: { $command }
span-past = { $time } já passou
span-expected-time = Espera-se uma hora por vir como { $one }, { $two } ou { $three }
span-bounds = Pode ser entre um minuto e um ano
silence-of-what = Quais alertas?
silence-of-what-how = Indique { $rule }, { $skill } ou algo parecido; { $all } silencia todos os alertas
silence-until-when = Por quanto tempo?
silence-until-when-how = Indique { $length }, { $until } ou { $every }
silence-two-ends = “{ $one }” e “{ $other }” indicam os dois quando termina
silence-two-scopes = “{ $one }” e “{ $other }” juntos não correspondem a nenhum alerta
weekly-unknown = { $option }: “{ $typed }” não é um horário semanal
weekly-expected = Esperam-se dias e dois horários, por exemplo { $example }
label-unknown = Nenhuma regra leva a etiqueta “{ $typed }”
label-none = Nenhuma regra leva etiquetas
rule-unknown = Nenhuma regra única se chama “{ $typed }”
rule-near = Você quis dizer uma destas?
rule-none = Não há regras
rule-no-text = O texto da regra { $rule } não pode mais ser lido
silence-unknown = Nenhum silêncio tem o número “{ $typed }”, ou já terminou
silence-unknown-none = Não há silêncios
silence-unknown-known = Valem estes:
