# /abandon

abandon-plain = { $part } de { $of } llamadas se abandonaron antes de ser atendidas
abandon-none-offered = No entraron llamadas
abandon-waits = Espera en cola antes de colgar: { $ranges }
abandon-worst = Skills con más abandonos:
abandon-other = Ni atendidas ni abandonadas
abandon-no-data = Sin datos · { $place }
abandon-no-data-why = wolkvox no tiene nada para esta ventana: no hubo llamadas, o aún no están registradas. No es lo mismo que cero
abandon-skill-unseen = La skill { $skill } no está entre las vistas hasta ahora: conviene revisar el número

doubt-no-channel = El reporte de llamadas no tiene fila de voz
doubt-no-waits = El reporte de abandonos por espera en cola no incluye esta skill
doubt-waits = Los abandonos por espera en cola suman { $sum }, y el reporte dice { $whole }
doubt-reports = Los dos reportes no coinciden: { $waits } abandonadas por espera en cola (skill_9), { $service } por canal (skill_11)
doubt-more-offered = Las entrantes superan en { $calls } a la suma de atendidas y abandonadas
doubt-less-offered = Las entrantes son { $calls } menos que la suma de atendidas y abandonadas
