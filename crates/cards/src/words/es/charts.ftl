# Palabras de los gráficos.

trend-span = { $span } (ventanas de { $length })
trend-limit = límite { $limit }
trend-limit-critical = crítico { $limit }
trend-alt = Línea de { $metric }: { $place }. Mínimo { $low } { $low-at }, máximo { $high } { $high-at }, último { $last } { $last-at }.
trend-above = Por encima del límite de { $limit } (regla { $rule }) durante { $length } en total.
trend-below = Por debajo de la meta de { $limit } (regla { $rule }) durante { $length } en total.
trend-never-past = El límite de { $limit } (regla { $rule }) no se pasó nunca.
trend-empty = Aún no hay historial guardado para dibujar: { $metric }
chart-usual = habitual { $usual }
chart-usual-hours = antes hoy { $usual }
chart-usual-team = equipo { $usual }
chart-since = En alerta desde { $time }.
chart-over = En alerta: { $span }.
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
