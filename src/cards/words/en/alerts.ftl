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
ended-rule-removed = Closed { $time } ({ $ago }): the rule no longer watches this. That does not mean it is well again
ended-after-hours = Closed { $time } ({ $ago }): the hours of the rule are over. That does not mean it is well again

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
log-after-hours = closed, the hours of the rule are over: last { $figure } · lasted { $length } · worst { $peak }

alert-more = and { $count } more
alert-pointer = In { $channel }: { $thread }
caught-up-title = 🕓 While I was away
caught-up-about = { $count ->
    [one] One alert began and ended meanwhile ({ $span }). It is over, nobody has to act:
   *[other] { $count } alerts began and ended meanwhile ({ $span }). They are over, nobody has to act:
}
caught-up-incident = ✅ { $what } · { $span }

several-open = { $open } open
several-over = { $over } over
several-open-and-over = { $open } open, { $over } over
several-digest = many rules at once

alert-flapping = 🔁 It opens and closes: { $count } times in two hours. It ends once it has been calm for half an hour
alert-usual-weeks = Usual here at this time: { $usual } (median of { $count } weeks)
alert-usual-days = Usual at this time: { $usual } (median of { $count } days; the weeks are too few yet)
alert-usual-hours = Earlier today: { $usual } (median of { $count } windows; there is no other history yet)
alert-usual-team = The team's median: { $usual } ({ $count } agents)
alert-range = likely { $range }
alert-called = 📣 Nobody acknowledged it: { $steps ->
    [one] { $steps } step of escalation so far
   *[other] { $steps } steps of escalation so far
}
alert-acknowledged = 🙋 Acknowledged by { $name } at { $time }
alert-acknowledged-note = 🙋 Acknowledged by { $name } at { $time }: { $note }
alert-snoozed = 💤 Snoozed by { $name } until { $time }
alert-after-silence = It began under silence { $silence }, and outlived it
alert-after-rule = It began while rule { $rule } fired, and goes on
alert-after-catch-up = It began while I was away

log-grew = more joined: { $open } open, { $over } over
log-eased = eased to { $severity }: { $figure }
log-improved = some are over: { $open } open, { $over } over
log-called = nobody acknowledged it, still { $severity }: { $figure }
log-acknowledged = { $name } has it in hand
log-acknowledged-note = { $name } has it in hand: { $note }
log-snoozed = { $name } snoozed it until { $time }
