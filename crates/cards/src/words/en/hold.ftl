# /hold

hold-title = Hold and mute: { $total } in { $uses } · { $place }
hold-title-homonyms = Hold and mute · { $place }
hold-headline = { $per-use } per use on average · median per agent { $median } ({ $agents })
hold-trap = Hold is the customer kept on hold during the call; it is not the wait in the queue
hold-team = { $agents ->
    [one] { $count } agent
   *[other] { $count } agents
}

hold-by-total = Agents with most time in all:
hold-by-hold = Agents with most time on hold:
hold-by-mute = Agents with most time muted:
hold-by-uses = Agents with most uses:
hold-by-per-use = Agents with most time per use:
hold-by-name = Agents by name:
hold-row-hold = hold { $time }
hold-row-mute = mute { $time }
hold-row-uses = { $uses }, { $per-use } per use
hold-row-factor = { $times }× the median
hold-rank = rank { $rank } of { $of } by total time

hold-agent = Agent
hold-total = Total time (hold + mute)
hold-hold = Time on hold
hold-mute = Time muted
hold-share = Share on hold
hold-both-uses = Uses (hold and mute together)
hold-per-use = Average per use
hold-median = Median per agent
hold-agents = Agents
hold-times-median = Times the median

hold-no-data = No data on hold and mute
hold-no-data-why = wolkvox has nothing for this window: nobody used hold or mute, or it is not booked yet. That is not the same as zero
hold-absent = No hold and mute on record · { $place }
hold-absent-why = Not in the report of this window: hold and mute may not have been used, or the name may be another

hold-doubt-homonyms = { $names ->
    [one] One name stands in more than one row
   *[other] { $names } names stand in more than one row
}: { $told }. The report has no number that tells agents apart
hold-doubt-homonyms-unnamed = { $names ->
    [one] One name stands in more than one row
   *[other] { $names } names stand in more than one row
}. The report has no number that tells agents apart
hold-doubt-parts = Hold + mute does not give the total in { $rows } of { $of } rows, such as { $hold } + { $mute } against { $total } ({ $apart } apart)
hold-doubt-total = The agents add up to { $sum }, and wolkvox's total is { $whole } ({ $apart } apart)
hold-doubt-uses = The agents add up to { $sum } uses, and wolkvox's total is { $whole }
hold-chart-median = normal: { $time }
hold-alt = The agents with the most hold and mute: { $rows }.
