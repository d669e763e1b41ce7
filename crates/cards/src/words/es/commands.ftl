# Comandos, sus opciones y botones.

command-abandon = abandono
command-service = servicio
command-smarthold = espera-inteligente
command-hold = hold
command-durations = duracion
command-alerts = alertas
command-silence = silencio
command-rules = reglas
command-status = estado
command-summary = resumen
command-help = ayuda
about-abandon = Cuántas llamadas se abandonaron y tras cuánta espera en cola
about-service = Llamadas, nivel de servicio y espera en cola por canal
about-smarthold = A quién se ofreció devolver la llamada, quién aceptó y a quién se contactó
about-hold = Tiempo en hold y en mute, por agente y del equipo
about-durations = Llamadas, minutos y costo por duración de la llamada
about-alerts = Qué alertas hay abiertas o cerradas, y qué se hace con ellas
about-silence = Silenciar alertas por un tiempo
about-rules = Qué se vigila, y por qué una regla está en alerta o no
about-status = Si el bot lee, evalúa y avisa como debe
about-summary = El resumen diario, de cualquier día
about-help = Qué puede preguntar y qué significa cada cifra

option-skill = skill
option-channel = canal
option-agent = agente
option-last = ultimas
option-day = dia
option-from = desde
option-to = hasta
option-compare = comparar
option-sort = orden
option-top = top
option-format = formato
option-share = compartir
option-summary = resumen
option-operation = operacion
option-topic = tema
option-view = ver
option-incident = incidente
option-do = accion
option-note = nota
option-rule = regla
option-severity = severidad
option-label = etiqueta
option-for = por
option-until = hasta
option-every = cada
option-comment = comentario
option-end = terminar
option-show = mostrar
option-explain = explicar
option-reload = recargar
about-skill = Qué skill; todas si se omite
about-channel = Qué canal; todos si se omite
about-agent = Qué agente; todos si se omite
about-last = Cuánto tiempo hasta ahora, por ejemplo 60m u 8h
about-day = Qué día, por ejemplo ayer o 2026-11-17
about-from = Desde cuándo, por ejemplo 08:00 o 2026-11-17 08:00
about-to = Hasta cuándo; hasta ahora si se omite
about-compare = Con qué se compara
about-sort = En qué orden van las filas; lo peor primero si se omite
about-top = Cuántas filas mostrar
about-format = Una tarjeta, o un archivo con todas las filas para una hoja de cálculo
about-share = Mostrarlo a todas las personas del canal
about-summary-name = Qué resumen, si hay varios
about-operation = Qué operación
about-topic = Un comando o una métrica
about-view = Lo que está abierto ahora, o lo que ya terminó
about-incident = El número de una alerta, por ejemplo #14Y21JF
about-do = Qué hacer con la alerta
about-note = Lo que deben saber los demás, al tomarla
about-rule = Qué regla; todas para silenciar todas
about-severity = Hasta qué severidad se silencia; cualquiera si se omite
about-label = De las reglas con esta etiqueta, por ejemplo turno=noche
about-for = Cuánto tiempo, por ejemplo 30m, 2h, o turno: hasta que termine el turno
about-until = Hasta cuándo, por ejemplo 18:00 o mañana 08:00
about-every = Todas las semanas a estas horas, por ejemplo lun-vie 22:00-06:00
about-comment = Por qué, para quien lo lea después
about-end = El número de un silencio que debe terminar ahora
about-show = Una regla tal como está escrita
about-explain = Por qué una regla está en alerta o no, con las cifras
about-reload = Leer de nuevo los archivos de reglas

choice-previous = período anterior
choice-yesterday = día anterior
choice-week = semana anterior
choice-card = tarjeta
choice-csv = archivo CSV
choice-abandoned = llamadas abandonadas
choice-failed = callbacks fallidos
choice-open = callbacks pendientes
choice-treated = llamadas en espera inteligente
choice-total = hold y mute
choice-hold = hold
choice-mute = mute
choice-uses = usos
choice-per-use = tiempo por uso
choice-name = nombre
choice-now = ahora
choice-history = historial
choice-acknowledge = tomar
choice-snooze = posponer
choice-warnings = solo avisos
choice-critical = avisos y críticas

button-share = Compartir
button-refresh = Actualizar
button-csv = CSV
button-trend = Tendencia
button-breakdown = Desglose
button-back = ◀ Anterior
button-on = Siguiente ▶

progress-queue = En cola: { $calls ->
    [one] { $count } consulta
   *[other] { $count } consultas
} a wolkvox antes de esta
progress-reading = Leyendo datos de wolkvox
progress-summary = Leyendo datos de wolkvox: { $done } de { $of }

file-rows = Todas las filas están en el archivo: { $rows ->
    [one] { $count } fila
   *[other] { $count } filas
}

guide-title = Qué puede preguntar
guide-topics = Ayuda sobre un comando o una métrica: { $command }
guide-times = Las horas son las de la operación. Si no se indican, la respuesta es de la última hora
guide-private = Las respuestas son para quien pregunta. Compartir muestra una a todas las personas del canal
guide-source = Las cifras salen de los reportes de wolkvox en el momento. Una llamada aparece cuando termina
guide-example = Por ejemplo { $example }
guide-report = Sale del reporte: { $report }
guide-bot = Sale del propio bot, de ningún reporte
guide-rules-name = En las reglas: { $name }

press-snooze-half-hour = 30 min
press-snooze-two-hours = 2 h
press-snooze-shift = Fin del turno
button-end-silence = Terminar { $silence }

act-acknowledged = 🙋 Usted tomó #{ $incident }
act-acknowledged-means = No habrá recordatorios ni escalamiento hasta que termine o empeore
act-acknowledged-already = Usted ya había tomado #{ $incident }
act-acknowledged-first = { $who } tomó antes #{ $incident }, { $at }
act-snoozed = 💤 Pospuesta hasta { $until }
act-woken = Reactivada: vuelve a sonar
snooze-until-when = ¿Hasta cuándo?
act-snoozed-first = { $who } la pospuso antes, { $at }: #{ $incident }
act-snoozed-until = Hasta { $until }
act-muted-first = { $who } silenció antes la regla { $rule }, { $at }
act-over = #{ $incident } ya terminó
act-over-since = Terminó { $at }
silence-how-to-end = Para terminarlo antes: { $command }
word-shift = turno
choice-until = hasta { $until }
