# Español de Latinoamérica, impersonal. “Espera en cola” no es “hold”.

part-of = { $part } de { $of }
calls = { $calls ->
    [one] { $count } llamada
   *[other] { $count } llamadas
}
uses = { $uses ->
    [one] { $count } uso
   *[other] { $count } usos
}
points = { $points } pp
date = { $day } { $month ->
    [1] ene
    [2] feb
    [3] mar
    [4] abr
    [5] may
    [6] jun
    [7] jul
    [8] ago
    [9] sep
    [10] oct
    [11] nov
   *[12] dic
} { $year }
word-yesterday = ayer
word-all = todas

# Una hora después de “desde” o “hasta”, y una sola.
moment-clock = las { $time }
moment-clock-one = la { $time }
moment-date = el { $date } { $time }
at-clock = a las { $time }
at-clock-one = a la { $time }
at-date = el { $date } { $time }

metric-calls-offered = Llamadas entrantes
metric-calls-answered = Llamadas atendidas
metric-answer-rate = Nivel de atención
metric-abandon-count = Llamadas abandonadas
metric-abandon-rate = Abandono
metric-abandon-rate-excl-short = Abandono sin los cortos (10 s o menos)
metric-abandon-after-threshold-rate = Abandonadas después de 20 s, de las entrantes
metric-service-level-10s = Nivel de servicio 10 s
metric-service-level-20s = Nivel de servicio 20 s
metric-service-level-30s = Nivel de servicio 30 s
metric-service-level-20s-v2 = Nivel de servicio 20 s V2 (de las atendidas)
metric-service-level-20s-v3 = Nivel de servicio 20 s V3 (sin los cortos)
metric-service-level-20s-v4 = Nivel de servicio 20 s V4 (sin los tempranos)
metric-service-level-20s-v5 = Nivel de servicio 20 s V5 (con los tempranos)
metric-asa = Espera promedio en cola (ASA)
metric-ata = Espera promedio antes de abandonar (ATA)
metric-queue-avg-wait = Espera promedio en cola, todas
metric-abandon-short-share = Abandonos cortos (hasta 10 s)
metric-abandon-after-threshold-share = Abandonadas después de 20 s
metric-abandon-long-share = Abandonadas a los 51 s o más
metric-smart-hold-treated = Llamadas en espera inteligente
metric-smart-hold-acceptance-rate = Aceptación del callback
metric-smart-hold-undecided-rate = Sin decisión sobre el callback
metric-smart-hold-recall-fail = Callbacks fallidos
metric-smart-hold-recall-fail-rate = Tasa de callbacks fallidos
metric-smart-hold-completion-rate = Callbacks completados
metric-smart-hold-open = Callbacks pendientes
metric-hold-total = Tiempo en hold
metric-mute-total = Tiempo en mute
metric-hold-mute-total = Tiempo en hold y mute
metric-hold-mute-events = Usos de hold y mute
metric-hold-mute-avg-per-event = Hold y mute por uso
metric-hold-share = Hold dentro de hold y mute
metric-cdr-calls = Llamadas en total
metric-cdr-minutes = Minutos de llamadas
metric-cdr-cost = Costo de las llamadas
metric-calls-short-share = Llamadas de hasta 5 s
metric-calls-long-share = Llamadas de más de 120 s
metric-cdr-cost-per-call = Costo por llamada
metric-cdr-cost-per-minute = Costo por minuto
metric-cdr-min-per-call = Tiempo por llamada
metric-feed-age = Antigüedad de la última lectura buena
metric-feed-failures = Lecturas fallidas seguidas
metric-quota-used-share = Consultas a la API usadas hoy

report-abandonment = abandonos por espera en cola (skill_9)
report-service-level = llamadas y nivel de servicio (skill_11)
report-smart-hold = espera inteligente (diagram_2)
report-durations = duración de llamadas (cdr_4)
report-holds = hold y mute (agent_9)

severity-warning = aviso
severity-critical = crítica

place-operation = toda la operación
place-skill = skill { $id }
place-agent = agente { $name }

channel-inbound = voz
channel-internalcall-que = llamadas internas de cola
channel-out-pre = salida predictiva
channel-chat-web = chat web
channel-chat-whatsapp = WhatsApp
channel-chat-facebook = Messenger
channel-chat-instagram = Instagram
channel-chat-telegram = Telegram
channel-chat-email = correo
channel-chat-transfer-skill = chat transferido
channel-chat-configurationbox = chat interno
