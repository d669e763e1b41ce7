# Commands, their options, and buttons.

command-abandon = abandon
command-service = service
command-smarthold = smarthold
command-hold = hold
command-durations = durations
command-help = help
about-abandon = How many callers gave up, and after how long a wait
about-service = Calls, service level and waits by channel
about-smarthold = Who was offered a call back, took it, and was reached
about-hold = Time on hold and muted, by agent and of the team
about-durations = Calls, minutes and cost by length of call
about-help = What can be asked, and what a figure means

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
option-operation = operation
option-topic = topic
about-skill = Which skill; all of them if left out
about-channel = Which channel; all of them if left out
about-agent = Which agent; all of them if left out
about-last = Over how long until now, such as 60m or 8h
about-day = On which day, such as yesterday or 2026-11-17
about-from = From when, such as 08:00 or 2026-11-17 08:00
about-to = Until when; until now if left out
about-compare = What to compare with
about-sort = In which order the rows stand; the worst first if left out
about-top = Only so many rows
about-format = A card, or a file with all rows for a spreadsheet
about-share = Show it to everybody in this channel
about-operation = Which operation
about-topic = A command or a metric

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

button-share = Share
button-refresh = Refresh
button-csv = CSV
button-trend = Trend
button-breakdown = Breakdown
button-back = ◀ Back
button-on = Next ▶

progress-queue = In the queue: { $calls ->
    [one] { $count } call
   *[other] { $count } calls
} to wolkvox before this one
progress-reading = wolkvox is being read

file-rows = All rows are in the file: { $rows ->
    [one] { $count } row
   *[other] { $count } rows
}

guide-title = What can be asked
guide-topics = Help with a command or a metric: { $command }
guide-times = Times are those of the operation. Without any, the answer is about the last hour
guide-private = Answers are for whoever asks. Share shows one to everybody in the channel
guide-source = The figures are read from wolkvox's reports, a moment ago at most, and calls are in them once they are over
guide-example = For example { $example }
guide-report = From the report: { $report }
guide-bot = It comes from the bot itself, and from no report
guide-rules-name = In rules: { $name }
