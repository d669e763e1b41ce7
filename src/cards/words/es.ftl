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

## Los términos del oficio.

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

## Alertas.

state-critical = 🔴 CRÍTICA
state-warning = 🟡 ADVERTENCIA
state-pending = 🕓 PENDIENTE
state-resolved = 🟢 NORMALIZADA
state-closed = ⚫ CERRADA

alert-recovering = en recuperación
alert-no-data = ⚪ sin datos
alert-window = Ventana de { $length } ({ $span })
alert-limit = límite { $limit }
alert-goal = meta { $limit }
alert-above = { $distance } por encima
alert-below = { $distance } por debajo
alert-since = Desde { $time } ({ $ago }, { $checks ->
    [one] { $checks } lectura
   *[other] { $checks } lecturas
})
alert-trend = Tendencia { $figures }
alert-peak = peor valor { $figure } { $time }
alert-check = 📋 { $text }
alert-lasted = Duró { $length } ({ $span })

no-data-since = Sin datos desde { $time }: { $reason }. La alerta sigue como estaba.
no-data-too-few = muy pocas llamadas para evaluar
no-data-missing = falta el reporte o no trae este dato

ended-recovered = Terminó { $time } ({ $ago }): volvió a estar dentro del límite
ended-rule-removed = Se cerró { $time } ({ $ago }): la regla ya no la vigila. No significa que se haya normalizado

footer-rule = regla { $rule }
footer-data = datos hasta { $time }

log-fired = alerta ({ $severity }): { $figure }
log-escalated = pasó a { $severity }: { $figure }
log-reminded = sigue { $severity }: { $figure }
log-no-data = sin datos desde { $time } ({ $checks ->
    [one] { $checks } lectura
   *[other] { $checks } lecturas
}): { $reason }
log-refreshed = ahora { $figure }
log-data-back = vuelve a haber datos: { $figure }
log-recovered = normalizada: { $figure } · duró { $length } · peor valor { $peak }
log-rule-removed = cerrada, la regla ya no la vigila: último valor { $figure } · duró { $length } · peor valor { $peak }

## /abandon

abandon-plain = { $part } de { $of } llamadas se abandonaron antes de ser atendidas
abandon-none-offered = No entraron llamadas
abandon-waits = Espera en cola antes de colgar: { $ranges }
abandon-worst = Skills con más abandonos:
abandon-other = Ni atendidas ni abandonadas
abandon-window = { $window } ({ $length }) · leído { $read }
abandon-no-data = Sin datos · { $place }
abandon-no-data-why = wolkvox no tiene nada para esta ventana: no hubo llamadas, o aún no están registradas. No es lo mismo que cero
abandon-skill-unseen = La skill { $skill } no está entre las vistas hasta ahora: conviene revisar el número

verdict-critical = 🔴 Crítico: por encima del límite de { $limit } (regla { $rule })
verdict-warning = 🟡 Advertencia: por encima del límite de { $limit } (regla { $rule })
verdict-unsure = 🟡 Por encima del límite de { $limit }, pero con muy pocas llamadas para asegurarlo (regla { $rule })
verdict-within = ✅ Dentro del límite de { $limit } (regla { $rule })
verdict-too-few = ⚪ Muy pocas llamadas para evaluar: { $calls }; la regla pide { $least } o más
verdict-unknown = ⚪ No se conoce el porcentaje de abandono

gap-empty = El reporte de { $report } no tiene nada para esta ventana
gap-failed = Falta el reporte de { $report }: { $why }
doubt-no-channel = El reporte de llamadas no tiene fila de voz
doubt-no-waits = El reporte de abandonos por espera en cola no incluye esta skill
doubt-waits = Los abandonos por espera en cola suman { $sum }, y el reporte dice { $whole }
doubt-reports = Los dos reportes no coinciden: { $waits } abandonadas por espera en cola (skill_9), { $service } por canal (skill_11)
doubt-more-offered = Las entrantes superan en { $calls } a la suma de atendidas y abandonadas
doubt-less-offered = Las entrantes son { $calls } menos que la suma de atendidas y abandonadas

## Lo que se escribió.

meant = ¿Se quiso decir { $meant }?
range-last-and-from = «last» y «from» indican los dos el inicio
range-one-of = Se usa { $last }, o bien { $from } y { $to }
range-no-length = «{ $typed }» no es una duración
range-expected-length = Se espera una duración como { $one }, { $two }, { $three } o { $four }
range-no-time = { $option }: «{ $typed }» no es una hora ni una fecha
range-expected-time = Se espera una hora o fecha como { $one }, { $two }, { $three } o { $four }
range-not-yet = { $from } aún no ha llegado
range-reversed = El final, { $until }, no es posterior al inicio, { $from }
range-too-short = La ventana dura menos de un minuto
range-too-long = La ventana dura más de { $days } días
note-ends-now = La ventana se cortó en el último momento con datos
note-skipped = { $time } no existe: el cambio de hora la salta. Se tomó el primer momento posterior
note-first-of-two = { $time } ocurre dos veces por el cambio de hora. Se tomó la primera
note-second-of-two = { $time } ocurre dos veces por el cambio de hora. Se tomó la segunda

skill-all = Todas las skills
skill-unknown = Ninguna skill se llama «{ $typed }»
skill-ambiguous = Más de una skill se llama «{ $typed }»
skill-expected = Se espera un número, un nombre, parte de un nombre, o { $all }
skill-near = ¿Se quiso decir una de estas?
skill-which = ¿Cuál de estas?
skill-more = … y { $more } más
operation-unknown = Ninguna operación se llama «{ $typed }». Se conocen estas:
operation-which = ¿Qué operación?

failure = No se pueden leer los reportes: { $why }
failure-quota = se agotaron las consultas del día a wolkvox
failure-token = wolkvox rechaza el token; debe revisarlo quien administra el bot
failure-unavailable = wolkvox no responde, o responde muy lento; conviene intentar de nuevo en unos minutos
failure-maintenance = wolkvox está en mantenimiento
failure-no-report = wolkvox responde con algo que no es un reporte; si continúa, quien administra el bot debe mirar su registro
