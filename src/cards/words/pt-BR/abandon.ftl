# /abandon

abandon-plain = { $part } de { $of } chamadas foram abandonadas antes do atendimento
abandon-none-offered = Nenhuma chamada recebida
abandon-waits = Espera na fila antes de desligar: { $ranges }
abandon-worst = Skills com mais abandonos:
abandon-other = Nem atendidas nem abandonadas
abandon-no-data = Sem dados · { $place }
abandon-no-data-why = O wolkvox não tem nada para esta janela: não houve chamadas, ou ainda não foram registradas. Não é o mesmo que zero
abandon-skill-unseen = A skill { $skill } não está entre as vistas até agora: convém conferir o número

doubt-no-channel = O relatório de chamadas não tem linha de voz
doubt-no-waits = O relatório de abandonos por espera na fila não traz esta skill
doubt-waits = Os abandonos por espera na fila somam { $sum }, e o relatório diz { $whole }
doubt-reports = Os dois relatórios não coincidem: { $waits } abandonadas por espera na fila (skill_9), { $service } por canal (skill_11)
doubt-more-offered = As recebidas superam em { $calls } a soma de atendidas e abandonadas
doubt-less-offered = As recebidas são { $calls } a menos que a soma de atendidas e abandonadas
