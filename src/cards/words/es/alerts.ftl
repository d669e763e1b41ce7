# Alertas.

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
