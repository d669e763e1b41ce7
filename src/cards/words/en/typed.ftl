# What was typed.

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
