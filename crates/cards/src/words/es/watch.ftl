# Las respuestas sobre la vigilancia: incidentes, silencios, reglas, estado.

place-some-agent = un agente
agent-unnamed = sin nombrar aquí
weekday = { $day ->
    [1] lun
    [2] mar
    [3] mié
    [4] jue
    [5] vie
    [6] sáb
   *[7] dom
}
word-daily = todos los días

now-none = 🟢 No hay nada abierto
now-some = { $light } { $incidents ->
    [one] { $count } alerta abierta
   *[other] { $count } alertas abiertas
}
now-pending = 🕓 { $pending ->
    [one] { $count } más pasó su límite, pero aún no el tiempo suficiente
   *[other] { $count } más pasaron su límite, pero aún no el tiempo suficiente
}
now-never = ⚪ Aún no se ha leído nada
incident-digest = muchas reglas a la vez
incident-more = y { $count } más
incident-since = desde { $time }
held-silence = 🔕 Silenciada: silencio { $silence }
held-dependency = 🔕 Sin avisos mientras { $rule } esté en alerta
held-catch-up = 🔕 Aún sin avisos: se están leyendo las lecturas que faltaron
mark-acknowledged = 🙋 { $who } la tomó, { $at }
mark-acknowledged-note = 🙋 { $who } la tomó, { $at }: { $note }
mark-snoozed = 💤 { $who } la pospuso hasta { $until }
deed-acknowledged = 🙋 { $at } { $who } la tomó
deed-acknowledged-note = 🙋 { $at } { $who } la tomó: { $note }
deed-snoozed = 💤 { $at } { $who } la pospuso hasta { $until }

history-title = { $incidents ->
    [0] No se cerró ninguna alerta
    [one] Se cerró { $count } alerta
   *[other] Se cerraron { $count } alertas
}
history-cut = Hay más: se muestran las { $count } alertas y las { $count } acciones más recientes. Pida un período más corto
history-untold = no se publicó
reason-recovered = normalizada
reason-rule-removed = la regla ya no la vigila
reason-after-hours = terminó el horario de la regla
reason-too-few = muy pocas llamadas para saberlo
row-incident = alerta
row-acknowledged = tomada
row-snoozed = pospuesta
row-silenced = silencio
row-silence-ended = silencio terminado
row-reloaded = reglas recargadas
row-refused = reglas rechazadas
row-cut = omitido
column-time = Hora
column-what = Qué
column-incident = Alerta
column-rule = Regla
column-severity = Severidad
column-ended = Fin
column-lasted = Duración
column-worst = Peor valor
column-reason = Motivo
column-by = Quién
column-text = Texto

silences-none = No hay silencios
silences-some = 🔕 { $silences ->
    [one] { $count } silencio
   *[other] { $count } silencios
}
silences-how = Para crear uno, indique qué alertas y por cuánto tiempo
silence-made = 🔕 Silencio { $silence }: { $matched }
silence-ended = 🔔 Terminó el silencio { $silence }: { $matched }
silence-ended-then = Las alertas que sigan abiertas se publican en la próxima lectura
silence-rule = regla { $rule }
silence-label = etiqueta { $label }
silence-all = todas las alertas
silence-until = Hasta { $until }
silence-weekly = Todas las semanas { $weekly } · próximos: { $next }
silence-weekly-until = Todas las semanas { $weekly }, hasta { $until } · próximos: { $next }
silence-by = De { $who }, { $at }
silence-by-comment = De { $who }, { $at }: { $comment }
silence-hushed = Abiertas ahora y en silencio: { $incidents }
silence-truth = Las tarjetas publicadas se siguen actualizando. Las alertas que sigan abiertas al terminar el silencio se publican entonces

rules-title = { $rules ->
    [one] { $count } regla
   *[other] { $count } reglas
}
of-every-skill = cada skill
of-every-agent = cada agente
of-team = los agentes en conjunto
of-some-agents = algunos agentes
rule-firing = { $scopes ->
    [one] en alerta
   *[other] en alerta en { $count }
}
rule-pending = pasó el límite, pero aún no el tiempo suficiente
rule-quiet = { $scopes ->
    [one] sin novedad
   *[other] sin novedad · vigila { $count }
}
rule-asleep = fuera de su horario
rule-sees-nothing = aún no tiene qué vigilar
rule-knows-nothing = sin datos, o con muy pocas llamadas
rule-place = Definida en { $place }
rules-reloaded = { $number ->
    [one] { $rules } regla activa
   *[other] { $rules } reglas activas
}
rules-reloaded-what = nuevas o cambiadas: { $changed } · eliminadas: { $removed }
rules-refused = { $faults ->
    [one] Los archivos de reglas tienen un error
   *[other] Los archivos de reglas tienen { $count } errores
}
rules-stay = Siguen activas las reglas anteriores

