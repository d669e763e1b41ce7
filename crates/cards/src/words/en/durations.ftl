# /durations

durations-title = Call durations: { $calls } · { $minutes } min · { $place }
durations-title-unknown = Call durations · { $place }
durations-headline = Short (0–{ $short-to } s): { $short } · long (over { $long-from } s): { $long }
durations-row = { $calls } · { $minutes } min · cost { $cost } ({ $per-call } per call)
durations-scope = These are all calls: inbound, outbound and internal. They are not the skills' totals
durations-caution = With predictive dialling many short calls are normal. The cost comes without a currency

durations-calls = Calls
durations-minutes = Minutes
durations-cost = Cost
durations-per-call = Average length
durations-cost-per-call = Cost per call
durations-cost-per-minute = Cost per minute
durations-short = Short (0–{ $seconds } s)
durations-long = Long (over { $seconds } s)
durations-range = Length
durations-share = Share of calls
durations-delivered = Share as wolkvox gives it
durations-at-least = { $seconds } s or more

durations-no-data = No data on call durations
durations-no-data-why = wolkvox has nothing for this window: no calls, or none booked yet. That is not the same as zero

durations-doubt-calls = The ranges add up to { $sum } calls, and wolkvox's total is { $whole }
durations-doubt-minutes = The ranges add up to { $sum } minutes, and wolkvox's total is { $whole }
durations-doubt-cost = The ranges add up to a cost of { $sum }, and wolkvox's total is { $whole }
durations-doubt-share = { $range }: wolkvox says { $delivered }, and { $part } are { $share }
durations-doubt-more = { $more ->
    [one] One more range has another share than wolkvox gives
   *[other] { $more } more ranges have another share than wolkvox gives
}
durations-doubt-hundred = The shares that wolkvox gives add up to { $sum }
durations-alt = The calls by length: { $rows }.
