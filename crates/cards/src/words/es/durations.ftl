# /duracion

durations-title = Duración de llamadas: { $calls } · { $minutes } min · { $place }
durations-title-unknown = Duración de llamadas · { $place }
durations-headline = Cortas (0–{ $short-to } s): { $short } · largas (más de { $long-from } s): { $long }
durations-row = { $calls } · { $minutes } min · costo { $cost } ({ $per-call } por llamada)
durations-scope = Son todas las llamadas: entrantes, salientes e internas. No equivalen a los totales de las skills
durations-caution = Con marcación predictiva es normal tener muchas llamadas cortas. El costo viene sin moneda

durations-calls = Llamadas
durations-minutes = Minutos
durations-cost = Costo
durations-per-call = Duración promedio
durations-cost-per-call = Costo por llamada
durations-cost-per-minute = Costo por minuto
durations-short = Cortas (0–{ $seconds } s)
durations-long = Largas (más de { $seconds } s)
durations-range = Duración
durations-share = Porcentaje de llamadas
durations-delivered = Porcentaje según wolkvox
durations-at-least = { $seconds } s o más

durations-no-data = Sin datos de duración de llamadas
durations-no-data-why = wolkvox no tiene nada para esta ventana: no hubo llamadas, o aún no están registradas. No es lo mismo que cero

durations-doubt-calls = Los rangos suman { $sum } llamadas, y el total de wolkvox es { $whole }
durations-doubt-minutes = Los rangos suman { $sum } minutos, y el total de wolkvox es { $whole }
durations-doubt-cost = Los rangos suman { $sum } de costo, y el total de wolkvox es { $whole }
durations-doubt-share = { $range }: wolkvox dice { $delivered }, y { $part } son { $share }
durations-doubt-more = { $more ->
    [one] Otro rango tiene también otro porcentaje que el de wolkvox
   *[other] Otros { $more } rangos tienen también otro porcentaje que el de wolkvox
}
durations-doubt-hundred = Los porcentajes de wolkvox suman { $sum }
durations-alt = Las llamadas por duración: { $rows }.
