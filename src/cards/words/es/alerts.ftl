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
ended-rule-removed = Se cerró { $time } ({ $ago }): la regla ya no la vigila. No significa que se haya normalizado
ended-after-hours = Se cerró { $time } ({ $ago }): terminó el horario de la regla. No significa que se haya normalizado

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
log-after-hours = cerrada, terminó el horario de la regla: último valor { $figure } · duró { $length } · peor valor { $peak }

alert-more = y { $count } más
alert-pointer = En { $channel }: { $thread }
caught-up-title = 🕓 Mientras no estuve
caught-up-about = { $count ->
    [one] Una alerta empezó y terminó entretanto ({ $span }). Ya terminó, nadie tiene que actuar:
   *[other] { $count } alertas empezaron y terminaron entretanto ({ $span }). Ya terminaron, nadie tiene que actuar:
}
caught-up-incident = ✅ { $what } · { $span }

several-open = abiertas: { $open }
several-over = terminadas: { $over }
several-open-and-over = abiertas: { $open }, terminadas: { $over }
several-digest = muchas reglas a la vez

alert-flapping = 🔁 Se abre y se cierra: { $count } veces en dos horas. Termina cuando lleve media hora en calma
alert-usual-weeks = Lo habitual aquí a esta hora: { $usual } (mediana de { $count } semanas)
alert-usual-days = Lo habitual a esta hora: { $usual } (mediana de { $count } días; aún hay pocas semanas)
alert-usual-hours = Antes hoy: { $usual } (mediana de { $count } ventanas; aún no hay más historia)
alert-usual-team = La mediana del equipo: { $usual } ({ $count } agentes)
alert-range = rango probable { $range }
alert-called = 📣 Nadie la atendió: { $steps ->
    [one] { $steps } paso de escalamiento hasta ahora
   *[other] { $steps } pasos de escalamiento hasta ahora
}
alert-acknowledged = 🙋 La atiende { $name } desde las { $time }
alert-acknowledged-note = 🙋 La atiende { $name } desde las { $time }: { $note }
alert-snoozed = 💤 { $name } la pospuso hasta las { $time }
alert-after-silence = Empezó bajo el silencio { $silence } y sigue después de él
alert-after-rule = Empezó mientras la regla { $rule } estaba en alerta y sigue
alert-after-catch-up = Empezó mientras no estuve

log-grew = se sumaron más: abiertas: { $open }, terminadas: { $over }
log-eased = bajó a { $severity }: { $figure }
log-improved = algunas terminaron: abiertas: { $open }, terminadas: { $over }
log-called = nadie la atendió, sigue { $severity }: { $figure }
log-acknowledged = la atiende { $name }
log-acknowledged-note = la atiende { $name }: { $note }
log-snoozed = { $name } la pospuso hasta las { $time }
