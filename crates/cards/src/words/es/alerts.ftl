# Alertas.

state-critical = 🔴 CRÍTICA
state-warning = 🟡 ADVERTENCIA
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
no-data-too-few = muestra muy pequeña para evaluar
no-data-missing = falta el reporte o no trae este dato

ended-recovered = Terminó { $time } ({ $ago }): volvió a estar dentro del límite
ended-figures-back = Terminó { $time } ({ $ago }): vuelve a haber cifras
ended-rule-removed = Se cerró { $time } ({ $ago }): la regla ya no la vigila. No significa que se haya normalizado
ended-after-hours = Se cerró { $time } ({ $ago }): terminó el horario de la regla. No significa que se haya normalizado

footer-rule = regla { $rule }
footer-data = datos hasta { $time }

ring-worse = Empeoró: { $what }
ring-grew = Se sumaron más: { $what }
ring-reminded = Sigue: { $what }
ring-called = Nadie la atendió: { $what }

log-fired = alerta ({ $severity }): { $figure }
log-escalated = pasó a { $severity }: { $figure }
log-reminded = sigue { $severity }: { $figure }
log-no-data = sin datos
log-data-back = vuelve a haber datos: { $figure }

alert-more = y { $count } más
alert-more-in-details = y { $count } más; la lista completa está en Detalles
alert-first-card = La primera tarjeta, en #{ $channel }
caught-up-title = 🕓 Mientras no estuve
caught-up-about = { $count ->
    [one] Una alerta empezó y terminó entretanto ({ $span }). Ya terminó, nadie tiene que actuar:
   *[other] { $count } alertas empezaron y terminaron entretanto ({ $span }). Ya terminaron, nadie tiene que actuar:
}
caught-up-incident = ✅ { $what } · { $span }

several-open = abiertas: { $open }
several-over = terminadas: { $over }
several-open-and-over = abiertas: { $open }, terminadas: { $over }
several-digest = { $rules ->
    [0] muchas reglas a la vez
    [one] { $rules } regla de muchas
   *[other] { $rules } reglas a la vez
}
shared-operations = { $operations ->
    [one] { $operations } operación
   *[other] { $operations } operaciones a la vez
}
shared-more = y { $count } operaciones más
shared-over = Todas volvieron a la normalidad desde las { $time }
shared-details = Lo que confirme o posponga aquí vale para todas. /alerts con una operación muestra sus detalles
several-others = y { $count } más
several-window = ventana de { $length }

alert-flapping = 🔁 Se abre y se cierra: { $count } veces en dos horas. Termina cuando lleve media hora en calma
alert-usual-weeks = Lo habitual { $day ->
    [1] los lunes
    [2] los martes
    [3] los miércoles
    [4] los jueves
    [5] los viernes
    [6] los sábados
   *[7] los domingos
} a esta hora: { $usual } (mediana de { $count } semanas)
alert-usual-days = Lo habitual a esta hora: { $usual } (mediana de { $count } días; aún hay pocas semanas)
alert-usual-hours = Antes hoy: { $usual } (mediana de { $count } ventanas; aún no hay más historia)
alert-usual-team = La mediana del equipo: { $usual } ({ $count } agentes)
alert-range = rango probable { $range }
alert-called = 📣 Nadie la atendió: { $steps ->
    [one] { $steps } paso de escalamiento hasta ahora
   *[other] { $steps } pasos de escalamiento hasta ahora
}
alert-acknowledged = 🙋 La atiende { $name } desde las { $time }{ $after }{ $note }
alert-was-acknowledged = 🙋 La atendió { $name } a las { $time }{ $after }{ $note }
alert-acknowledged-after = a los { $length }
alert-was-called = 📣 Nadie la atendió: { $steps ->
    [one] { $steps } paso de escalamiento
   *[other] { $steps } pasos de escalamiento
}
alert-hushed-silence = 🔕 En silencio (silencio { $silence }): no suena ni llama a nadie
alert-hushed-silence-until = 🔕 En silencio hasta las { $time } (silencio { $silence }): no suena ni llama a nadie
alert-hushed-rule = 🔕 No suena mientras la regla { $rule } esté en alerta
alert-snoozed = 💤 { $name } la pospuso hasta las { $time }
alert-after-silence = Empezó bajo el silencio { $silence } y sigue después de él
alert-after-rule = Empezó mientras la regla { $rule } estaba en alerta y sigue
alert-after-catch-up = Empezó mientras no estuve

log-grew = se sumaron más: abiertas: { $open }, terminadas: { $over }
log-eased = bajó a { $severity }: { $figure }
log-eased-partly = mejoró en parte, sigue { $severity }: { $figure }
log-improved = algunas terminaron: abiertas: { $open }, terminadas: { $over }
log-called = nadie la atendió, sigue { $severity }: { $figure }

# Cuando una alerta es por falta de datos.
alert-absent = { $metric }: sin cifras desde { $time }

# Nombres cortos, para la pantalla bloqueada de un teléfono.
brief-abandon-rate-excl-short = Abandono sin cortos
brief-abandon-after-threshold-rate = Abandono tras 20 s
brief-service-level-10s = NS 10 s
brief-service-level-20s = NS 20 s
brief-service-level-30s = NS 30 s
brief-service-level-20s-v2 = NS 20 s V2
brief-service-level-20s-v3 = NS 20 s V3
brief-service-level-20s-v4 = NS 20 s V4
brief-service-level-20s-v5 = NS 20 s V5
brief-asa = ASA
brief-ata = ATA
brief-queue-avg-wait = Espera en cola
brief-abandon-short-share = Abandonos cortos
brief-abandon-after-threshold-share = Abandonos tras 20 s
brief-abandon-long-share = Abandonos ≥51 s
brief-smart-hold-treated = Espera inteligente
brief-smart-hold-acceptance-rate = Aceptan devolución
brief-smart-hold-undecided-rate = Sin decisión
brief-smart-hold-recall-fail = Devol. fallidas
brief-smart-hold-recall-fail-rate = Devol. fallidas
brief-smart-hold-completion-rate = Devol. completadas
brief-smart-hold-open = Devol. pendientes
brief-hold-mute-total = Hold y mute
brief-hold-share = Hold de hold y mute
brief-calls-short-share = Llamadas ≤5 s
brief-calls-long-share = Llamadas >120 s
brief-feed-age = Última lectura
brief-feed-failures = Lecturas fallidas
brief-quota-used-share = Cuota de la API
