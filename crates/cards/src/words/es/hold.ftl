# /hold

hold-title = Hold y mute: { $total } en { $uses } · { $place }
hold-title-homonyms = Hold y mute · { $place }
hold-headline = { $per-use } por uso en promedio · mediana por agente { $median } ({ $agents })
hold-trap = Hold es el cliente retenido durante la llamada; no es la espera en cola
hold-team = { $agents ->
    [one] { $count } agente
   *[other] { $count } agentes
}

hold-by-total = Agentes con más tiempo en total:
hold-by-hold = Agentes con más tiempo en hold:
hold-by-mute = Agentes con más tiempo en mute:
hold-by-uses = Agentes con más usos:
hold-by-per-use = Agentes con más tiempo por uso:
hold-by-name = Agentes por nombre:
hold-row-hold = hold { $time }
hold-row-mute = mute { $time }
hold-row-uses = { $uses }, { $per-use } por uso
hold-row-factor = { $times }× la mediana
hold-rank = puesto { $rank } de { $of } por tiempo total

hold-agent = Agente
hold-total = Tiempo total (hold + mute)
hold-hold = Tiempo en hold
hold-mute = Tiempo en mute
hold-share = Proporción en hold
hold-both-uses = Usos (hold y mute juntos)
hold-per-use = Promedio por uso
hold-median = Mediana por agente
hold-agents = Agentes
hold-times-median = Veces la mediana

hold-no-data = Sin datos de hold y mute
hold-no-data-why = wolkvox no tiene nada para esta ventana: nadie usó hold ni mute, o aún no está registrado. No es lo mismo que cero
hold-absent = Sin registro de hold y mute · { $place }
hold-absent-why = No aparece en el reporte de esta ventana: puede que no haya usado hold ni mute, o que el nombre sea otro

hold-doubt-homonyms = { $names ->
    [one] Hay un nombre en más de una fila
   *[other] Hay { $names } nombres en más de una fila
}: { $told }. El reporte no trae un número que distinga a los agentes
hold-doubt-homonyms-unnamed = { $names ->
    [one] Hay un nombre en más de una fila
   *[other] Hay { $names } nombres en más de una fila
}. El reporte no trae un número que distinga a los agentes
hold-doubt-parts = Hold + mute no da el total en { $rows } de { $of } filas, como { $hold } + { $mute } frente a { $total } (diferencia { $apart })
hold-doubt-total = Los agentes suman { $sum }, y el total de wolkvox es { $whole } (diferencia { $apart })
hold-doubt-uses = Los agentes suman { $sum } usos, y el total de wolkvox es { $whole }
hold-chart-median = lo normal: { $time }
hold-alt = Los agentes con más hold y mute: { $rows }.
