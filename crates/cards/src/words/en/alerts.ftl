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
alert-since = Since { $time } ({ $checks ->
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

ended-recovered = Ended { $time }: back within the limit
ended-figures-back = Ended { $time }: there are figures again
ended-rule-removed = Closed { $time }: the rule no longer watches this. That does not mean it is well again
ended-after-hours = Closed { $time }: the hours of the rule are over. That does not mean it is well again
ended-too-few = Closed { $time }: too few calls to tell. That does not mean it is well again

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
alert-usual-season = Usual at this time: { $usual } (learnt from { $count } days)
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
brief-abandon-rate = Abandoned
brief-hold-total = Hold
brief-abandon-rate-excl-short = Abandonment, no short
brief-abandon-after-threshold-rate = Abandoned after 20 s
brief-service-level-10s = Service
brief-service-level-20s = Service
brief-service-level-30s = Service
brief-service-level-20s-v2 = Service V2
brief-service-level-20s-v3 = Service V3
brief-service-level-20s-v4 = Service V4
brief-service-level-20s-v5 = Service V5
brief-asa = Average wait
brief-ata = Wait of hang-ups
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
brief-hold-mute-avg-per-event = Hold per use
brief-hold-mute-total = Hold and mute
brief-hold-share = Hold share
brief-calls-short-share = Calls ≤5 s
brief-calls-long-share = Calls >120 s
brief-feed-age = Last good read
brief-feed-failures = Failed polls
brief-quota-used-share = API quota

# The card: the answer, what it is out of, the state and what to do.
card-operation = Whole site
card-no-data = No data · { $name }
card-callbacks = { $count } callbacks failed
card-of-calls = { $counts } { $calls ->
    [one] call
   *[other] calls
}
card-of-uses = { $counts } { $calls ->
    [one] hold
   *[other] holds
} in { $length }
card-of-callbacks = { $counts }, in { $length }
card-within-10 = { $counts } in 10 s
card-within-20 = { $counts } in 20 s
card-within-30 = { $counts } in 30 s
card-absent = No figures since { $time }
card-warning-since = Warning since { $time }{ $usual }
card-critical-since = Critical since { $time }{ $trend }
card-usual = { " · normal " }{ $usual }
card-team = The team: { $usual } per agent
card-rising = rising
card-falling = falling
card-steady = steady
card-unproven = Few calls: still a warning
card-worse = At { $time } it was { $value }{ $counts }
card-hint = 👉 { $text }
card-taken = 🙋 { $name } took it { $time }
card-snoozed = Snoozed by { $name } until { $time }
card-snoozed-means = If it gets worse, I will tell you.
card-missing-since = Report missing since { $time }
card-too-few-since = Too few calls since { $time }
card-last = Last: { $value }{ $counts }, { $time }
card-watch-queue = 👉 Watch the queue in wolkvox
card-no-data-means = This does not mean it is better. The alert stays.
card-recovering = Improving since { $time }
card-closes = If it stays so, it closes { $time }.
card-lasted = Lasted { $length }
card-and-lasted = { " · lasted " }{ $length }
card-peak = Worst: { $value }{ $counts }, { $time }
card-within-limit = Back within the limit
card-figures-back = Figures are back
card-rule-removed = The rule no longer watches it
card-after-hours = The hours of the rule are over
card-too-few = Too few calls to tell
card-taken-in = 🙋 { $name } took it in { $length }
card-nobody = Nobody took it
card-closed = Closed { $time }.
card-more = and { $count } more
card-several-abandon = High abandonment: { $counts } skills
card-several-skills = { $metric }: { $counts } skills
card-several-agents = { $metric }: { $counts } agents
card-several-places = { $metric }: { $counts }
card-digest = { $count ->
    [one] { $count } rule of many
   *[other] { $count } rules at once
}
card-limits = Limits: warning { $warning }, critical { $critical }
details-title = Details

# A cause that stands out, on one line.
short-more-calls = More calls come in: { $figure }
short-fewer-answered = Fewer answered: { $figure }
short-quick = They hang up in 10 s: { $figure }
short-long = Hang-ups after 50 s: { $figure }
short-queue = Full queue: wait { $figure }
short-callbacks = Callbacks fail: { $figure }
short-one-agent = The other agents: { $figure }
short-many-agents = Several agents: { $figure }
short-most = One agent has { $figure }

# What can be done.
press-take = Take
press-snooze = Snooze
press-more = More
press-wake = Wake
press-undo = Undo
menu-placeholder = What would you like to do?
menu-day = See the whole day
menu-day-about = How today went, hour by hour
menu-mute-skill = Silence this skill today
menu-mute-skill-about = None of its alerts rings until midnight
menu-mute-rule = Silence this rule for a day
menu-mute-rule-about = It rings for no skill
