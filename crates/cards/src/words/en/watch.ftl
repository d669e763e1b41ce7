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
    [one] { $count } open alert
   *[other] { $count } open alerts
}
now-pending = 🕓 { $pending ->
    [one] { $count } more is past its limit, but not yet for long enough
   *[other] { $count } more are past their limit, but not yet for long enough
}
now-never = ⚪ Nothing has been read yet
incident-digest = many rules at once
incident-more = and { $count } more
incident-since = since { $time }
held-silence = 🔕 Muted by silence { $silence }
held-dependency = 🔕 Not posted while { $rule } is firing
held-catch-up = 🔕 Not posted yet: missed polls are being read
mark-acknowledged = 🙋 { $who } took it, { $at }
mark-acknowledged-note = 🙋 { $who } took it, { $at }: { $note }
mark-snoozed = 💤 Snoozed by { $who } until { $until }
deed-acknowledged = 🙋 { $at } { $who } took it
deed-acknowledged-note = 🙋 { $at } { $who } took it: { $note }
deed-snoozed = 💤 { $at } { $who } snoozed it until { $until }

history-title = { $incidents ->
    [0] No alert closed
    [one] { $count } alert closed
   *[other] { $count } alerts closed
}
history-cut = There are more: these are the latest { $count } alerts and { $count } actions. Ask for a shorter period
history-untold = not posted
reason-recovered = recovered
reason-rule-removed = the rule no longer watches it
reason-after-hours = the hours of the rule ended
reason-too-few = too few calls to tell
row-incident = alert
row-acknowledged = taken
row-snoozed = snoozed
row-silenced = silence
row-silence-ended = silence ended
row-reloaded = rules reloaded
row-refused = rules refused
row-cut = left out
column-time = Time
column-what = What
column-incident = Alert
column-rule = Rule
column-severity = Severity
column-ended = Ended
column-lasted = Lasted
column-worst = Worst
column-reason = Reason
column-by = By
column-text = Text

silences-none = No silences
silences-some = 🔕 { $silences ->
    [one] { $count } silence
   *[other] { $count } silences
}
silences-how = To make one, say which alerts and for how long
silence-made = 🔕 Silence { $silence }: { $matched }
silence-ended = 🔔 Silence { $silence } has ended: { $matched }
silence-ended-then = Alerts that are still open are posted at the next poll
silence-rule = rule { $rule }
silence-label = label { $label }
silence-all = all alerts
silence-until = Until { $until }
silence-weekly = Every week { $weekly } · next { $next }
silence-weekly-until = Every week { $weekly }, until { $until } · next { $next }
silence-by = By { $who }, { $at }
silence-by-comment = By { $who }, { $at }: { $comment }
silence-hushed = Open now and muted: { $incidents }
silence-truth = Existing cards keep updating. Alerts that are still open when the silence ends are posted then

rules-title = { $rules ->
    [one] { $count } rule
   *[other] { $count } rules
}
of-every-skill = every skill
of-every-agent = every agent
of-team = the agents together
of-some-agents = some agents
rule-firing = { $scopes ->
    [one] firing
   *[other] firing for { $count }
}
rule-pending = past the limit, but not yet for long enough
rule-quiet = { $scopes ->
    [one] OK
   *[other] OK · watching { $count }
}
rule-asleep = outside its hours
rule-sees-nothing = has nothing to watch yet
rule-knows-nothing = no data, or too few calls
rule-place = Defined in { $place }
rules-reloaded = { $number ->
    [one] { $rules } rule active
   *[other] { $rules } rules active
}
rules-reloaded-what = new or changed: { $changed } · removed: { $removed }
rules-refused = { $faults ->
    [one] The rule files have an error
   *[other] The rule files have { $count } errors
}
rules-stay = The previous rules stay active

