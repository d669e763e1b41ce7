# Lo que se escribió.

word-today = hoy
meant = ¿Se quiso decir { $meant }?
candidates-more = … y { $more } más

range-last-and-from = «{ $last }» y «{ $from }» indican los dos el inicio
range-one-of = Se usa { $last }, o bien { $from } y { $to }
range-last-and-day = «{ $last }» y «{ $day }» indican los dos cuándo
range-two-days = { $option }: «{ $typed }» no es una hora del día que indica «{ $day }»
range-on-a-day = Las horas de un día se piden así: { $example }
range-no-length = «{ $typed }» no es una duración
range-expected-length = Se espera una duración como { $one }, { $two }, { $three } o { $four }
range-no-time = { $option }: «{ $typed }» no es una hora ni una fecha
range-expected-time = Se espera una hora o fecha como { $one }, { $two }, { $three } o { $four }
range-no-day = { $option }: «{ $typed }» no es un día
range-expected-day = Se espera un día como { $one }, { $two }, { $three } o { $four }
range-not-yet = { $from } aún no ha llegado
summary-unknown = No hay ningún resumen «{ $typed }»
summary-closed = No hay resumen de un día en que la operación no atiende
range-reversed = El final, { $until }, no es posterior al inicio, { $from }
range-too-short = La ventana dura menos de un minuto
range-too-long = La ventana dura más de { $days } días
note-ends-now = La ventana se cortó en el último momento con datos
note-skipped = { $time } no existe: el cambio de hora la salta. Se tomó el primer momento posterior
note-first-of-two = { $time } ocurre dos veces por el cambio de hora. Se tomó la primera
note-second-of-two = { $time } ocurre dos veces por el cambio de hora. Se tomó la segunda
note-spoiled = ⚠ { $parts ->
    [one] No se pudo leer { $count } parte de la respuesta de wolkvox, y aquí falta
   *[other] No se pudieron leer { $count } partes de la respuesta de wolkvox, y aquí faltan
}
note-no-comparison = No hay con qué comparar: el cambio de hora saltó estas horas ese día
note-no-agents = En este canal no se nombran agentes: son las cifras del equipo
note-shortage = Hoy quedan { $left } de { $limit } consultas a wolkvox. Se guardan para las personas: el sondeo espera

skill-all = Todas las skills
skill-unknown = Ninguna skill se llama «{ $typed }»
skill-ambiguous = Más de una skill se llama «{ $typed }»
skill-expected = Se espera un número, un nombre, parte de un nombre, o { $all }
skill-near = ¿Se quiso decir una de estas?
skill-which = ¿Cuál de estas?
operation-unknown = Ninguna operación se llama «{ $typed }». Se conocen estas:
operation-which = ¿Qué operación?
channel-unknown = «{ $typed }» no es un canal. Se conocen estos:
channel-ambiguous = Más de un canal se llama «{ $typed }». ¿Cuál de estos?
agent-unknown = Ningún agente se llama «{ $typed }»
agent-ambiguous = Más de un agente se llama «{ $typed }»
agent-expected = Se espera un nombre o parte de él, como lo escribe wolkvox
agent-near = ¿Se quiso decir uno de estos?
agent-which = ¿Cuál de estos?
topic-unknown = No hay ayuda sobre «{ $typed }»
topic-expected = Se espera un comando o una métrica
topic-near = ¿Se quiso decir uno de estos?

value-unknown = { $option }: no se conoce «{ $typed }»
value-one-of = Se espera uno de estos:
value-count = Se espera un número entero de { $least } a { $most }, por ejemplo { $example }
value-switch = Se espera { $on } o { $off }
value-shared-file = Un archivo es solo para quien lo pide
value-either = Se usa { $one }, o bien { $other }

refused-role = { $command } no está disponible para estos roles
refused-agents = En este canal no se nombran agentes
refused-contact = A quién acudir: { $contact }
refused-no-contact = Quien administra el bot puede cambiarlo
refused-button = Este botón es de otra versión del bot
refused-gone-operation = La operación de este botón ya no se conoce
refused-gone-channel = El canal de este botón ya no se conoce
refused-gone-agent = El agente de este botón ya no se conoce
refused-ask-again = Se puede preguntar de nuevo con { $command }
refused-command = Este comando ya no existe
refused-see-help = { $command } muestra lo que se puede preguntar

failure = No se pueden leer los reportes: { $why }
failure-quota = se agotaron las consultas del día a wolkvox
failure-token = wolkvox rechaza el token; debe revisarlo quien administra el bot
failure-unavailable = wolkvox no responde, o responde muy lento; conviene intentar de nuevo en unos minutos
failure-maintenance = wolkvox está en mantenimiento
failure-blocked = un cortafuegos bloquea la dirección del bot; pida a wolkvox que la permita
failure-no-connection = no hay conexión con el servidor de wolkvox; quien administra el bot debe revisar la dirección y el certificado
failure-no-report = wolkvox responde con algo que no es un reporte; si continúa, quien administra el bot debe mirar su registro

word-tomorrow = mañana
refused-lapse = La memoria del bot no se puede leer o escribir
refused-lapse-log = Se puede intentar de nuevo en un minuto. Si continúa, quien administra el bot debe mirar su registro
incident-unknown = Ningún incidente se llama «{ $typed }»
incident-which = ¿Qué incidente?
incident-open = Están abiertos:
incident-none-open = No hay ninguno abierto
act-two = «{ $one }» es para atender y «{ $other }» para posponer
mute-many = Este incidente es de muchas reglas
mute-many-how = Se silencian una por una: { $command }
span-past = { $time } ya pasó
span-expected-time = Se espera una hora por venir como { $one }, { $two } o { $three }
span-bounds = Se puede entre un minuto y un año
silence-of-what = ¿Qué alertas?
silence-of-what-how = Se indica { $rule }, { $skill } o algo similar; { $all } silencia todas las alertas
silence-until-when = ¿Por cuánto tiempo?
silence-until-when-how = Se indica { $length }, { $until } o { $every }
silence-two-ends = «{ $one }» y «{ $other }» indican los dos cuándo termina
silence-two-scopes = «{ $one }» y «{ $other }» juntos no corresponden a ninguna alerta
weekly-unknown = { $option }: «{ $typed }» no es un horario semanal
weekly-expected = Se esperan días y dos horas, por ejemplo { $example }
label-unknown = Ninguna regla lleva la etiqueta «{ $typed }»
label-none = Ninguna regla lleva etiquetas
rule-unknown = Ninguna regla única se llama «{ $typed }»
rule-near = ¿Se quiso decir una de estas?
rule-none = No hay reglas
rule-no-text = El texto de la regla { $rule } ya no se puede leer
silence-unknown = Ningún silencio tiene el número «{ $typed }», o ya terminó
silence-unknown-none = No hay silencios
silence-unknown-known = Rigen estos:
