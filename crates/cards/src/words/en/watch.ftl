# The answers about the watch: incidents, silences, rules, status.

place-some-agent = an agent
agent-unnamed = not named here
weekday = { $day ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
word-daily = daily

now-none = 🟢 Nothing is open
now-some = { $light } { $incidents ->
    [one] { $count } open incident
   *[other] { $count } open incidents
}
now-pending = 🕓 { $pending ->
    [one] { $count } more is past its limit, but not yet for long enough
   *[other] { $count } more are past their limit, but not yet for long enough
}
now-never = ⚪ Nothing has been read yet
incident-digest = many rules at once
incident-more = and { $count } more
incident-since = since { $time }
held-silence = 🔕 Nobody is told: silence { $silence }
held-dependency = 🔕 Nobody is told while { $rule } fires
held-catch-up = 🔕 Nobody is told yet: missed polls are being read
mark-acknowledged = 🙋 { $who } has it in hand, { $at }
mark-acknowledged-note = 🙋 { $who } has it in hand, { $at }: { $note }
mark-snoozed = 😴 { $who } put it off until { $until }
deed-acknowledged = 🙋 { $at } { $who } took it in hand
deed-acknowledged-note = 🙋 { $at } { $who } took it in hand: { $note }
deed-snoozed = 😴 { $at } { $who } put it off until { $until }

history-title = { $incidents ->
    [0] No incident ended
    [one] { $count } incident ended
   *[other] { $count } incidents ended
}
history-cut = There are more: here are the newest { $count } incidents, and the newest { $count } deeds. Ask for a shorter time
history-untold = nobody was told
reason-recovered = recovered
reason-rule-removed = the rule no longer watches it
reason-after-hours = the hours of the rule ended
row-incident = incident
row-acknowledged = acknowledged
row-snoozed = snoozed
row-silenced = silenced
row-silence-ended = silence ended
row-reloaded = rules reloaded
row-refused = rules refused
row-cut = left out
column-time = Time
column-what = What
column-incident = Incident
column-rule = Rule
column-severity = Severity
column-ended = Ended
column-lasted = Lasted
column-worst = Worst
column-reason = Reason
column-by = By
column-text = Text

silences-none = No silence
silences-some = 🔕 { $silences ->
    [one] { $count } silence
   *[other] { $count } silences
}
silences-how = To make one, say which alerts and for how long
silence-made = 🔕 Silence { $silence }: { $matched }
silence-ended = 🔔 Silence { $silence } has ended: { $matched }
silence-ended-then = What still fires is told at the next poll
silence-rule = rule { $rule }
silence-label = label { $label }
silence-all = every alert
silence-until = Until { $until }
silence-weekly = Every week { $weekly } · next { $next }
silence-weekly-until = Every week { $weekly }, until { $until } · next { $next }
silence-by = By { $who }, { $at }
silence-by-comment = By { $who }, { $at }: { $comment }
silence-hushed = Open now and quiet: { $incidents }
silence-truth = Cards that are there still reach their end. What outlives the silence is told then

rules-title = { $rules ->
    [one] { $count } rule
   *[other] { $count } rules
}
of-every-skill = every skill
of-every-agent = every agent
of-team = the agents together
of-some-agents = some agents
rule-firing = { $scopes ->
    [one] fires
   *[other] fires for { $count }
}
rule-pending = past the limit, but not yet for long enough
rule-quiet = { $scopes ->
    [one] quiet
   *[other] quiet, looks at { $count }
}
rule-asleep = outside its hours
rule-sees-nothing = sees nothing to look at
rule-knows-nothing = has no figures, or of too few calls
rule-place = It stands in { $place }
rules-reloaded = { $rules } rules are in force
rules-reloaded-what = { $changed } are new or changed, { $removed } are gone
rules-refused = { $faults ->
    [one] The files of rules have a fault
   *[other] The files of rules have { $count } faults
}
rules-stay = The rules in force stay as they were

explain-nothing = nothing to judge
explain-quiet = does not fire
explain-blind = 🙈 It cannot see: { $report } cannot be read since { $since }: { $reason }
explain-pending = does not fire yet
explain-firing = fires
explain-recovering = fires, and recovers
explain-firing-of = fires for { $firing } of { $of }
explain-one = With a skill, channel or agent you see all figures of it
explain-window = { $metric }, { $window }: { $figure }
explain-no-figure = no figure
explain-no-data = ⚪ Nothing has been known since { $since }; the alert stays as it was
why-never = Nothing has been read yet
why-not-seen = The rule does not look at this
why-sees-nothing = The rule sees nothing to look at: no skill or agent is known
why-critical = past the critical limit of { $limit }
why-warning = past the limit of { $limit }
why-clear = on the good side of the limit of { $limit }
why-between = not past the limit of { $limit }, but not back past { $back } either
why-not-past = not past the limit of { $limit }
why-unsure = past the limit of { $limit }, but not surely so
why-unsure-range = past the limit of { $limit }, but not surely so: it really lies between { $low } and { $high }
why-few-bad = past the limit, but only { $bad } of at least { $least } bad ones
why-too-few = { $calls } of at least { $least }: too few to judge
why-knows-too-little = too little is known to judge
why-missing = no figure: the report is missing or does not have it
why-absent = there is no figure, and there should be one
why-there = the figure is there
why-asleep = outside the hours of the rule
why-asleep-until = outside the hours of the rule, which looks again { $opens }
usual-weeks = Usual here and now: { $value } ({ $of } of { $wanted } weeks at this time)
usual-days = Usual here and now: { $value } ({ $of } of { $wanted } days at this time)
usual-hours = Usual today: { $value } ({ $of } of { $wanted } windows before this one)
usual-team = Usual in the team: { $value } ({ $of } agents)
time-pending = Past its limit since { $since }; fires at { $next } if it stays so
time-firing = Past its limit since { $since }; told since { $next }
time-recovering = Well since { $since }; ends at { $next } if it stays so

status-well = 🟢 All goes well
status-unwell = 🟡 Something needs a look
status-broken = 🔴 Something does not work
status-poll = Last poll { $last }, every { $every }
status-calls = Calls to wolkvox today: { $used } of { $limit }, { $reserved } of them kept for people
status-skills-table = Figures per skill come from one request (`skill_1`)
status-skills-compared = Figures per skill come from one request (`skill_1`), which agreed with `skill_11` { $at }
status-skills-each = Figures per skill cost a request for each skill (`skill_11`)
status-skills-each-since = Figures per skill cost a request for each skill (`skill_11`) since { $since }, because `skill_1` is of no use: { $why }
status-skills-empty = it is empty although there are calls
status-skills-differ = it differs from `skill_11` for skill { $skill }: { $figures }
status-skills-read = The last poll read { $read } of { $of } skills; each is read every { $every }
status-open = { $rules } rules · { $open } open incidents · { $silences } silences
status-told = { $waiting } messages wait to be told
status-bot = vigia { $version }, running since { $since } · { $disk } MiB on disk

details-file = and { $count } more; the file has them all
column-metric = Metric
column-place = Where
column-value = Value
column-part = Part
column-of = Of
column-limit = Limit
column-since = Since
column-as-of = Data to