explain-nothing = nothing to evaluate
explain-quiet = not firing
explain-blind = ❔ No data: { $report } cannot be read since { $since }: { $reason }
explain-pending = not firing yet
explain-firing = firing
explain-recovering = firing, improving
explain-firing-of = firing for { $firing } of { $of }
explain-one = Choose a skill, channel or agent to see all its figures
explain-window = { $metric }, { $window }: { $figure }
explain-no-figure = no figure
explain-no-data = ⚪ No data since { $since }; the alert stays as it was
why-never = Nothing has been read yet
why-not-seen = This rule does not watch that
why-sees-nothing = The rule has nothing to watch yet: no skill or agent is known
why-critical = past the critical limit of { $limit }
why-warning = past the limit of { $limit }
why-clear = within the limit of { $limit }
why-between = between { $back } and { $limit }: neither an alert nor a recovery
why-not-past = not past the limit of { $limit }
why-unsure = past the limit of { $limit }, but it could still be chance
why-unsure-range = past the limit of { $limit }, but it could still be chance: the true value is probably between { $low } and { $high }
why-few-bad = past the limit, but with only { $bad } bad cases (minimum { $least })
why-departs-figure = In the last { $window } { $bad } of { $of } { $what ->
    [hung-up] callers hung up
   *[other] were bad
} ({ $share }); at this hour { $place ->
    [skill] this skill usually loses
   *[other] the usual share is
} { $usual }
why-departs = { $figure }, and even with its usual ups and downs chance hardly ever does that
why-suspected = { $figure }: it looks like more than chance, and the next poll decides
why-still-departs = { $figure }: not back to usual at two polls in a row yet
why-no-departure = { $figure }: within its usual ups and downs
why-too-few = { $calls } calls, minimum { $least }: too few to judge
why-knows-too-little = too little data to judge
why-missing = no figure: the report is missing or does not contain it
why-absent = there is no figure, and there should be one
why-there = the figure is there
why-asleep = outside the hours of the rule
why-asleep-until = outside the hours of the rule, which watches again { $opens }
usual-weeks = Normal at this time: { $value } ({ $of } of { $wanted } weeks)
usual-days = Normal at this time: { $value } ({ $of } of { $wanted } days)
usual-hours = Normal today: { $value } ({ $of } of { $wanted } earlier windows)
usual-season = Usual here at this time: { $value } (learnt from { $of } days)
usual-season-young = Usual here at this time: { $value } (learnt from { $of } of { $wanted } days, still learning)
usual-team = Normal in the team: { $value } ({ $of } agents)
time-pending = Past its limit since { $since }; fires at { $next } if it stays so
time-firing = Past its limit since { $since }; posted at { $next }
time-recovering = Within its limit since { $since }; closes at { $next } if it stays so

status-well = 🟢 All working
status-unwell = 🟡 Something needs attention
status-broken = 🔴 Something does not work
status-poll = Last poll { $last }, every { $every }
status-calls = API requests to wolkvox today: { $used } of { $limit } ({ $reserved } reserved for commands)
status-skills-table = Figures per skill come from one request (`skill_1`)
status-skills-compared = Figures per skill come from one request (`skill_1`), which agreed with `skill_11` { $at }
status-skills-each = Figures per skill cost a request for each skill (`skill_11`)
status-skills-each-since = Figures per skill cost a request for each skill (`skill_11`) since { $since }, because `skill_1` is of no use: { $why }
status-skills-empty = it is empty although there are calls
status-skills-differ = it differs from `skill_11` for skill { $skill }: { $figures }
status-skills-read = The last poll read { $read } of { $of } skills; each is read every { $every }
status-open = { $rules-number ->
    [one] { $rules } rule
   *[other] { $rules } rules
} · { $open-number ->
    [one] { $open } open alert
   *[other] { $open } open alerts
} · { $silences-number ->
    [one] { $silences } silence
   *[other] { $silences } silences
}
status-told = { $number ->
    [one] { $waiting } message to send
   *[other] { $waiting } messages to send
}
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
