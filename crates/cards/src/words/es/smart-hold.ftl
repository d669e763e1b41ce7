# /espera-inteligente

smart-hold-title = Espera inteligente: { $accepted } de { $treated } aceptaron ({ $share }) · { $place }
smart-hold-title-none = Espera inteligente: ninguna llamada · { $place }
smart-hold-title-unsure = Espera inteligente: { $accepted } de { $treated } aceptaron · { $place }
smart-hold-callbacks = { $reached } de { $ended } callbacks contactaron al cliente; fallaron { $failed } ({ $share }). Pendientes u otro estado: { $open }
smart-hold-callbacks-none = Aún no terminó ningún callback. Pendientes u otro estado: { $open }
smart-hold-callbacks-unknown = No se sabe qué pasó con los callbacks
smart-hold-late = Un callback fallido se registra después del último intento: en una ventana tan corta puede ser de clientes que llamaron antes

smart-hold-skill = Skill
smart-hold-name = Nombre
smart-hold-treated = Llamadas en espera inteligente
smart-hold-accepted = Aceptaron el callback
smart-hold-acceptance = Aceptación
smart-hold-declined = No aceptaron
smart-hold-undecided = Sin decisión
smart-hold-called-back = Callbacks terminados
smart-hold-reached = Callbacks exitosos
smart-hold-failed = Callbacks fallidos
smart-hold-fail-rate = Fallidos entre los terminados
smart-hold-open = Pendientes u otro estado
smart-hold-completion = Exitosos entre los aceptados
smart-hold-gain = Aumento del nivel de servicio, según wolkvox (sin unidad publicada; no se suma)

smart-hold-by-failed = Por skill, con más fallidos primero:
smart-hold-by-treated = Por skill, con más llamadas primero:
smart-hold-by-open = Por skill, con más pendientes primero:
smart-hold-by-skill = Por número de skill:
smart-hold-row-failed = fallidos { $failed }
smart-hold-row-accepted = aceptaron { $accepted }
smart-hold-row-open = pendientes { $open }

smart-hold-no-data = Sin datos de espera inteligente · { $place }
smart-hold-no-data-why = wolkvox no envía nada cuando ninguna skill usó la espera inteligente: es lo habitual, porque solo se activa si el nivel de servicio está en riesgo. No es lo mismo que cero
smart-hold-unused = Espera inteligente sin uso · { $place }
smart-hold-unused-why = El reporte solo incluye las skills que tienen la función y la usaron en esta ventana, y esta no está. Por lo general es buena noticia

smart-hold-doubt-answers = { $skill }: { $part } respuestas (aceptaron o no) de { $of } llamadas, así que no se sabe cuántas quedaron sin decisión
smart-hold-doubt-callbacks = { $skill }: { $part } callbacks terminados de { $of } aceptados, así que no se sabe cuántos siguen pendientes; algunos pueden venir de antes de la ventana
smart-hold-doubt-more = Hay { $more } diferencias más de este tipo, todas en el archivo
smart-hold-doubt-missing = A una o más skills les falta una cifra, y el total de esa cifra no se conoce
smart-hold-stage-treated = Se les ofreció
smart-hold-stage-accepted = Aceptaron
smart-hold-stage-called-back = Ya terminaron
smart-hold-stage-reached = Con contacto
smart-hold-alt = De la llamada al contacto: { $rows }.
