# /ayuda: la fórmula y la trampa de cada métrica.

help-calls-offered-formula = llamadas entrantes (inbound_calls)
help-calls-offered-trap = Una llamada que pasa por dos skills cuenta en ambas: la suma de las skills puede superar a la operación.

help-calls-answered-formula = llamadas atendidas (answer_calls)
help-calls-answered-trap = También baja cuando llama menos gente; answer.rate distingue un caso del otro.

help-answer-rate-formula = atendidas / entrantes
help-answer-rate-trap = No es 100 % menos el abandono si hay llamadas que salen de la cola de otro modo, como una transferencia.

help-abandon-count-formula = llamadas abandonadas (abandon_calls)
help-abandon-count-trap = Sin agentes disponibles, wolkvox cuelga a los nueve minutos aproximadamente y lo cuenta como abandono.

help-abandon-rate-formula = abandonadas / entrantes
help-abandon-rate-trap = Incluye los abandonos cortos, y con pocas llamadas apenas es una tasa: conviene poner at_least o confidence en la regla.

help-abandon-rate-excl-short-formula = (abandonadas − las de 0 a 10 s) / (entrantes − las de 0 a 10 s)
help-abandon-rate-excl-short-trap = Solo se calcula si los dos reportes cuentan los mismos abandonos. Corto es hasta 10 s, porque el reporte no distingue 5 s de 10 s.

help-abandon-after-threshold-rate-formula = abandonadas a los 21 s o más / entrantes
help-abandon-after-threshold-rate-trap = Solo se calcula si los dos reportes cuentan los mismos abandonos. No incluye a quienes casi no esperaron: pide un límite menor que abandon.rate.

help-service-level-10s-formula = atendidas en 10 s / entrantes, tal como lo entrega wolkvox
help-service-level-10s-trap = Las abandonadas cuentan en contra. Otras plataformas excluyen una parte y muestran un valor mayor.

help-service-level-20s-formula = atendidas en 20 s / entrantes, tal como lo entrega wolkvox
help-service-level-20s-trap = Las abandonadas cuentan en contra. El promedio de los niveles por hora no es el nivel del día: cada hora pesa según sus entrantes.

help-service-level-30s-formula = atendidas en 30 s / entrantes, tal como lo entrega wolkvox
help-service-level-30s-trap = Las abandonadas cuentan en contra, y una llamada atendida a los 31 s cuenta igual que una perdida.

help-service-level-20s-v2-formula = atendidas en 20 s / atendidas
help-service-level-20s-v2-trap = Quienes abandonaron no cuentan: se mantiene alto mientras la cola se cae. La mayoría de los manuales lo desaconseja.

help-service-level-20s-v3-formula = atendidas en 20 s / (atendidas + abandonadas − las de 0 a 10 s)
help-service-level-20s-v3-trap = Solo se calcula si los dos reportes cuentan los mismos abandonos. Otras plataformas usan 5 s; el reporte no distingue menos de 10 s.

help-service-level-20s-v4-formula = atendidas en 20 s / (atendidas + abandonadas − las de 0 a 20 s)
help-service-level-20s-v4-trap = Quien abandona en 20 s no cuenta ni a favor ni en contra. No se compara con otra variante: en un mismo día difieren en varios puntos.

help-service-level-20s-v5-formula = (atendidas en 20 s + abandonadas en 20 s) / (atendidas + abandonadas)
help-service-level-20s-v5-trap = Quien abandona en 20 s cuenta como atendido: los cuelgues rápidos lo mejoran.

help-asa-formula = espera en cola de las atendidas / atendidas, tal como lo entrega wolkvox
help-asa-trap = No incluye a quienes abandonaron: un ASA corto junto a muchos abandonos no es buena señal.

help-ata-formula = espera en cola de las abandonadas / abandonadas, tal como lo entrega wolkvox
help-ata-trap = Tiempo promedio hasta abandonar. En otras plataformas ATA es el tiempo hasta la respuesta, que aquí es asa.

help-queue-avg-wait-formula = (asa × atendidas + ata × abandonadas) / (atendidas + abandonadas)
help-queue-avg-wait-trap = Promedia a quienes fueron atendidos y a quienes abandonaron: puede bajar porque la gente abandona antes. Se lee junto a asa y abandon.rate.

help-abandon-short-share-formula = abandonadas entre 0 y 10 s / abandonadas
help-abandon-short-share-trap = Es una parte de las abandonadas, no de las entrantes: también sube cuando hay menos esperas largas. El reporte no distingue 5 s de 10 s.

help-abandon-after-threshold-share-formula = abandonadas a los 21 s o más / abandonadas
help-abandon-after-threshold-share-trap = Dice cuándo se abandona, no cuánto: se lee junto a abandon.rate.

help-abandon-long-share-formula = abandonadas a los 51 s o más / abandonadas
help-abandon-long-share-trap = Incluye las llamadas que wolkvox mismo cuelga a los nueve minutos aproximadamente sin agente.

help-smart-hold-treated-formula = llamadas en espera inteligente (treatment)
help-smart-hold-treated-trap = La espera inteligente se activa sola cuando peligra el nivel de servicio: no tener datos es buena noticia. Se muestra –, no 0.

