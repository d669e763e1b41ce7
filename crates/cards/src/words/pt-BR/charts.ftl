# Palavras dos gráficos.

trend-span = { $span } (janelas de { $length })
trend-limit = limite { $limit }
trend-limit-critical = crítico { $limit }
trend-alt = Linha de { $metric }: { $place }. Mínimo { $low } { $low-at }, máximo { $high } { $high-at }, último { $last } { $last-at }.
trend-above = Acima do limite de { $limit } (regra { $rule }) por { $length } no total.
trend-below = Abaixo da meta de { $limit } (regra { $rule }) por { $length } no total.
trend-never-past = O limite de { $limit } (regra { $rule }) nunca foi passado.
trend-empty = Ainda não há histórico guardado para desenhar: { $metric }
chart-usual = habitual { $usual }
chart-usual-hours = antes hoje { $usual }
chart-usual-team = equipe { $usual }
chart-since = Em alerta desde { $time }.
chart-over = Em alerta: { $span }.
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
