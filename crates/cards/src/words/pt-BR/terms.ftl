# Português do Brasil. “Espera na fila” não é “hold”.

part-of = { $part } de { $of }
calls = { $calls ->
    [one] { $count } chamada
   *[other] { $count } chamadas
}
uses = { $uses ->
    [one] { $count } uso
   *[other] { $count } usos
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

# Uma hora depois de “desde” ou “até”, e uma sozinha.
moment-clock = { $time }
moment-clock-one = { $time }
moment-date = { $date } { $time }
at-clock = às { $time }
at-clock-one = à { $time }
at-date = em { $date } { $time }

metric-calls-offered = Chamadas recebidas
metric-calls-answered = Chamadas atendidas
metric-answer-rate = Taxa de atendimento
metric-abandon-count = Chamadas abandonadas
metric-abandon-rate = Abandono
metric-abandon-rate-excl-short = Abandono sem os curtos (10 s ou menos)
metric-abandon-after-threshold-rate = Abandonadas depois de 20 s, das recebidas
metric-service-level-10s = Nível de serviço 10 s
metric-service-level-20s = Nível de serviço 20 s
metric-service-level-30s = Nível de serviço 30 s
metric-service-level-20s-v2 = Nível de serviço 20 s V2 (das atendidas)
metric-service-level-20s-v3 = Nível de serviço 20 s V3 (sem os curtos)
metric-service-level-20s-v4 = Nível de serviço 20 s V4 (sem os precoces)
metric-service-level-20s-v5 = Nível de serviço 20 s V5 (com os precoces)
metric-asa = Espera média na fila (TME, ASA)
metric-ata = Espera média até o abandono (ATA)
metric-queue-avg-wait = Espera média na fila, todas
metric-abandon-short-share = Abandonos curtos (até 10 s)
metric-abandon-after-threshold-share = Abandonadas após 20 s
metric-abandon-long-share = Abandonadas com 51 s ou mais
metric-smart-hold-treated = Chamadas na espera inteligente
metric-smart-hold-acceptance-rate = Aceitação do retorno
metric-smart-hold-undecided-rate = Sem decisão sobre o retorno
metric-smart-hold-recall-fail = Retornos sem sucesso
metric-smart-hold-recall-fail-rate = Taxa de retornos sem sucesso
metric-smart-hold-completion-rate = Retornos concluídos
metric-smart-hold-open = Retornos pendentes
metric-hold-total = Tempo em hold
metric-mute-total = Tempo no mudo
metric-hold-mute-total = Tempo em hold e no mudo
metric-hold-mute-events = Usos de hold e mudo
metric-hold-mute-avg-per-event = Hold e mudo por uso
metric-hold-share = Hold dentro de hold e mudo
metric-cdr-calls = Chamadas no total
metric-cdr-minutes = Minutos de chamadas
metric-cdr-cost = Custo das chamadas
metric-calls-short-share = Chamadas de até 5 s
metric-calls-long-share = Chamadas de mais de 120 s
metric-cdr-cost-per-call = Custo por chamada
metric-cdr-cost-per-minute = Custo por minuto
metric-cdr-min-per-call = Tempo por chamada
metric-feed-age = Idade da última leitura boa
metric-feed-failures = Leituras com falha seguidas
metric-quota-used-share = Consultas à API usadas hoje

report-abandonment = abandonos por espera na fila (skill_9)
report-service-level = chamadas e nível de serviço (skill_11)
report-smart-hold = espera inteligente (diagram_2)
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
