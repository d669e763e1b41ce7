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

answer-none-offered = Nenhuma chamada recebida
answer-other = Nem atendidas nem abandonadas
answer-no-data = Sem dados · { $place }
answer-no-data-why = O wolkvox não tem nada para esta janela: não houve chamadas, ou ainda não foram registradas. Não é o mesmo que zero
answer-skill-unseen = A skill { $skill } ainda não foi vista: verifique o número

doubt-more-offered = As recebidas superam em { $calls } a soma de atendidas e abandonadas
doubt-less-offered = As recebidas são { $calls } a menos que a soma de atendidas e abandonadas
doubt-rate = O wolkvox diz { $told } de abandono, e as chamadas dão { $made }
doubt-levels = Um prazo maior tem um nível de serviço menor (10 · 20 · 30 s): { $levels }
doubt-answered = Um nível de serviço de { $level } é maior que os { $share } atendidos
doubt-fraction = Não é um número inteiro das { $offered } recebidas: nível de serviço { $levels }

column-skill = Skill
column-name = Nome
column-abandon-rate = Abandono, %
