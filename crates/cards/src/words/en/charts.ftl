# Words in charts.

trend-span = { $span } (windows of { $length })
trend-limit = limit { $limit }
trend-limit-critical = critical { $limit }
trend-alt = Line of { $metric }: { $place }. Lowest { $low } { $low-at }, highest { $high } { $high-at }, last { $last } { $last-at }.
trend-above = Above the limit of { $limit } (rule { $rule }) for { $length } in all.
trend-below = Below the goal of { $limit } (rule { $rule }) for { $length } in all.
trend-never-past = Never past the limit of { $limit } (rule { $rule }).
trend-empty = No history is kept yet from which to draw: { $metric }
chart-usual = usual { $usual }
chart-usual-hours = earlier today { $usual }
chart-usual-team = team { $usual }
chart-since = Alert since { $time }.
chart-over = Alert: { $span }.
chart-day = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
