# Resúmenes de días, turnos y semanas.

summary-title-day = 📊 Resumen diario · { $when }
summary-title-shift = 📊 Resumen del turno · { $when }
summary-title-week = 📊 Resumen semanal · { $when }

summary-late = 🕐 Del { $day }, publicado tarde { $at }
summary-running = ⏳ Aún no termina: cifras hasta { $until }
summary-corrected = ✎ Corregido { $at }: { $moved }
summary-missing = No se pudo leer: { $reports }
summary-unread = ⚪ No se pudo leer nada de este periodo
summary-nothing = ⚪ wolkvox no tiene nada para este periodo: no hubo llamadas, o aún no están registradas. No es lo mismo que cero

summary-missed = 🔴 { $goals ->
    [one] Meta no cumplida:
   *[other] Metas no cumplidas:
}
summary-met = 🟢 { $goals ->
    [one] Meta cumplida:
   *[other] Todas las metas cumplidas:
}
summary-unjudged = ⚪ Sin evaluar, por pocas llamadas o por falta de dato: { $figures }
summary-goal = { $figure } { $value } ({ $goal })
summary-driven = Pesaron más: { $parts }

summary-calls = Llamadas
summary-offered = { $calls } entrantes
summary-answered = { $calls } atendidas
summary-abandoned = { $calls } abandonadas
summary-wait = Espera promedio
summary-wait-answered = hasta ser atendidas (ASA) { $wait }
summary-wait-abandoned = hasta abandonar (ATA) { $wait }
summary-of-goal = meta { $goal }
summary-usual = habitual { $value }, { $change }
summary-usual-plain = habitual { $value }
summary-usual-weeks = { $usual } (de { $weeks ->
    [one] 1 semana
   *[other] { $count } semanas
})

summary-compared-day = Habitual: mediana de { $weeks ->
    [one] 1 sola semana anterior
   *[other] las últimas { $count } semanas
} ({ $day })
summary-compared-week = Habitual: mediana de { $weeks ->
    [one] 1 sola semana anterior
   *[other] las últimas { $count } semanas
}
summary-first-day = Aún no hay con qué comparar: no se conoce ningún { $day } anterior
summary-first-week = Aún no hay con qué comparar: no se conoce ninguna semana anterior
summary-before = día anterior ({ $day }): { $figures }

summary-hours = Peores franjas por abandono
summary-hours-none = ninguna franja de { $least } llamadas o más tuvo abandonos
summary-skills = Peores skills por abandono
summary-skills-none = ninguna skill de { $least } llamadas o más tuvo abandonos
summary-hour = { $hour } { $rate }, nivel de servicio { $level }
summary-place = { $place } { $rate }
summary-waits = Abandonaron a los
summary-days = Días: abandono · nivel de servicio 20 s · llamadas entrantes
summary-day = { $day }: { $figures }
summary-day-nothing = sin nada en el reporte
summary-day-unread = no se pudo leer
summary-weeks = Semana a semana
summary-trend = { $figure } { $values }

summary-smart-hold = Espera inteligente
summary-treated = { $calls } llamadas
summary-accepted = { $calls } aceptaron
summary-callbacks = callbacks: { $reached } exitosos, { $failed } fallidos
summary-callbacks-usual = callbacks: { $reached } exitosos, { $failed } fallidos (habitual { $usual })
summary-open = { $calls } pendientes u otro estado

summary-channels = Canales
summary-channel = { $channel } { $answered } atendidos
summary-more = { $count } más
summary-holds = Hold y mute
summary-holds-total = { $total } en { $uses }, { $each } cada uno
summary-holds-parts = hold { $hold }, mute { $mute }
summary-holds-agents = más tiempo: { $agents }
summary-volume = Todas las llamadas
summary-minutes = { $minutes } min
summary-cost = costo { $cost }
summary-short = hasta 5 s { $calls }

summary-alerts = Alertas
summary-alerts-none = ninguna
summary-alerts-opened = { $incidents ->
    [one] 1 incidente
   *[other] { $count } incidentes
}
summary-alerts-acknowledged = { $acknowledged } atendidos
summary-alerts-within = { $acknowledged } atendidos (mediana { $median })
summary-alerts-longest = el más largo { $longest }
summary-rang = Sonaron más
summary-rang-rule = { $rule } { $times } ({ $unanswered ->
    [0] todas atendidas
    [one] 1 sin atender
   *[other] { $count } sin atender
})
summary-rang-unanswered = sin atender { $part }
summary-quality = Datos
summary-reads = { $reads } reportes leídos
summary-hours-unread = franjas sin leer: { $hours }
summary-skills-unread = skills sin leer: { $skills }

summary-chart-goal = meta { $goal }
summary-chart-answered = atendidas
summary-chart-abandoned = colgaron
summary-alt-hours = Llamadas y nivel de servicio por hora, de { $first } a { $last }
summary-alt-days = Llamadas y nivel de servicio por día, de { $first } a { $last }
summary-alt-lowest = lo más bajo, { $level } ({ $label })
summary-alt-missed = no llegan a la meta { $missed } de { $of }
summary-alt-unread = sin leer: { $labels }
