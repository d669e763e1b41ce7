# Palabras de los gráficos.

trend-limit = límite { $limit }
trend-goal = meta { $limit }
trend-alt = { $metric }, { $span }: mínimo { $low } { $low-at }, máximo { $high } { $high-at }, último { $last } { $last-at }
trend-above = { $length } por encima del límite de { $limit }
trend-below = { $length } por debajo de la meta de { $limit }
trend-never-past = el límite de { $limit } no se pasó
trend-empty = Aún no hay historial guardado para dibujar: { $metric }
chart-usual = normal { $usual }
chart-usual-hours = hoy { $usual }
chart-usual-team = equipo { $usual }
chart-since = en alerta desde { $time }
chart-over = en alerta { $span }
chart-no-data = sin datos
chart-range-up-to = Hasta { $to }
chart-range = De { $from } a { $to }
chart-range-over = Más de { $from }
chart-day = { $day } { $month ->
    [1] ene
    [2] feb
    [3] mar
    [4] abr
    [5] may
    [6] jun
    [7] jul
    [8] ago
    [9] sep
    [10] oct
    [11] nov
   *[12] dic
}
