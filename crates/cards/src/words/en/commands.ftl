# Commands, their options, and buttons.

command-abandon = abandon
command-service = service
command-smarthold = smarthold
command-hold = hold
command-durations = durations
command-alerts = alerts
command-silence = silence
command-rules = rules
command-status = status
command-summary = summary
command-help = help
about-abandon = How many callers gave up, and after how long a wait
about-service = Calls, service level and waits by channel
about-smarthold = Who was offered a call back, took it, and was reached
about-hold = Time on hold and muted, by agent and of the team
about-durations = Calls, minutes and cost by length of call
about-alerts = What is open or over, and what is done about it
about-silence = Mute alerts for a while
about-rules = What is watched, and why a rule fires or does not
about-status = Bot health: polling, rules, delivery
about-summary = The daily summary, for any day
about-help = What you can ask, and what each figure means

option-skill = skill
option-channel = channel
option-agent = agent
option-last = last
option-day = day
option-from = from
option-to = to
option-compare = compare
option-sort = sort
option-top = top
option-format = format
option-share = share
option-summary = summary
option-operation = operation
option-topic = topic
option-view = view
option-incident = incident
option-do = do
option-note = note
option-rule = rule
option-severity = severity
option-label = label
option-for = for
option-until = until
option-every = every
option-comment = comment
option-end = end
option-show = show
option-explain = explain
option-reload = reload
about-skill = Which skill; all of them if left out
about-channel = Which channel; all of them if left out
about-agent = Which agent; all of them if left out
about-last = Over how long until now, such as 60m or 8h
about-day = On which day, such as yesterday or 2026-11-17
about-from = From when, such as 08:00 or 2026-11-17 08:00
about-to = Until when; until now if left out
about-compare = What to compare with
about-sort = In which order the rows stand; the worst first if left out
about-top = How many rows to show
about-format = A card, or a file with all rows for a spreadsheet
about-share = Show it to everybody in this channel
about-summary-name = Which summary, where there are several
about-operation = Which operation
about-topic = A command or a metric
about-view = What is open now, or what is over
about-incident = The number of an alert, such as #14Y21JF
about-do = What to do about the alert
about-note = What the others should know, when you take it
about-rule = Which rule; all for every rule
about-severity = Up to which severity to mute; any if left out
about-label = Of rules with this label, such as team=night
about-for = For how long, such as 30m, 2h, or shift: until the shift ends
about-until = Until when, such as 18:00 or tomorrow 08:00
about-every = Every week at these times, such as mon-fri 22:00-06:00
about-comment = Why, for those who read it later
about-end = The number of a silence to end now
about-show = A rule as it is written
about-explain = Why a rule fires or does not, with the figures
about-reload = Read the rule files again

choice-previous = period before
choice-yesterday = day before
choice-week = week before
choice-card = card
choice-csv = CSV file
choice-abandoned = abandoned calls
choice-failed = failed callbacks
choice-open = open callbacks
choice-treated = calls in Smart Hold
choice-total = hold and mute
choice-hold = hold
choice-mute = mute
choice-uses = uses
choice-per-use = time for each use
choice-name = name
choice-now = now
choice-history = history
choice-acknowledge = take
choice-snooze = snooze
choice-warnings = warnings only
choice-critical = warnings and critical alerts

button-share = Share
button-refresh = Refresh
button-csv = CSV
button-trend = Trend
button-breakdown = Breakdown
button-back = ◀ Back
button-on = Next ▶

progress-queue = Waiting: { $calls ->
    [one] { $count } API request
   *[other] { $count } API requests
} ahead of this one
progress-reading = Reading data from wolkvox
progress-summary = Reading data from wolkvox: { $done } of { $of }

file-rows = All rows are in the file: { $rows ->
    [one] { $count } row
   *[other] { $count } rows
}

guide-title = What you can ask
guide-topics = Help with a command or a metric: { $command }
guide-times = Times are those of the operation. Without any, the answer is about the last hour
guide-private = Answers are for whoever asks. Share shows one to everybody in the channel
guide-source = Figures come fresh from wolkvox's reports. A call appears once it has ended
guide-example = For example { $example }
guide-report = From the report: { $report }
guide-bot = From the bot itself, not from a report
guide-rules-name = In rules: { $name }

press-snooze-half-hour = 30 min
press-snooze-two-hours = 2 h
press-snooze-shift = End of shift
button-end-silence = End { $silence }

act-acknowledged = 🙋 You took #{ $incident }
act-acknowledged-means = Reminders and escalation stop until it ends or gets worse
act-acknowledged-already = You already took #{ $incident }
act-acknowledged-first = { $who } took #{ $incident } first, { $at }
act-snoozed = 💤 Snoozed until { $until }
act-woken = Awake: it rings again
snooze-until-when = Until when?
act-snoozed-first = { $who } was first, { $at }: #{ $incident } is put off
act-snoozed-until = Until { $until }
act-muted-first = { $who } was first, { $at }: the rule { $rule } is muted
act-over = #{ $incident } is over
act-over-since = It ended { $at }
silence-how-to-end = To end it before that: { $command }
word-shift = shift
choice-until = until { $until }
