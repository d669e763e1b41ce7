# Comandos, sus opciones y botones.

command-abandon = abandono
command-service = servicio
command-smarthold = espera-inteligente
command-hold = hold
command-durations = duracion
command-help = ayuda
about-abandon = Cuántas llamadas se abandonaron y tras cuánta espera en cola
about-service = Llamadas, nivel de servicio y espera en cola por canal
about-smarthold = A quién se ofreció devolver la llamada, quién aceptó y a quién se contactó
about-hold = Tiempo en hold y en mute, por agente y del equipo
about-durations = Llamadas, minutos y costo por duración de la llamada
about-help = Qué se puede preguntar y qué significa cada cifra

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
option-operation = operacion
option-topic = tema
about-skill = Qué skill; todas si se omite
about-channel = Qué canal; todos si se omite
about-agent = Qué agente; todos si se omite
about-last = Cuánto tiempo hasta ahora, por ejemplo 60m u 8h
about-day = Qué día, por ejemplo ayer o 2026-11-17
about-from = Desde cuándo, por ejemplo 08:00 o 2026-11-17 08:00
about-to = Hasta cuándo; hasta ahora si se omite
about-compare = Con qué se compara
about-sort = En qué orden van las filas; lo peor primero si se omite
about-top = Solo tantas filas
about-format = Una tarjeta, o un archivo con todas las filas para una hoja de cálculo
about-share = Mostrarlo a todas las personas del canal
about-operation = Qué operación
about-topic = Un comando o una métrica

choice-previous = período anterior
choice-yesterday = día anterior
choice-week = semana anterior
choice-card = tarjeta
choice-csv = archivo CSV
choice-abandoned = llamadas abandonadas
choice-failed = devoluciones fallidas
choice-open = devoluciones pendientes
choice-treated = llamadas en Espera inteligente
choice-total = hold y mute
choice-hold = hold
choice-mute = mute
choice-uses = usos
choice-per-use = tiempo por uso
choice-name = nombre

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
progress-reading = Se está leyendo wolkvox

file-rows = Todas las filas están en el archivo: { $rows ->
    [one] { $count } fila
   *[other] { $count } filas
}

guide-title = Qué se puede preguntar
guide-topics = Ayuda sobre un comando o una métrica: { $command }
guide-times = Las horas son las de la operación. Si no se indican, la respuesta es de la última hora
guide-private = Las respuestas son para quien pregunta. Compartir muestra una a todas las personas del canal
guide-source = Las cifras se leen de los reportes de wolkvox, a lo sumo hace un momento, y una llamada aparece cuando ha terminado
guide-example = Por ejemplo { $example }
guide-report = Sale del reporte: { $report }
guide-bot = Sale del propio bot, de ningún reporte
guide-rules-name = En las reglas: { $name }