explain-nothing = nada que evaluar
explain-quiet = sin alerta
explain-blind = ❔ Sin datos: no se puede leer { $report } desde { $since }: { $reason }
explain-pending = aún sin alerta
explain-firing = en alerta
explain-recovering = en alerta, mejorando
explain-firing-of = en alerta en { $firing } de { $of }
explain-one = Elija una skill, un canal o un agente para ver todas sus cifras
explain-window = { $metric }, { $window }: { $figure }
explain-no-figure = sin cifra
explain-no-data = ⚪ Sin datos desde { $since }; la alerta sigue como estaba
why-never = Aún no se ha leído nada
why-not-seen = Esta regla no vigila eso
why-sees-nothing = La regla aún no tiene qué vigilar: no se conoce ninguna skill ni agente
why-critical = pasó el límite crítico de { $limit }
why-warning = pasó el límite de { $limit }
why-clear = dentro del límite de { $limit }
why-between = entre { $back } y { $limit }: ni alerta ni recuperación
why-not-past = no pasa el límite de { $limit }
why-unsure = pasa el límite de { $limit }, pero aún puede ser casualidad
why-unsure-range = pasa el límite de { $limit }, pero aún puede ser casualidad: probablemente está entre { $low } y { $high }
why-few-bad = pasa el límite, pero con solo { $bad } casos malos (mínimo { $least })
why-departs-figure = En los últimos { $window } { $what ->
    [hung-up] colgaron
   *[other] salieron mal
} { $bad } de { $of } ({ $share }); a esta hora lo habitual { $place ->
    [skill] en esta skill
   *[other] aquí
} es { $usual }
why-departs = { $figure }, y con las rachas que suele tener eso casi nunca pasa por azar
why-suspected = { $figure }: parece más que azar, y lo decide la próxima consulta
why-still-departs = { $figure }: aún no vuelve a lo habitual en dos consultas seguidas
why-no-departure = { $figure }: está dentro de sus rachas habituales
why-too-few = { $calls } llamadas, mínimo { $least }: muy pocas para evaluar
why-knows-too-little = muy pocos datos para evaluar
why-missing = sin cifra: falta el reporte o no la trae
why-absent = no hay cifra, y debería haberla
why-there = la cifra está
why-asleep = fuera del horario de la regla
why-asleep-until = fuera del horario de la regla, que vuelve a vigilar { $opens }
usual-weeks = Lo normal a esta hora: { $value } ({ $of } de { $wanted } semanas)
usual-days = Lo normal a esta hora: { $value } ({ $of } de { $wanted } días)
usual-hours = Lo normal hoy: { $value } ({ $of } de { $wanted } ventanas anteriores)
usual-season = Lo habitual aquí a esta hora: { $value } (aprendido de { $of } días)
usual-season-young = Lo habitual aquí a esta hora: { $value } (aprendido de { $of } de { $wanted } días; aún está aprendiendo)
usual-team = Lo normal en el equipo: { $value } ({ $of } agentes)
time-pending = Pasó su límite desde { $since }; la alerta se abre a partir de { $next } si sigue así
time-firing = Pasó su límite desde { $since }; publicada desde { $next }
time-recovering = Dentro del límite desde { $since }; se cierra a partir de { $next } si sigue así

status-well = 🟢 Todo funciona
status-unwell = 🟡 Algo necesita atención
status-broken = 🔴 Algo no funciona
status-poll = Última lectura { $last }, cada { $every }
status-calls = Consultas a wolkvox hoy: { $used } de { $limit } ({ $reserved } reservadas para los comandos)
status-skills-table = Las cifras por skill vienen de una sola consulta (`skill_1`)
status-skills-compared = Las cifras por skill vienen de una sola consulta (`skill_1`); coincidió con `skill_11` { $at }
status-skills-each = Las cifras por skill cuestan una consulta por skill (`skill_11`)
status-skills-each-since = Las cifras por skill cuestan una consulta por skill (`skill_11`) desde { $since }, porque `skill_1` no sirve: { $why }
status-skills-empty = llega vacío aunque hay llamadas
status-skills-differ = no coincide con `skill_11` en el skill { $skill }: { $figures }
status-skills-read = La última lectura leyó { $read } de { $of } skills; cada uno se lee cada { $every }
status-open = { $rules-number ->
    [one] { $rules } regla
   *[other] { $rules } reglas
} · { $open-number ->
    [one] { $open } alerta abierta
   *[other] { $open } alertas abiertas
} · { $silences-number ->
    [one] { $silences } silencio
   *[other] { $silences } silencios
}
status-told = { $number ->
    [one] { $waiting } mensaje por enviar
   *[other] { $waiting } mensajes por enviar
}
status-bot = vigia { $version }, en marcha desde { $since } · { $disk } MiB en disco

details-file = y { $count } más; todas están en el archivo
column-metric = Métrica
column-place = Dónde
column-value = Valor
column-part = Parte
column-of = Total
column-limit = Límite
column-since = Desde
column-as-of = Datos hasta
