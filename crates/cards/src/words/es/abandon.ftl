

abandon-plain = { $part } de { $of } llamadas se abandonaron antes de ser atendidas
abandon-waits = Espera en cola antes de colgar: { $ranges }
abandon-worst = Skills con más abandonos, de { $of }:
abandon-by-skill = Llamadas abandonadas por skill, de { $of }:


doubt-no-voice = El reporte de llamadas no tiene fila de voz
doubt-no-waits = El reporte de abandonos por espera en cola no incluye esta skill
doubt-waits = Los abandonos por espera en cola suman { $sum }, y el reporte dice { $whole }
doubt-skills = Las skills suman { $sum }, y el reporte dice { $whole }
doubt-reports = Los dos reportes no coinciden: { $waits } abandonadas por espera en cola (skill_9), { $service } por canal (skill_11)
doubt-no-short = No se calcula el abandono sin los cortos: los reportes no coinciden

column-wait-other = Otras esperas en cola
column-abandoned-share = Parte de las abandonadas, %
abandon-chart = Cuánto esperaron antes de colgar
abandon-chart-skills = Llamadas abandonadas por skill
abandon-alt = Cuánto esperaron los que colgaron: { $rows }.
abandon-alt-skills = Las skills con más llamadas abandonadas: { $rows }.
