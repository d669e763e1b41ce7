

abandon-plain = { $part } de { $of } chamadas foram abandonadas antes do atendimento
abandon-waits = Espera na fila antes de desligar: { $ranges }
abandon-worst = Skills com mais abandonos, de { $of }:
abandon-by-skill = Chamadas abandonadas por skill, de { $of }:


doubt-no-voice = O relatório de chamadas não tem linha de voz
doubt-no-waits = O relatório de abandonos por espera na fila não traz esta skill
doubt-waits = Os abandonos por espera na fila somam { $sum }, e o relatório diz { $whole }
doubt-skills = As skills somam { $sum }, e o relatório diz { $whole }
doubt-reports = Os dois relatórios não coincidem: { $waits } abandonadas por espera na fila (skill_9), { $service } por canal (skill_11)
doubt-no-short = O abandono sem os curtos não é calculado: os relatórios não coincidem

column-wait-other = Outras esperas na fila
column-abandoned-share = Parte das abandonadas, %
abandon-chart = Quanto esperaram antes de desligar
abandon-chart-skills = Chamadas abandonadas por skill
abandon-alt = Quanto esperaram os que desligaram: { $rows }.
abandon-alt-skills = As skills com mais chamadas abandonadas: { $rows }.
