# Words in charts.

trend-limit = limit { $limit }
trend-goal = goal { $limit }
trend-alt = { $metric }, { $span }: lowest { $low } { $low-at }, highest { $high } { $high-at }, last { $last } { $last-at }
trend-above = { $length } above the limit of { $limit }
trend-below = { $length } below the goal of { $limit }
trend-never-past = never past the limit of { $limit }
trend-empty = No history is kept yet from which to draw: { $metric }
chart-usual = normal { $usual }
chart-usual-hours = today { $usual }
chart-usual-team = team { $usual }
chart-since = in alert since { $time }
chart-over = in alert { $span }
chart-no-data = no data
chart-range-up-to = Up to { $to }
chart-range = { $from } to { $to }
chart-range-over = Over { $from }
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
