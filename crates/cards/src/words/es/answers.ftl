# Lo que tienen en común las respuestas sobre reportes.

answer-window = { $window } ({ $length }) · leído { $read }
rows-of = { $first }–{ $last } de { $total }

verdict-critical-above = 🔴 Crítico: por encima del límite de { $limit } (regla { $rule })
verdict-critical-below = 🔴 Crítico: por debajo de la meta de { $limit } (regla { $rule })
verdict-warning-above = 🟡 Aviso: por encima del límite de { $limit } (regla { $rule })
verdict-warning-below = 🟡 Aviso: por debajo de la meta de { $limit } (regla { $rule })
verdict-unsure-above = 🟡 Por encima del límite de { $limit }, pero con muy pocos casos para asegurarlo (regla { $rule })
verdict-unsure-below = 🟡 Por debajo de la meta de { $limit }, pero con muy pocos casos para asegurarlo (regla { $rule })
verdict-within-above = ✅ Dentro del límite de { $limit } (regla { $rule })
verdict-within-below = ✅ Se cumple la meta de { $limit } (regla { $rule })
verdict-too-few = ⚪ Muy pocos casos para evaluar: { $cases }; la regla pide { $least } o más
verdict-unknown = ⚪ Sin dato: { $metric }

gap-empty = El reporte de { $report } no tiene nada para esta ventana
gap-failed = Falta el reporte de { $report }: { $why }

compared-previous = Frente a la ventana anterior: { $window }
compared-yesterday = Frente a ayer a la misma hora: { $window }
compared-last-week = Frente a hace una semana a la misma hora: { $window }
compared-known = { $with }
compared-empty = { $with } · sin datos
compared-failed = { $with } · no se pudo leer: { $why }
change-before = (antes { $value })

answer-none-offered = No entraron llamadas
answer-other = Ni atendidas ni abandonadas
answer-no-data = Sin datos · { $place }
answer-no-data-why = wolkvox no tiene nada para esta ventana: no hubo llamadas, o aún no están registradas. No es lo mismo que cero
answer-skill-unseen = La skill { $skill } no se ha visto hasta ahora: revise el número

doubt-more-offered = Las entrantes superan en { $calls } a la suma de atendidas y abandonadas
doubt-less-offered = Las entrantes son { $calls } menos que la suma de atendidas y abandonadas
doubt-rate = wolkvox dice { $told } de abandono, y sus llamadas dan { $made }
doubt-levels = Un plazo más largo tiene un nivel de servicio más bajo (10 · 20 · 30 s): { $levels }
doubt-answered = Un nivel de servicio de { $level } es mayor que el { $share } de atendidas
doubt-fraction = No es un número entero de las { $offered } entrantes: nivel de servicio { $levels }

column-skill = Skill
column-name = Nombre
column-abandon-rate = Abandono, %
