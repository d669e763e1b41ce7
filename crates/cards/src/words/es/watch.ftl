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
    [one] { $count } incidente abierto
   *[other] { $count } incidentes abiertos
}
now-pending = 🕓 { $pending ->
    [one] { $count } más pasó su límite, pero aún no el tiempo suficiente
   *[other] { $count } más pasaron su límite, pero aún no el tiempo suficiente
}
now-never = ⚪ Aún no se ha leído nada
incident-digest = muchas reglas a la vez
incident-more = y { $count } más
incident-since = desde { $time }
held-silence = 🔕 No se avisa a nadie: silencio { $silence }
held-dependency = 🔕 No se avisa a nadie mientras dispare { $rule }
held-catch-up = 🔕 Aún no se avisa a nadie: se están leyendo las lecturas que faltaron
mark-acknowledged = 🙋 { $who } la atiende, { $at }
mark-acknowledged-note = 🙋 { $who } la atiende, { $at }: { $note }
mark-snoozed = 😴 { $who } la pospuso hasta { $until }
deed-acknowledged = 🙋 { $at } { $who } empezó a atenderla
deed-acknowledged-note = 🙋 { $at } { $who } empezó a atenderla: { $note }
deed-snoozed = 😴 { $at } { $who } la pospuso hasta { $until }

history-title = { $incidents ->
    [0] No terminó ningún incidente
    [one] Terminó { $count } incidente
   *[other] Terminaron { $count } incidentes
}
history-cut = Hay más: aquí están los { $count } incidentes y las { $count } acciones más recientes. Conviene pedir un tiempo más corto
history-untold = no se avisó a nadie
reason-recovered = normalizada
reason-rule-removed = la regla ya no la vigila
reason-after-hours = terminó el horario de la regla
row-incident = incidente
row-acknowledged = atendido
row-snoozed = pospuesto
row-silenced = silenciado
row-silence-ended = silencio terminado
row-reloaded = reglas recargadas
row-refused = reglas rechazadas
row-cut = omitido
column-time = Hora
column-what = Qué
column-incident = Incidente
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
silences-how = Para crear uno se indica qué alertas y por cuánto tiempo
silence-made = 🔕 Silencio { $silence }: { $matched }
silence-ended = 🔔 Terminó el silencio { $silence }: { $matched }
silence-ended-then = Lo que siga disparado se avisa en la próxima lectura
silence-rule = regla { $rule }
silence-label = etiqueta { $label }
silence-all = todas las alertas
silence-until = Hasta { $until }
silence-weekly = Todas las semanas { $weekly } · próximos: { $next }
silence-weekly-until = Todas las semanas { $weekly }, hasta { $until } · próximos: { $next }
silence-by = De { $who }, { $at }
silence-by-comment = De { $who }, { $at }: { $comment }
silence-hushed = Abiertos ahora y en silencio: { $incidents }
silence-truth = Las tarjetas que ya están llegan igual a su fin. Lo que dure más que el silencio se avisa entonces

rules-title = { $rules ->
    [one] { $count } regla
   *[other] { $count } reglas
}
of-every-skill = cada skill
of-every-agent = cada agente
of-team = los agentes en conjunto
of-some-agents = algunos agentes
rule-firing = { $scopes ->
    [one] dispara
   *[other] dispara por { $count }
}
rule-pending = pasó el límite, pero aún no el tiempo suficiente
rule-quiet = { $scopes ->
    [one] en calma
   *[other] en calma, mira { $count }
}
rule-asleep = fuera de su horario
rule-sees-nothing = no ve nada que mirar
rule-knows-nothing = no tiene cifras, o son de muy pocas llamadas
rule-place = Está en { $place }
rules-reloaded = Rigen { $rules } reglas
rules-reloaded-what = { $changed } son nuevas o cambiaron, { $removed } ya no están
rules-refused = { $faults ->
    [one] Los archivos de reglas tienen un error
   *[other] Los archivos de reglas tienen { $count } errores
}
rules-stay = Las reglas que rigen siguen como estaban

explain-nothing = nada que evaluar
explain-quiet = no dispara
explain-blind = 🙈 No ve nada: no se puede leer { $report } desde { $since }: { $reason }
explain-pending = aún no dispara
explain-firing = dispara
explain-recovering = dispara, en recuperación
explain-firing-of = dispara por { $firing } de { $of }
explain-one = Con una skill, un canal o un agente se ven todas sus cifras
explain-window = { $metric }, { $window }: { $figure }
explain-no-figure = sin cifra
explain-no-data = ⚪ No se sabe nada desde { $since }; la alerta sigue como estaba
why-never = Aún no se ha leído nada
why-not-seen = La regla no mira esto
why-sees-nothing = La regla no ve nada que mirar: no se conoce ninguna skill ni agente
why-critical = pasó el límite crítico de { $limit }
why-warning = pasó el límite de { $limit }
why-clear = está del lado bueno del límite de { $limit }
why-between = no pasa el límite de { $limit }, pero tampoco volvió a pasar { $back }
why-not-past = no pasa el límite de { $limit }
why-unsure = pasa el límite de { $limit }, pero no con seguridad
why-unsure-range = pasa el límite de { $limit }, pero no con seguridad: en realidad está entre { $low } y { $high }
why-few-bad = pasa el límite, pero con solo { $bad } de al menos { $least } casos malos
why-too-few = { $calls } de al menos { $least }: muy pocas para evaluar
why-knows-too-little = se sabe muy poco para evaluar
why-missing = sin cifra: falta el reporte o no la trae
why-absent = no hay cifra, y debería haberla
why-there = la cifra está
why-asleep = fuera del horario de la regla
why-asleep-until = fuera del horario de la regla, que vuelve a mirar { $opens }
usual-weeks = Lo habitual aquí y ahora: { $value } ({ $of } de { $wanted } semanas a esta hora)
usual-days = Lo habitual aquí y ahora: { $value } ({ $of } de { $wanted } días a esta hora)
usual-hours = Lo habitual hoy: { $value } ({ $of } de { $wanted } ventanas antes de esta)
usual-team = Lo habitual en el equipo: { $value } ({ $of } agentes)
time-pending = Pasó su límite desde { $since }; dispara a partir de { $next } si sigue así
time-firing = Pasó su límite desde { $since }; avisada desde { $next }
time-recovering = Bien desde { $since }; termina a partir de { $next } si sigue así

status-well = 🟢 Todo va bien
status-unwell = 🟡 Algo necesita atención
status-broken = 🔴 Algo no funciona
status-poll = Última lectura { $last }, cada { $every }
status-calls = Consultas a wolkvox hoy: { $used } de { $limit }, { $reserved } de ellas para las personas
status-skills-table = Las cifras por skill vienen de una sola consulta (`skill_1`)
status-skills-compared = Las cifras por skill vienen de una sola consulta (`skill_1`); coincidió con `skill_11` { $at }
status-skills-each = Las cifras por skill cuestan una consulta por skill (`skill_11`)
status-skills-each-since = Las cifras por skill cuestan una consulta por skill (`skill_11`) desde { $since }, porque `skill_1` no sirve: { $why }
status-skills-empty = llega vacío aunque hay llamadas
status-skills-differ = no coincide con `skill_11` en el skill { $skill }: { $figures }
status-skills-read = La última lectura leyó { $read } de { $of } skills; cada uno se lee cada { $every }
status-open = { $rules } reglas · { $open } incidentes abiertos · { $silences } silencios
status-told = { $waiting } mensajes por enviar
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
