# Lo que explica una alerta: hechos, a qué apuntan y qué conviene revisar. Nunca una orden.

clue-waits = Espera antes de colgar: { $ranges }
clue-waits-late = ({ $part } después de 20 s)
clue-window = en { $length }
clue-level = Nivel de servicio 20 s { $level }
clue-asa = ASA { $wait }
clue-ata = espera de quienes colgaron (ATA) { $wait }
clue-callbacks = Espera inteligente: { $treated } llamadas · { $accepted } aceptaron · callbacks: { $reached } exitosos, { $failed } fallidos

clue-points = 🔎 Apunta a: { $cause }
clue-points-of = 🔎 { $place } apunta a: { $cause }
cause-more-calls = demanda por encima de lo habitual ({ $now } llamadas vs. { $usual }, { $change })
cause-fewer-answered = se atienden menos llamadas que lo habitual ({ $now } vs. { $usual }, { $change }), y no es por falta de llamadas ({ $offered } vs. { $offered-usual })
cause-quick = cuelgan enseguida ({ $part } a los 10 s o antes{ $asa })
cause-quick-asa = ASA normal: { $now } vs. { $usual }
cause-long = esperas largas ({ $part } colgaron a los 51 s o más; puede incluir cortes automáticos a los 9 min)
cause-full-queue = cola saturada, con espera inteligente activa (nivel de servicio { $level } vs. { $level-usual }, ASA { $asa } vs. { $asa-usual }, espera inteligente { $treated } vs. { $treated-usual })
cause-callbacks = callbacks que no llegan al cliente ({ $part } fallidos; espera inteligente como siempre: { $now } vs. { $usual })
cause-one-agent = una sola persona fuera del límite (las otras { $others } están dentro; mediana { $median })
cause-many-agents = muchos agentes a la vez ({ $part } fuera del límite; mediana { $median })
cause-most = una sola persona suma { $one } de los { $team } del equipo ({ $agents } agentes)

clue-check = 👉 Conviene revisar: { $checks }
check-agents = agentes disponibles ({ $place }), pausas próximas
check-connected = agentes conectados y en pausa ({ $place })
check-entrance = menú, locución inicial y número marcado
check-callbacks = troncal de salida, números de los clientes y agentes libres para devolver
check-support = si esa persona necesita apoyo en sus llamadas
check-systems = sistemas lentos o dudas sobre un tema
