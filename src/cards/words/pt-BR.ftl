# Português do Brasil. «Espera na fila» não é «hold».

part-of = { $part } de { $of }
calls = { $calls ->
    [one] { $count } chamada
   *[other] { $count } chamadas
}
points = { $points } p.p.
date = { $day } { $month ->
    [1] jan
    [2] fev
    [3] mar
    [4] abr
    [5] mai
    [6] jun
    [7] jul
    [8] ago
    [9] set
    [10] out
    [11] nov
   *[12] dez
} { $year }
word-yesterday = ontem
word-all = todas

# Uma hora depois de «desde» ou «até», e uma sozinha.
moment-clock = { $time }
moment-date = { $date } { $time }
at-clock = às { $time }
at-date = em { $date } { $time }

## Os termos do ofício.

metric-calls-offered = Chamadas recebidas
metric-calls-answered = Chamadas atendidas
metric-answer-rate = Taxa de atendimento
metric-abandon-count = Chamadas abandonadas
metric-abandon-rate = Abandono
metric-service-level-10s = Nível de serviço 10 s
metric-service-level-20s = Nível de serviço 20 s
metric-service-level-30s = Nível de serviço 30 s
metric-asa = Espera média na fila (TME, ASA)
metric-ata = Espera média até o abandono (ATA)

report-abandonment = abandonos por espera na fila (skill_9)
report-service-level = chamadas e nível de serviço (skill_11)
report-smart-hold = Espera inteligente (diagram_2)
report-durations = duração das chamadas (cdr_4)
report-holds = hold e mudo (agent_9)

severity-warning = aviso
severity-critical = crítico

place-operation = toda a operação
place-skill = skill { $id }
place-agent = agente { $name }

channel-inbound = voz
channel-internalcall-que = chamadas internas de fila
channel-out-pre = ativa preditiva
channel-chat-web = chat web
channel-chat-whatsapp = WhatsApp
channel-chat-facebook = Messenger
channel-chat-instagram = Instagram
channel-chat-telegram = Telegram
channel-chat-email = e-mail
channel-chat-transfer-skill = chat transferido
channel-chat-configurationbox = chat interno

## Alertas.

state-critical = 🔴 CRÍTICO
state-warning = 🟡 AVISO
state-pending = 🕓 PENDENTE
state-resolved = 🟢 NORMALIZADO
state-closed = ⚫ ENCERRADO

alert-recovering = em recuperação
alert-no-data = ⚪ sem dados
alert-window = Janela de { $length } ({ $span })
alert-limit = limite { $limit }
alert-goal = meta { $limit }
alert-above = { $distance } acima
alert-below = { $distance } abaixo
alert-since = Desde { $time } ({ $ago }, { $checks ->
    [one] { $checks } leitura
   *[other] { $checks } leituras
})
alert-trend = Tendência { $figures }
alert-peak = pior valor { $figure } { $time }
alert-check = 📋 { $text }
alert-lasted = Durou { $length } ({ $span })

no-data-since = Sem dados desde { $time }: { $reason }. O alerta continua como estava.
no-data-too-few = poucas chamadas para avaliar
no-data-missing = falta o relatório ou ele não traz este dado

ended-recovered = Terminou { $time } ({ $ago }): voltou a ficar dentro do limite
ended-rule-removed = Encerrado { $time } ({ $ago }): a regra não vigia mais isto. Não significa que se normalizou

footer-rule = regra { $rule }
footer-data = dados até { $time }

log-fired = alerta ({ $severity }): { $figure }
log-escalated = passou a { $severity }: { $figure }
log-reminded = continua { $severity }: { $figure }
log-no-data = sem dados desde { $time } ({ $checks ->
    [one] { $checks } leitura
   *[other] { $checks } leituras
}): { $reason }
log-refreshed = agora { $figure }
log-data-back = há dados de novo: { $figure }
log-recovered = normalizado: { $figure } · durou { $length } · pior valor { $peak }
log-rule-removed = encerrado, a regra não vigia mais isto: último valor { $figure } · durou { $length } · pior valor { $peak }

