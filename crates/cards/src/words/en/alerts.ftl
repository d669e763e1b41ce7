# Alerts.

state-critical = 🔴 CRITICAL
state-warning = 🟡 WARNING
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
no-data-too-few = too small a sample to judge
no-data-missing = the report is missing or does not have this figure

ended-recovered = Ended { $time } ({ $ago }): back within the limit
ended-figures-back = Ended { $time } ({ $ago }): there are figures again
ended-rule-removed = Closed { $time } ({ $ago }): the rule no longer watches this. That does not mean it is well again
ended-after-hours = Closed { $time } ({ $ago }): the hours of the rule are over. That does not mean it is well again

footer-rule = rule { $rule }
footer-data = data to { $time }

ring-worse = Worse: { $what }
ring-grew = More joined: { $what }
ring-reminded = Still: { $what }
ring-called = Nobody acknowledged it: { $what }

log-fired = alert ({ $severity }): { $figure }
log-escalated = escalated to { $severity }: { $figure }
log-reminded = still { $severity }: { $figure }
log-no-data = no data
log-data-back = data again: { $figure }

alert-more = and { $count } more
alert-more-in-details = and { $count } more; Details has them all
alert-first-card = The first card, in #{ $channel }
caught-up-title = 🕓 While I was away
caught-up-about = { $count ->
    [one] One alert began and ended meanwhile ({ $span }). It is over, nobody has to act:
   *[other] { $count } alerts began and ended meanwhile ({ $span }). They are over, nobody has to act:
}
caught-up-incident = ✅ { $what } · { $span }

several-open = { $open } open
several-over = { $over } over
several-open-and-over = { $open } open, { $over } over
several-digest = { $rules ->
    [0] many rules at once
    [one] { $rules } rule of many
   *[other] { $rules } rules at once
}
shared-operations = { $operations ->
    [one] { $operations } operation
   *[other] { $operations } operations at once
}
shared-more = and { $count } more operations
shared-over = All of them are back to normal since { $time }
shared-details = Acknowledging or snoozing here is for all of them. /alerts with an operation has its details
several-others = and { $count } more
several-window = window { $length }

alert-flapping = 🔁 It opens and closes: { $count } times in two hours. It ends once it has been calm for half an hour
alert-usual-weeks = Usual { $day ->
    [1] on Mondays
    [2] on Tuesdays
    [3] on Wednesdays
    [4] on Thursdays
    [5] on Fridays
    [6] on Saturdays
   *[7] on Sundays
} at this time: { $usual } (median of { $count } weeks)
alert-usual-days = Usual at this time: { $usual } (median of { $count } days; the weeks are too few yet)
alert-usual-hours = Earlier today: { $usual } (median of { $count } windows; there is no other history yet)
alert-usual-team = The team's median: { $usual } ({ $count } agents)
alert-range = likely { $range }
alert-called = 📣 Nobody acknowledged it: { $steps ->
    [one] { $steps } step of escalation so far
   *[other] { $steps } steps of escalation so far
}
alert-acknowledged = 🙋 { $name } has it in hand since { $time }{ $after }{ $note }
alert-was-acknowledged = 🙋 Acknowledged by { $name } at { $time }{ $after }{ $note }
alert-acknowledged-after = after { $length }
alert-was-called = 📣 Nobody acknowledged it: { $steps ->
    [one] { $steps } step of escalation
   *[other] { $steps } steps of escalation
}
alert-hushed-silence = 🔕 Silenced (silence { $silence }): it neither rings nor calls anybody
alert-hushed-silence-until = 🔕 Silenced until { $time } (silence { $silence }): it neither rings nor calls anybody
alert-hushed-rule = 🔕 Silent while rule { $rule } fires
alert-snoozed = 💤 Snoozed by { $name } until { $time }
alert-after-silence = It began under silence { $silence }, and outlived it
alert-after-rule = It began while rule { $rule } fired, and goes on
alert-after-catch-up = It began while I was away

log-grew = more joined: { $open } open, { $over } over
log-eased = eased to { $severity }: { $figure }
log-eased-partly = better in part, still { $severity }: { $figure }
log-improved = some are over: { $open } open, { $over } over
log-called = nobody acknowledged it, still { $severity }: { $figure }

# Where an alert is about a lack of figures.
alert-absent = { $metric }: no figures since { $time }

# Short names, for the lock screen of a phone.
brief-abandon-rate-excl-short = Abandonment, no short
brief-abandon-after-threshold-rate = Abandoned after 20 s
brief-service-level-10s = SL 10 s
brief-service-level-20s = SL 20 s
brief-service-level-30s = SL 30 s
brief-service-level-20s-v2 = SL 20 s V2
brief-service-level-20s-v3 = SL 20 s V3
brief-service-level-20s-v4 = SL 20 s V4
brief-service-level-20s-v5 = SL 20 s V5
brief-asa = ASA
brief-ata = ATA
brief-queue-avg-wait = Queue wait
brief-abandon-short-share = Short abandons
brief-abandon-after-threshold-share = Abandons after 20 s
brief-abandon-long-share = Abandons ≥51 s
brief-smart-hold-treated = Smart Hold
brief-smart-hold-acceptance-rate = Callback acceptance
brief-smart-hold-undecided-rate = Undecided
brief-smart-hold-recall-fail = Failed callbacks
brief-smart-hold-recall-fail-rate = Failed callbacks
brief-smart-hold-completion-rate = Callbacks completed
brief-smart-hold-open = Open callbacks
brief-hold-mute-total = Hold and mute
brief-hold-share = Hold share
brief-calls-short-share = Calls ≤5 s
brief-calls-long-share = Calls >120 s
brief-feed-age = Last good read
brief-feed-failures = Failed polls
brief-quota-used-share = API quota
