# Palavras dos gráficos.

trend-limit = limite { $limit }
trend-goal = meta { $limit }
trend-alt = { $metric }, { $span }: mínimo { $low } { $low-at }, máximo { $high } { $high-at }, último { $last } { $last-at }
trend-above = { $length } acima do limite de { $limit }
trend-below = { $length } abaixo da meta de { $limit }
trend-never-past = o limite de { $limit } não foi ultrapassado
trend-empty = Ainda não há histórico guardado para desenhar: { $metric }
chart-usual = normal { $usual }
chart-usual-hours = hoje { $usual }
chart-usual-team = equipe { $usual }
chart-since = em alerta desde { $time }
chart-over = em alerta { $span }
chart-no-data = sem dados
chart-range-up-to = Até { $to }
chart-range = De { $from } a { $to }
chart-range-over = Mais de { $from }
chart-day = { $day } { $month ->
    [1] jan
    [2] fev
    [3] mar
    [4] abr
    [5] mai
    [6] jun
    [7] jul
    [8] ago
    [9] set
    [10] out
    [11] nov
   *[12] dez
}
