# What was typed.

word-today = today
meant = Did you mean { $meant }?
candidates-more = … and { $more } more

range-last-and-from = “{ $last }” and “{ $from }” both say where to start
range-one-of = Give { $last }, or { $from } and { $to }
range-last-and-day = “{ $last }” and “{ $day }” both say when
range-two-days = { $option }: “{ $typed }” is no time of the day that “{ $day }” says
range-on-a-day = Hours of a day are asked for like this: { $example }
range-no-length = “{ $typed }” is not a length of time
range-expected-length = Expected a length such as { $one }, { $two }, { $three } or { $four }
range-no-time = { $option }: “{ $typed }” is not a time
range-expected-time = Expected a time such as { $one }, { $two }, { $three } or { $four }
range-no-day = { $option }: “{ $typed }” is not a day
range-expected-day = Expected a day such as { $one }, { $two }, { $three } or { $four }
range-not-yet = { $from } is still to come
summary-unknown = There is no summary “{ $typed }”
summary-closed = There is no summary of a day on which the centre is closed
range-reversed = The end, { $until }, is not after the start, { $from }
range-too-short = The window is shorter than a minute
range-too-long = The window is longer than { $days } days
note-ends-now = The window was cut at the last time there are figures for
note-skipped = { $time } does not exist: the clocks skip it. The first moment after it was taken
note-first-of-two = { $time } comes twice, as the clocks go back. The first was taken
note-second-of-two = { $time } comes twice, as the clocks go back. The second was taken
note-spoiled = ⚠ { $parts ->
    [one] { $count } part of wolkvox's answer could not be read and is missing here
   *[other] { $count } parts of wolkvox's answer could not be read and are missing here
}
note-no-comparison = There is nothing to compare with: the clocks skipped these hours on that day
note-no-agents = Agents are not named in this channel: these are the figures of the team
note-shortage = { $left } of { $limit } calls to wolkvox are left today. They are kept for people: polls wait

skill-all = All skills
skill-unknown = No skill is called “{ $typed }”
skill-ambiguous = More than one skill is called “{ $typed }”
skill-expected = Expected a number, a name, a part of a name, or { $all }
skill-near = Did you mean one of these?
skill-which = Which of these?
operation-unknown = No operation is called “{ $typed }”. These are known:
operation-which = Which operation?
channel-unknown = “{ $typed }” is not a channel. These are known:
channel-ambiguous = More than one channel is called “{ $typed }”. Which of these?
agent-unknown = No agent is called “{ $typed }”
agent-ambiguous = More than one agent is called “{ $typed }”
agent-expected = Expected a name or a part of it, as wolkvox spells it
agent-near = Did you mean one of these?
agent-which = Which of these?
topic-unknown = There is no help with “{ $typed }”
topic-expected = Expected a command or a metric
topic-near = Did you mean one of these?

value-unknown = { $option }: “{ $typed }” is not known
value-one-of = Expected one of these:
value-count = Expected a whole number from { $least } to { $most }, such as { $example }
value-switch = Expected { $on } or { $off }
value-shared-file = A file is only for whoever asks
value-either = Give either { $one } or { $other }

refused-role = { $command } is not for your roles
refused-agents = Agents are not named in this channel
refused-contact = Whom to ask: { $contact }
refused-no-contact = Whoever runs the bot can change that
refused-button = This button is of another version of the bot
refused-gone-operation = The operation of this button is no longer known
refused-gone-channel = The channel of this button is no longer known
refused-gone-agent = The agent of this button is no longer known
refused-ask-again = Ask again with { $command }
refused-command = This command is no longer there
refused-see-help = { $command } tells what can be asked

failure = The reports cannot be read: { $why }
failure-quota = the day's requests to wolkvox are used up
failure-token = wolkvox refuses the token; whoever runs the bot must check it
failure-unavailable = wolkvox does not answer, or too slowly; try again in a few minutes
failure-maintenance = wolkvox is under maintenance
failure-blocked = a firewall in front of wolkvox blocks the bot’s address; ask wolkvox to allow it
failure-no-connection = there is no connection to the wolkvox server; the bot’s administrator should check its address and certificate
failure-no-report = wolkvox answers with something that is no report; if it goes on, whoever runs the bot should look at its log

word-tomorrow = tomorrow
refused-lapse = The bot's memory cannot be read or written
refused-lapse-log = Try again in a minute. If it goes on, whoever runs the bot should look at its log
incident-unknown = No incident is called “{ $typed }”
incident-which = Which incident?
incident-open = These are open:
incident-none-open = None is open
act-two = “{ $one }” is for acknowledging and “{ $other }” for snoozing
mute-many = This incident is of many rules
mute-many-how = Mute them one by one: { $command }
span-past = { $time } has passed
span-expected-time = Expected a time to come such as { $one }, { $two } or { $three }
span-bounds = Between a minute and a year is possible
silence-of-what = Which alerts?
silence-of-what-how = Give { $rule }, { $skill } or the like; { $all } silences every alert
silence-until-when = For how long?
silence-until-when-how = Give { $length }, { $until } or { $every }
silence-two-ends = “{ $one }” and “{ $other }” both say when it ends
silence-two-scopes = “{ $one }” and “{ $other }” together match no alert
weekly-unknown = { $option }: “{ $typed }” is no time of every week
weekly-expected = Expected days and two times, such as { $example }
label-unknown = No rule bears the label “{ $typed }”
label-none = No rule bears a label
rule-unknown = No single rule is called “{ $typed }”
rule-near = Did you mean one of these?
rule-none = There is no rule
rule-no-text = The text of the rule { $rule } cannot be read any more
silence-unknown = No silence has the number “{ $typed }”, or it is over
silence-unknown-none = There is no silence
silence-unknown-known = These hold:
