# /abandon

abandon-plain = { $part } de { $of } chamadas foram abandonadas antes do atendimento
abandon-none-offered = Nenhuma chamada recebida
abandon-waits = Espera na fila antes de desligar: { $ranges }
abandon-worst = Skills com mais abandonos:
abandon-other = Nem atendidas nem abandonadas
abandon-window = { $window } ({ $length }) · lido { $read }
abandon-no-data = Sem dados · { $place }
abandon-no-data-why = O wolkvox não tem nada para esta janela: não houve chamadas, ou ainda não foram registradas. Não é o mesmo que zero
abandon-skill-unseen = A skill { $skill } não está entre as vistas até agora: convém conferir o número

verdict-critical = 🔴 Crítico: acima do limite de { $limit } (regra { $rule })
verdict-warning = 🟡 Aviso: acima do limite de { $limit } (regra { $rule })
verdict-unsure = 🟡 Acima do limite de { $limit }, mas com poucas chamadas para ter certeza (regra { $rule })
verdict-within = ✅ Dentro do limite de { $limit } (regra { $rule })
verdict-too-few = ⚪ Poucas chamadas para avaliar: { $calls }; a regra pede { $least } ou mais
verdict-unknown = ⚪ A taxa de abandono não é conhecida

gap-empty = O relatório de { $report } não tem nada para esta janela
gap-failed = Falta o relatório de { $report }: { $why }
doubt-no-channel = O relatório de chamadas não tem linha de voz
doubt-no-waits = O relatório de abandonos por espera na fila não traz esta skill
doubt-waits = Os abandonos por espera na fila somam { $sum }, e o relatório diz { $whole }
doubt-reports = Os dois relatórios não coincidem: { $waits } abandonadas por espera na fila (skill_9), { $service } por canal (skill_11)
doubt-more-offered = As recebidas superam em { $calls } a soma de atendidas e abandonadas
doubt-less-offered = As recebidas são { $calls } a menos que a soma de atendidas e abandonadas
