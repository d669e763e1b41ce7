# English. The other files have the same messages with the same places.

part-of = { $part } of { $of }
calls = { $calls ->
    [one] { $count } call
   *[other] { $count } calls
}
uses = { $uses ->
    [one] { $count } use
   *[other] { $count } uses
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
moment-clock-one = { $time }
moment-date = { $date } { $time }
at-clock = at { $time }
at-clock-one = at { $time }
at-date = on { $date } { $time }

metric-calls-offered = Offered calls
metric-calls-answered = Answered calls
metric-answer-rate = Answer rate
metric-abandon-count = Abandoned calls
metric-abandon-rate = Abandonment
metric-abandon-rate-excl-short = Abandonment without short ones (10 s or less)
metric-abandon-after-threshold-rate = Abandoned after 20 s, of offered
metric-service-level-10s = Service level 10 s
metric-service-level-20s = Service level 20 s
metric-service-level-30s = Service level 30 s
metric-service-level-20s-v2 = Service level 20 s V2 (of answered)
metric-service-level-20s-v3 = Service level 20 s V3 (no short abandons)
metric-service-level-20s-v4 = Service level 20 s V4 (no early abandons)
metric-service-level-20s-v5 = Service level 20 s V5 (early ones as served)
metric-asa = Average speed of answer (ASA)
metric-ata = Average time to abandon (ATA)
metric-queue-avg-wait = Average queue wait, all calls
metric-abandon-short-share = Abandoned within 10 s
metric-abandon-after-threshold-share = Abandoned after 20 s
metric-abandon-long-share = Abandoned at 51 s or later
metric-smart-hold-treated = Calls in Smart Hold
metric-smart-hold-acceptance-rate = Callback acceptance
metric-smart-hold-undecided-rate = No decision on callback
metric-smart-hold-recall-fail = Failed callbacks
metric-smart-hold-recall-fail-rate = Callback failure rate
metric-smart-hold-completion-rate = Callback completion
metric-smart-hold-open = Open callbacks
metric-hold-total = Time on hold
metric-mute-total = Muted time
metric-hold-mute-total = Hold and mute time
metric-hold-mute-events = Hold and mute uses
metric-hold-mute-avg-per-event = Hold and mute per use
metric-hold-share = Hold in hold and mute
metric-cdr-calls = Calls of every direction
metric-cdr-minutes = Call minutes
metric-cdr-cost = Call cost
metric-calls-short-share = Calls of 5 s or less
metric-calls-long-share = Calls over 120 s
metric-cdr-cost-per-call = Cost per call
metric-cdr-cost-per-minute = Cost per minute
metric-cdr-min-per-call = Time per call
metric-feed-age = Age of the last good read
metric-feed-failures = Failed polls in a row
metric-quota-used-share = Calls of the reports API used today

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
