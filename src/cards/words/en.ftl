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

## The trade's terms.

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

## Alerts.

state-critical = 🔴 CRITICAL
state-warning = 🟡 WARNING
state-pending = 🕓 PENDING
state-resolved = 🟢 RESOLVED
state-closed = ⚫ CLOSED

alert-recovering = recovering
alert-no-data = ⚪ no data
alert-window = Last { $length } ({ $span })
alert-limit = limit { $limit }
alert-goal = goal { $limit }
alert-above = { $distance } above
alert-below = { $distance } below
alert-since = Since { $time } ({ $ago }, { $checks ->
    [one] { $checks } check
   *[other] { $checks } checks
})
alert-trend = Trend { $figures }
alert-peak = worst { $figure } { $time }
alert-check = 📋 { $text }
alert-lasted = Lasted { $length } ({ $span })

no-data-since = No data since { $time }: { $reason }. The alert stays as it was.
no-data-too-few = too few calls to judge
no-data-missing = the report is missing or does not have this figure

ended-recovered = Ended { $time } ({ $ago }): back within the limit
ended-rule-removed = Closed { $time } ({ $ago }): the rule no longer watches this. That does not mean it is well again

footer-rule = rule { $rule }
footer-data = data to { $time }

log-fired = alert ({ $severity }): { $figure }
log-escalated = escalated to { $severity }: { $figure }
log-reminded = still { $severity }: { $figure }
log-no-data = no data since { $time } ({ $checks ->
    [one] { $checks } check
   *[other] { $checks } checks
}): { $reason }
log-refreshed = now { $figure }
log-data-back = data again: { $figure }
log-recovered = resolved: { $figure } · lasted { $length } · worst { $peak }
log-rule-removed = closed, the rule no longer watches this: last { $figure } · lasted { $length } · worst { $peak }

## /abandon

abandon-plain = { $part } of { $of } calls were abandoned before an agent answered
abandon-none-offered = No calls came in
abandon-waits = Waited before hanging up: { $ranges }
abandon-worst = Skills that lost most calls:
abandon-other = Neither answered nor abandoned
abandon-window = { $window } ({ $length }) · read { $read }
abandon-no-data = No data · { $place }
abandon-no-data-why = wolkvox has nothing for this window: no calls, or none booked yet. That is not the same as zero
abandon-skill-unseen = Skill { $skill } is not among those seen so far: check its number

verdict-critical = 🔴 Critical: above the limit of { $limit } (rule { $rule })
verdict-warning = 🟡 Warning: above the limit of { $limit } (rule { $rule })
verdict-unsure = 🟡 Above the limit of { $limit }, but of too few calls to be sure (rule { $rule })
verdict-within = ✅ Within the limit of { $limit } (rule { $rule })
verdict-too-few = ⚪ Too few calls to judge: { $calls }, and the rule asks for { $least } or more
verdict-unknown = ⚪ The abandonment rate is not known

gap-empty = The report on { $report } has nothing for this window
gap-failed = The report on { $report } is missing: { $why }
doubt-no-channel = The report of calls has no row for voice
doubt-no-waits = The report of abandons by wait does not name this skill
doubt-waits = The waits add up to { $sum }, and the report says { $whole }
doubt-reports = The two reports disagree: { $waits } abandoned by wait (skill_9), { $service } by channel (skill_11)
doubt-more-offered = Offered calls are { $calls } more than answered and abandoned together
doubt-less-offered = Offered calls are { $calls } fewer than answered and abandoned together

## What was typed.

meant = Did you mean { $meant }?
range-last-and-from = “last” and “from” both say where to start
range-one-of = Give { $last }, or { $from } and { $to }
range-no-length = “{ $typed }” is not a length of time
range-expected-length = Expected a length such as { $one }, { $two }, { $three } or { $four }
range-no-time = { $option }: “{ $typed }” is not a time
range-expected-time = Expected a time such as { $one }, { $two }, { $three } or { $four }
range-not-yet = { $from } is still to come
range-reversed = The end, { $until }, is not after the start, { $from }
range-too-short = The window is shorter than a minute
range-too-long = The window is longer than { $days } days
note-ends-now = The window was cut at the last time there are figures for
note-skipped = { $time } does not exist: the clocks skip it. The first moment after it was taken
note-first-of-two = { $time } comes twice, as the clocks go back. The first was taken
note-second-of-two = { $time } comes twice, as the clocks go back. The second was taken

skill-all = All skills
skill-unknown = No skill is called “{ $typed }”
skill-ambiguous = More than one skill is called “{ $typed }”
skill-expected = Expected a number, a name, a part of a name, or { $all }
skill-near = Did you mean one of these?
skill-which = Which of these?
skill-more = … and { $more } more
operation-unknown = No operation is called “{ $typed }”. These are known:
operation-which = Which operation?

failure = The reports cannot be read: { $why }
failure-quota = the day's requests to wolkvox are used up
failure-token = wolkvox refuses the token; whoever runs the bot must check it
failure-unavailable = wolkvox does not answer, or too slowly; try again in a few minutes
failure-maintenance = wolkvox is under maintenance
failure-no-report = wolkvox answers with something that is no report; if it goes on, whoever runs the bot should look at its log