## /abandon

abandon-plain = { $part } de { $of } chamadas foram abandonadas antes do atendimento
abandon-none-offered = Nenhuma chamada recebida
abandon-waits = Espera na fila antes de desligar: { $ranges }
abandon-worst = Skills com mais abandonos:
abandon-other = Nem atendidas nem abandonadas
abandon-window = { $window } ({ $length }) · lido { $read }
abandon-no-data = Sem dados · { $place }
abandon-no-data-why = O wolkvox não tem nada para esta janela: não houve chamadas, ou ainda não foram registradas. Não é o mesmo que zero
abandon-skill-unseen = A skill { $skill } não está entre as vistas até agora: convém conferir o número

verdict-critical = 🔴 Crítico: acima do limite de { $limit } (regra { $rule })
verdict-warning = 🟡 Aviso: acima do limite de { $limit } (regra { $rule })
verdict-unsure = 🟡 Acima do limite de { $limit }, mas com poucas chamadas para ter certeza (regra { $rule })
verdict-within = ✅ Dentro do limite de { $limit } (regra { $rule })
verdict-too-few = ⚪ Poucas chamadas para avaliar: { $calls }; a regra pede { $least } ou mais
verdict-unknown = ⚪ A taxa de abandono não é conhecida

gap-empty = O relatório de { $report } não tem nada para esta janela
gap-failed = Falta o relatório de { $report }: { $why }
doubt-no-channel = O relatório de chamadas não tem linha de voz
doubt-no-waits = O relatório de abandonos por espera na fila não traz esta skill
doubt-waits = Os abandonos por espera na fila somam { $sum }, e o relatório diz { $whole }
doubt-reports = Os dois relatórios não coincidem: { $waits } abandonadas por espera na fila (skill_9), { $service } por canal (skill_11)
doubt-more-offered = As recebidas superam em { $calls } a soma de atendidas e abandonadas
doubt-less-offered = As recebidas são { $calls } a menos que a soma de atendidas e abandonadas

## O que foi digitado.

meant = Seria { $meant }?
range-last-and-from = “last” e “from” indicam os dois o início
range-one-of = Use-se { $last }, ou { $from } e { $to }
range-no-length = “{ $typed }” não é uma duração
range-expected-length = Espera-se uma duração como { $one }, { $two }, { $three } ou { $four }
range-no-time = { $option }: “{ $typed }” não é uma hora nem uma data
range-expected-time = Espera-se uma hora ou data como { $one }, { $two }, { $three } ou { $four }
range-not-yet = { $from } ainda não chegou
range-reversed = O fim, { $until }, não é posterior ao início, { $from }
range-too-short = A janela dura menos de um minuto
range-too-long = A janela dura mais de { $days } dias
note-ends-now = A janela foi cortada no último momento com dados
note-skipped = { $time } não existe: a mudança de horário a pula. Foi tomado o primeiro momento seguinte
note-first-of-two = { $time } ocorre duas vezes pela mudança de horário. Foi tomada a primeira
note-second-of-two = { $time } ocorre duas vezes pela mudança de horário. Foi tomada a segunda

skill-all = Todas as skills
skill-unknown = Nenhuma skill se chama “{ $typed }”
skill-ambiguous = Mais de uma skill se chama “{ $typed }”
skill-expected = Espera-se um número, um nome, parte de um nome, ou { $all }
skill-near = Seria uma destas?
skill-which = Qual destas?
skill-more = … e mais { $more }
operation-unknown = Nenhuma operação se chama “{ $typed }”. Estas são conhecidas:
operation-which = Qual operação?

failure = Não é possível ler os relatórios: { $why }
failure-quota = as consultas do dia ao wolkvox se esgotaram
failure-token = o wolkvox recusa o token; quem administra o bot deve conferi-lo
failure-unavailable = o wolkvox não responde, ou responde muito devagar; convém tentar de novo em alguns minutos
failure-maintenance = o wolkvox está em manutenção
failure-no-report = o wolkvox responde com algo que não é um relatório; se continuar, quem administra o bot deve olhar o registro dele
