# Summaries of days, shifts and weeks.

summary-title-day = 📊 Daily summary · { $when }
summary-title-shift = 📊 Shift summary · { $when }
summary-title-week = 📊 Weekly summary · { $when }

summary-late = 🕐 For { $day }, posted late { $at }
summary-running = ⏳ Not over yet: figures up to { $until }
summary-corrected = ✎ Corrected { $at }: { $moved }
summary-missing = Could not be read: { $reports }
summary-unread = ⚪ Nothing of this time could be read
summary-nothing = ⚪ wolkvox has nothing for this time: no calls came, or they are not booked yet. That is not zero

summary-missed = 🔴 { $goals ->
    [one] Goal missed:
   *[other] Goals missed:
}
summary-met = 🟢 { $goals ->
    [one] Goal met:
   *[other] All goals met:
}
summary-unjudged = ⚪ Not judged, too few calls or not known: { $figures }
summary-goal = { $figure } { $value } ({ $goal })
summary-driven = Most of it: { $parts }

summary-calls = Calls
summary-offered = { $calls } offered
summary-answered = { $calls } answered
summary-abandoned = { $calls } abandoned
summary-wait = Average wait
summary-wait-answered = until answered (ASA) { $wait }
summary-wait-abandoned = until abandoned (ATA) { $wait }
summary-of-goal = goal { $goal }
summary-usual = usual { $value }, { $change }
summary-usual-plain = usual { $value }
summary-usual-weeks = { $usual } (of { $weeks ->
    [one] 1 week
   *[other] { $count } weeks
})

summary-compared-day = Usual: median of { $weeks ->
    [one] 1 earlier week only
   *[other] the last { $count } weeks
} ({ $day })
summary-compared-week = Usual: median of { $weeks ->
    [one] 1 earlier week only
   *[other] the last { $count } weeks
}
summary-first-day = Nothing to compare with yet: no earlier { $day } is known
summary-first-week = Nothing to compare with yet: no earlier week is known
summary-before = day before ({ $day }): { $figures }

summary-hours = Worst hours by abandonment
summary-hours-none = no hour of { $least } calls or more had an abandoned one
summary-skills = Worst skills by abandonment
summary-skills-none = no skill of { $least } calls or more had an abandoned one
summary-hour = { $hour } { $rate }, service level { $level }
summary-place = { $place } { $rate }
summary-waits = Gave up after
summary-days = Days: abandonment · service level 20 s · offered calls
summary-day = { $day }: { $figures }
summary-day-nothing = nothing in the report
summary-day-unread = could not be read
summary-weeks = Week by week
summary-trend = { $figure } { $values }

summary-smart-hold = Smart hold
summary-treated = { $calls } calls
summary-accepted = { $calls } accepted
summary-callbacks = callbacks { $reached } ok, { $failed } failed
summary-callbacks-usual = callbacks { $reached } ok, { $failed } failed (usual { $usual })
summary-open = { $calls } pending or other

summary-channels = Channels
summary-channel = { $channel } { $answered } answered
summary-more = { $count } more
summary-holds = Hold and mute
summary-holds-total = { $total } in { $uses }, { $each } each
summary-holds-parts = hold { $hold }, mute { $mute }
summary-holds-agents = longest: { $agents }
summary-volume = All calls
summary-minutes = { $minutes } min
summary-cost = cost { $cost }
summary-short = up to 5 s { $calls }

summary-alerts = Alerts
summary-alerts-none = none
summary-alerts-opened = { $incidents ->
    [one] 1 incident
   *[other] { $count } incidents
}
summary-alerts-acknowledged = { $acknowledged } acknowledged
summary-alerts-within = { $acknowledged } acknowledged (median { $median })
summary-alerts-longest = longest { $longest }
summary-rang = Rang most
summary-rang-rule = { $rule } { $times } ({ $unanswered ->
    [0] all acknowledged
    [one] 1 that nobody acknowledged
   *[other] { $count } that nobody acknowledged
})
summary-rang-unanswered = nobody acknowledged { $part }
summary-quality = Data
summary-reads = { $reads } reports came
summary-hours-unread = hours not read: { $hours }
summary-skills-unread = skills not read: { $skills }

summary-chart-goal = goal { $goal }
summary-chart-answered = answered
summary-chart-abandoned = hung up
summary-alt-hours = Calls and service level by hour, from { $first } to { $last }
summary-alt-days = Calls and service level by day, from { $first } to { $last }
summary-alt-lowest = the lowest, { $level } ({ $label })
summary-alt-missed = { $missed } of { $of } miss the goal
summary-alt-unread = not read: { $labels }
