# English. The other files have the same messages with the same places.

part-of = { $part } of { $of }
calls = { $calls ->
    [one] { $count } call
   *[other] { $count } calls
}
points = { $points } pts
date = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
} { $year }
word-yesterday = yesterday
word-all = all

# A time after "since" or "to", and one by itself.
moment-clock = { $time }
moment-date = { $date } { $time }
at-clock = at { $time }
at-date = on { $date } { $time }

metric-calls-offered = Offered calls
metric-calls-answered = Answered calls
metric-answer-rate = Answer rate
metric-abandon-count = Abandoned calls
metric-abandon-rate = Abandonment
metric-service-level-10s = Service level 10 s
metric-service-level-20s = Service level 20 s
metric-service-level-30s = Service level 30 s
metric-asa = Average speed of answer (ASA)
metric-ata = Average time to abandon (ATA)

report-abandonment = abandons by wait (skill_9)
report-service-level = calls and service level (skill_11)
report-smart-hold = Smart Hold (diagram_2)
report-durations = call durations (cdr_4)
report-holds = hold and mute (agent_9)

severity-warning = warning
severity-critical = critical

place-operation = whole operation
place-skill = skill { $id }
place-agent = agent { $name }

channel-inbound = voice
channel-internalcall-que = internal calls from a queue
channel-out-pre = predictive outbound
channel-chat-web = web chat
channel-chat-whatsapp = WhatsApp
channel-chat-facebook = Messenger
channel-chat-instagram = Instagram
channel-chat-telegram = Telegram
channel-chat-email = e-mail
channel-chat-transfer-skill = transferred chat
channel-chat-configurationbox = internal chat
