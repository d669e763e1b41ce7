# O que as respostas sobre relatórios têm em comum.

answer-window = { $window } ({ $length }) · lido { $read }
rows-of = { $first }–{ $last } de { $total }

verdict-critical-above = 🔴 Crítico: acima do limite de { $limit } (regra { $rule })
verdict-critical-below = 🔴 Crítico: abaixo da meta de { $limit } (regra { $rule })
verdict-warning-above = 🟡 Aviso: acima do limite de { $limit } (regra { $rule })
verdict-warning-below = 🟡 Aviso: abaixo da meta de { $limit } (regra { $rule })
verdict-unsure-above = 🟡 Acima do limite de { $limit }, mas com poucos casos para ter certeza (regra { $rule })
verdict-unsure-below = 🟡 Abaixo da meta de { $limit }, mas com poucos casos para ter certeza (regra { $rule })
verdict-within-above = ✅ Dentro do limite de { $limit } (regra { $rule })
verdict-within-below = ✅ A meta de { $limit } foi cumprida (regra { $rule })
verdict-too-few = ⚪ Poucos casos para avaliar: { $cases }; a regra pede { $least } ou mais
verdict-unknown = ⚪ Sem dado: { $metric }

gap-empty = O relatório de { $report } não tem nada para esta janela
gap-failed = Falta o relatório de { $report }: { $why }

compared-previous = Em relação à janela anterior: { $window }
compared-yesterday = Em relação a ontem no mesmo horário: { $window }
compared-last-week = Em relação a uma semana atrás no mesmo horário: { $window }
compared-known = { $with }
compared-empty = { $with } · sem dados
compared-failed = { $with } · não foi possível ler: { $why }
change-before = (antes { $value })
