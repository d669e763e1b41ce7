# Lo que se escribió.

meant = ¿Se quiso decir { $meant }?
range-last-and-from = «last» y «from» indican los dos el inicio
range-one-of = Se usa { $last }, o bien { $from } y { $to }
range-no-length = «{ $typed }» no es una duración
range-expected-length = Se espera una duración como { $one }, { $two }, { $three } o { $four }
range-no-time = { $option }: «{ $typed }» no es una hora ni una fecha
range-expected-time = Se espera una hora o fecha como { $one }, { $two }, { $three } o { $four }
range-not-yet = { $from } aún no ha llegado
range-reversed = El final, { $until }, no es posterior al inicio, { $from }
range-too-short = La ventana dura menos de un minuto
range-too-long = La ventana dura más de { $days } días
note-ends-now = La ventana se cortó en el último momento con datos
note-skipped = { $time } no existe: el cambio de hora la salta. Se tomó el primer momento posterior
note-first-of-two = { $time } ocurre dos veces por el cambio de hora. Se tomó la primera
note-second-of-two = { $time } ocurre dos veces por el cambio de hora. Se tomó la segunda

skill-all = Todas las skills
skill-unknown = Ninguna skill se llama «{ $typed }»
skill-ambiguous = Más de una skill se llama «{ $typed }»
skill-expected = Se espera un número, un nombre, parte de un nombre, o { $all }
skill-near = ¿Se quiso decir una de estas?
skill-which = ¿Cuál de estas?
skill-more = … y { $more } más
operation-unknown = Ninguna operación se llama «{ $typed }». Se conocen estas:
operation-which = ¿Qué operación?

failure = No se pueden leer los reportes: { $why }
failure-quota = se agotaron las consultas del día a wolkvox
failure-token = wolkvox rechaza el token; debe revisarlo quien administra el bot
failure-unavailable = wolkvox no responde, o responde muy lento; conviene intentar de nuevo en unos minutos
failure-maintenance = wolkvox está en mantenimiento
failure-no-report = wolkvox responde con algo que no es un reporte; si continúa, quien administra el bot debe mirar su registro
