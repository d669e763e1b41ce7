# What explains an alert: facts, what they point to, and what may be worth a look. Never an order.

clue-waits = Waited before hanging up: { $ranges }
clue-waits-late = ({ $part } after 20 s)
clue-window = in { $length }
clue-level = Service level 20 s { $level }
clue-asa = ASA { $wait }
clue-ata = wait of those who hung up (ATA) { $wait }
clue-callbacks = Smart Hold: { $treated } calls · { $accepted } accepted · callbacks: { $reached } reached, { $failed } failed

clue-points = 🔎 Points to: { $cause }
clue-points-of = 🔎 { $place } points to: { $cause }
cause-more-calls = demand above usual ({ $now } calls vs. { $usual }, { $change })
cause-fewer-answered = fewer calls being answered than usual ({ $now } vs. { $usual }, { $change }), and not for want of calls ({ $offered } vs. { $offered-usual })
cause-quick = quick hang-ups ({ $part } within 10 s{ $asa })
cause-quick-asa = ASA normal: { $now } vs. { $usual }
cause-long = long waits ({ $part } hung up at 51 s or later; may include automatic hang-ups after 9 min)
cause-full-queue = a full queue, Smart Hold active (service level { $level } vs. { $level-usual }, ASA { $asa } vs. { $asa-usual }, Smart Hold { $treated } vs. { $treated-usual })
cause-callbacks = callbacks that do not reach customers ({ $part } failed; Smart Hold as ever: { $now } vs. { $usual })
cause-one-agent = one person alone past the limit (the other { $others } are within; median { $median })
cause-many-agents = many agents at once ({ $part } past the limit; median { $median })
cause-most = one person has { $one } of the team's { $team } ({ $agents } agents)

clue-check = 👉 Worth checking: { $checks }
check-agents = agents available ({ $place }), breaks that are due
check-connected = agents logged in and on break ({ $place })
check-entrance = menu, announcement and the number dialled
check-callbacks = outbound trunk, customers' numbers, and agents free to call back
check-support = whether that person needs support with the calls
check-systems = slow systems, or questions about one subject