help-smart-hold-acceptance-rate-formula = aceptaron el callback / llamadas en espera inteligente
help-smart-hold-acceptance-rate-trap = Quien no decide cuenta como que no aceptó: smart_hold.undecided_rate dice cuántos son.

help-smart-hold-undecided-rate-formula = (en espera inteligente − aceptaron − no aceptaron) / en espera inteligente
help-smart-hold-undecided-rate-trap = El reporte no dice qué pasó con ellas. Parte colgó durante la pregunta; un mensaje largo o confuso la hace subir.

help-smart-hold-recall-fail-formula = callbacks fallidos (recall_fail)
help-smart-hold-recall-fail-trap = Se cuenta solo después del último intento: un pico a las 16:00 puede ser de quienes llamaron a las 14:30.

help-smart-hold-recall-fail-rate-formula = callbacks fallidos / (fallidos + exitosos)
help-smart-hold-recall-fail-rate-trap = Los pendientes quedan fuera y la falla cuenta solo tras el último intento: conviene una ventana de una hora o más.

help-smart-hold-completion-rate-formula = callbacks exitosos / aceptados
help-smart-hold-completion-rate-trap = Los pendientes cuentan como no completados, así que en una ventana corta es baja: se evalúa por día. Por encima de 100 % se muestra –.

help-smart-hold-open-formula = callbacks aceptados − exitosos − fallidos
help-smart-hold-open-trap = No todos están por hacerse: puede incluir a quienes volvieron a llamar o ya fueron atendidos. Por debajo de cero se muestra –.

help-hold-total-formula = tiempo en hold durante las llamadas (hold_time)
help-hold-total-trap = No es espera en cola, y crece con las llamadas atendidas. Dos agentes con el mismo nombre cuentan como uno.

help-mute-total-formula = tiempo en mute durante las llamadas (mute_time)
help-mute-total-trap = Crece con las llamadas atendidas, y el reporte no dice cuántas fueron.

help-hold-mute-total-formula = tiempo en hold y mute (total_time), tal como lo entrega wolkvox
help-hold-mute-total-trap = No tiene que ser hold más mute: cuando se usan a la vez, wolkvox decide qué cuenta.

help-hold-mute-events-formula = usos de hold y mute (count)
help-hold-mute-events-trap = Un solo conteo para ambos: el reporte no dice cuántas veces se usó solo hold.

help-hold-mute-avg-per-event-formula = tiempo en hold y mute / usos de ambos
help-hold-mute-avg-per-event-trap = Por uso, no por llamada. El hold dividido entre estos usos saldría muy bajo, porque incluyen los de mute.

help-hold-share-formula = tiempo en hold / (tiempo en hold + tiempo en mute)
help-hold-share-trap = Es parte del tiempo, no de las llamadas. Ningún extremo es malo por sí solo, y con pocos segundos no dice nada.

help-cdr-calls-formula = llamadas de todas las duraciones
help-cdr-calls-trap = Suma entrantes, salientes e internas: no son las llamadas entrantes de las skills.

help-cdr-minutes-formula = minutos de todas las duraciones, redondeados al minuto
help-cdr-minutes-trap = No está documentado si son minutos hablados o facturados: conviene compararlos antes con una factura.

help-cdr-cost-formula = costo de todas las duraciones
help-cdr-cost-trap = En la moneda de la operación, que el reporte no nombra. Suele ser 0 si la telefonía se paga aparte.

help-calls-short-share-formula = llamadas de 0 a 5 s / llamadas en total
help-calls-short-share-trap = Es alta con marcación predictiva y contestadores, sin que haya una falla.

help-calls-long-share-formula = llamadas de 121 s o más / llamadas en total
help-calls-long-share-trap = Una llamada de dos minutos y una de una hora cuentan igual, y ningún extremo es malo por sí solo.

help-cdr-cost-per-call-formula = costo / llamadas
help-cdr-cost-per-call-trap = De todas las direcciones: si cambia la mezcla de llamadas, se mueve como si cambiara el precio.

help-cdr-cost-per-minute-formula = costo / minutos
help-cdr-cost-per-minute-trap = No es una tarifa: muchas llamadas cortas lo suben si se cobra por minuto iniciado.

help-cdr-min-per-call-formula = minutos / llamadas
help-cdr-min-per-call-trap = No es TMO: sin trabajo posterior, de todas las direcciones y con minutos quizá redondeados hacia arriba.

help-feed-age-formula = hora de la lectura − hora de la última lectura en que se pudo leer un reporte
help-feed-age-trap = Un período vacío cuenta como leído. No hay valor hasta la primera lectura buena.

help-feed-failures-formula = lecturas seguidas en que no se pudo leer ningún reporte
help-feed-failures-trap = Basta un reporte leído para empezar de nuevo: aquí no se ve si falla uno solo.

help-quota-used-share-formula = consultas a la API de reportes usadas hoy / (licencias × 1000)
help-quota-used-share-trap = Todos los tokens de la operación las comparten. Empieza de nuevo a la medianoche local, y wolkvox puede empezar su día a otra hora.
