# Español de Latinoamérica, impersonal. «Espera en cola» no es «hold».

part-of = { $part } de { $of }
calls = { $calls ->
    [one] { $count } llamada
   *[other] { $count } llamadas
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

# Una hora después de «desde» o «hasta», y una sola.
moment-clock = las { $time }
moment-date = el { $date } { $time }
at-clock = a las { $time }
at-date = el { $date } { $time }

metric-calls-offered = Llamadas entrantes
metric-calls-answered = Llamadas atendidas
metric-answer-rate = Nivel de atención
metric-abandon-count = Llamadas abandonadas
metric-abandon-rate = Abandono
metric-service-level-10s = Nivel de servicio 10 s
metric-service-level-20s = Nivel de servicio 20 s
metric-service-level-30s = Nivel de servicio 30 s
metric-asa = Espera promedio en cola (ASA)
metric-ata = Espera promedio antes de abandonar (ATA)

report-abandonment = abandonos por espera en cola (skill_9)
report-service-level = llamadas y nivel de servicio (skill_11)
report-smart-hold = Espera inteligente (diagram_2)
report-durations = duración de llamadas (cdr_4)
report-holds = hold y mute (agent_9)

severity-warning = advertencia
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
