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
alert-since = Desde { $time } ({ $checks ->
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

ended-recovered = Terminó { $time }: volvió a estar dentro del límite
ended-figures-back = Terminó { $time }: vuelve a haber cifras
ended-rule-removed = Se cerró { $time }: la regla ya no la vigila. No significa que se haya normalizado
ended-after-hours = Se cerró { $time }: terminó el horario de la regla. No significa que se haya normalizado
ended-too-few = Se cerró { $time }: hay muy pocas llamadas para saberlo. No significa que se haya normalizado

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
shared-over = Todas volvieron a la normalidad desde { $time }
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
alert-usual-season = Lo habitual a esta hora: { $usual } (aprendido de { $count } días)
alert-usual-team = La mediana del equipo: { $usual } ({ $count } agentes)
alert-range = rango probable { $range }
alert-called = 📣 Nadie la atendió: { $steps ->
    [one] { $steps } paso de escalamiento hasta ahora
   *[other] { $steps } pasos de escalamiento hasta ahora
}
alert-acknowledged = 🙋 La atiende { $name } desde { $time }{ $after }{ $note }
alert-was-acknowledged = 🙋 La atendió { $name } a las { $time }{ $after }{ $note }
alert-acknowledged-after = a los { $length }
alert-was-called = 📣 Nadie la atendió: { $steps ->
    [one] { $steps } paso de escalamiento
   *[other] { $steps } pasos de escalamiento
}
alert-hushed-silence = 🔕 En silencio (silencio { $silence }): no suena ni llama a nadie
alert-hushed-silence-until = 🔕 En silencio hasta las { $time } (silencio { $silence }): no suena ni llama a nadie
alert-hushed-rule = 🔕 No suena mientras la regla { $rule } esté en alerta
alert-snoozed = 💤 { $name } la pospuso hasta { $time }
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
brief-hold-total = Hold
brief-abandon-rate = Abandono
brief-abandon-rate-excl-short = Abandono sin cortos
brief-abandon-after-threshold-rate = Abandono tras 20 s
brief-service-level-10s = Servicio
brief-service-level-20s = Servicio
brief-service-level-30s = Servicio
brief-service-level-20s-v2 = Servicio V2
brief-service-level-20s-v3 = Servicio V3
brief-service-level-20s-v4 = Servicio V4
brief-service-level-20s-v5 = Servicio V5
brief-asa = Espera promedio
brief-ata = Espera al colgar
brief-queue-avg-wait = Espera en cola
brief-abandon-short-share = Abandonos cortos
brief-abandon-after-threshold-share = Abandonos tras 20 s
brief-abandon-long-share = Abandonos ≥51 s
brief-smart-hold-treated = Espera inteligente
brief-smart-hold-acceptance-rate = Aceptan callback
brief-smart-hold-undecided-rate = Sin decisión
brief-smart-hold-recall-fail = Callbacks fallidos
brief-smart-hold-recall-fail-rate = Callbacks fallidos
brief-smart-hold-completion-rate = Callbacks completados
brief-smart-hold-open = Callbacks pendientes
brief-hold-mute-avg-per-event = Hold por uso
brief-hold-mute-total = Hold y mute
brief-hold-share = Hold de hold y mute
brief-calls-short-share = Llamadas ≤5 s
brief-calls-long-share = Llamadas >120 s
brief-feed-age = Última lectura
brief-feed-failures = Lecturas fallidas
brief-quota-used-share = Cuota de la API

# La tarjeta: la respuesta, de cuántas, el estado y qué hacer.
card-operation = Operación
card-no-data = Sin datos · { $name }
card-callbacks = { $count } callbacks fallidos
card-of-calls = { $counts } { $calls ->
    [one] llamada
   *[other] llamadas
}
card-of-uses = { $counts } { $calls ->
    [one] uso
   *[other] usos
} en { $length }
card-of-callbacks = { $counts }, en { $length }
card-within-10 = { $counts } en 10 s
card-within-20 = { $counts } en 20 s
card-within-30 = { $counts } en 30 s
card-absent = Sin cifras desde { $time }
card-warning-since = Aviso desde { $time }{ $usual }
card-critical-since = Crítica desde { $time }{ $trend }
card-usual = { " · normal " }{ $usual }
card-team = El equipo: { $usual } por agente
card-rising = subiendo
card-falling = bajando
card-steady = estable
card-unproven = Pocas llamadas: aún es aviso
card-worse = A { $time } era { $value }{ $counts }
card-hint = 👉 { $text }
card-taken = 🙋 { $name } la tomó { $time }
card-snoozed = { $name } la pospuso hasta { $time }
card-snoozed-means = Si empeora, aviso antes.
card-missing-since = Falta el reporte desde { $time }
card-too-few-since = Muy pocas llamadas desde { $time }
card-last = Último: { $value }{ $counts }, { $time }
card-watch-queue = 👉 Mire la cola en wolkvox
card-no-data-means = No quiere decir que mejoró. La alerta sigue.
card-recovering = Mejora desde { $time }
card-closes = Si sigue así, se cierra { $time }.
card-lasted = Duró { $length }
card-and-lasted = { " · duró " }{ $length }
card-peak = Lo peor: { $value }{ $counts }, { $time }
card-within-limit = Volvió a estar dentro del límite
card-figures-back = Vuelve a haber cifras
card-rule-removed = La regla ya no la vigila
card-after-hours = Terminó el horario de la regla
card-too-few = Hay muy pocas llamadas para saberlo
card-taken-in = 🙋 { $name } la tomó en { $length }
card-nobody = Nadie la tomó
card-closed = Cerrada { $time }.
card-more = y { $count } más
card-several-abandon = Abandono alto: { $counts } skills
card-several-skills = { $metric }: { $counts } skills
card-several-agents = { $metric }: { $counts } agentes
card-several-places = { $metric }: { $counts }
card-digest = { $count ->
    [one] { $count } regla de muchas
   *[other] { $count } reglas a la vez
}
card-limits = Límites: aviso { $warning }, crítica { $critical }
details-title = Detalles

# Una causa que sobresale, en un renglón.
short-more-calls = Entran más llamadas: { $figure }
short-fewer-answered = Se atienden menos: { $figure }
short-quick = Cuelgan en 10 s: { $figure }
short-long = Cuelgan tras 50 s: { $figure }
short-queue = Cola llena: espera { $figure }
short-callbacks = Fallan callbacks: { $figure }
short-one-agent = Los demás agentes: { $figure }
short-many-agents = Varios agentes: { $figure }
short-most = Un agente suma { $figure }

# Lo que se puede hacer.
press-take = Tomar
press-snooze = Posponer
press-more = Más
press-wake = Reactivar
press-undo = Deshacer
menu-placeholder = ¿Qué desea hacer?
menu-day = Ver todo el día
menu-day-about = Cómo fue hoy, hora por hora
menu-mute-skill = Silenciar esta skill hoy
menu-mute-skill-about = Ninguna alerta de ella suena hasta la medianoche
menu-mute-rule = Silenciar esta regla un día
menu-mute-rule-about = No suena en ninguna skill
