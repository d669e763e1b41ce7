# O que explica um alerta: fatos, o que indicam e o que convém verificar. Nunca uma ordem.

clue-waits = Espera antes de desligar: { $ranges }
clue-waits-late = ({ $part } depois de 20 s)
clue-window = em { $length }
clue-level = Nível de serviço 20 s { $level }
clue-asa = TME (ASA) { $wait }
clue-ata = espera de quem desligou (ATA) { $wait }
clue-callbacks = Espera inteligente: { $treated } chamadas · { $accepted } aceitaram · retornos: { $reached } com sucesso, { $failed } sem sucesso

clue-points = 🔎 Indica: { $cause }
clue-points-of = 🔎 { $place } indica: { $cause }
cause-more-calls = demanda acima do habitual ({ $now } chamadas vs. { $usual }, { $change })
cause-fewer-answered = menos chamadas atendidas que o habitual ({ $now } vs. { $usual }, { $change }), e não por falta de chamadas ({ $offered } vs. { $offered-usual })
cause-quick = desligam logo ({ $part } em até 10 s{ $asa })
cause-quick-asa = TME normal: { $now } vs. { $usual }
cause-long = esperas longas ({ $part } desligaram com 51 s ou mais; pode incluir cortes automáticos aos 9 min)
cause-full-queue = fila saturada, com espera inteligente ativa (nível de serviço { $level } vs. { $level-usual }, TME { $asa } vs. { $asa-usual }, espera inteligente { $treated } vs. { $treated-usual })
cause-callbacks = retornos que não chegam ao cliente ({ $part } sem sucesso; espera inteligente como sempre: { $now } vs. { $usual })
cause-one-agent = uma só pessoa fora do limite (as outras { $others } estão dentro; mediana { $median })
cause-many-agents = muitos agentes ao mesmo tempo ({ $part } fora do limite; mediana { $median })
cause-most = uma só pessoa soma { $one } dos { $team } da equipe ({ $agents } agentes)

clue-check = 👉 Convém verificar: { $checks }
check-agents = agentes disponíveis ({ $place }), pausas próximas
check-connected = agentes conectados e em pausa ({ $place })
check-entrance = menu, mensagem inicial e número discado
check-callbacks = tronco de saída, números dos clientes e agentes livres para retornar
check-support = se essa pessoa precisa de apoio nas chamadas
check-systems = sistemas lentos ou dúvidas sobre um assunto
