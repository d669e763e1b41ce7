# A saúde do bot: o que está errado em uma de suas partes e o que fazer. Em `/estado`, nos avisos a quem opera o
# bot, em sua presença e em `/readyz`.

health-part-polls = Leituras de { $operation }
health-part-feed = Relatórios de { $operation }
health-part-quota = Consultas de { $operation }
health-part-delivery = Canal { $channel }
health-part-gateway = Conexão com o Discord
health-part-server = Servidor do Discord
health-part-store = Armazenamento
health-part-rules = Regras
health-part-clock = Relógio

health-never-polled = Nada foi lido ainda
health-never-polled-detail = Iniciado { $since }. O motivo está no log.
health-polls-late = A última leitura foi { $last }
health-polls-late-detail = As regras não são avaliadas até a leitura ser retomada. O motivo está no log.
health-feed-lost = Nenhum relatório pode ser lido
health-feed-lost-detail = Desde { $since }, { $failures ->
    [one] uma leitura
   *[other] { $count } leituras seguidas
}: { $reason }
health-report-lost = { $rules ->
    [one] 1 regra sem dados
   *[other] { $rules } regras sem dados
}: não é possível ler o relatório “{ $report }”
health-report-lost-detail = Desde { $since }, { $failures ->
    [one] uma leitura
   *[other] { $count } leituras seguidas
}: { $reason }
health-report-lost-skills = Skills: { $skills }
health-report-lost-rules = Regras: { $rules }
health-report-lost-warning = O silêncio destas regras não significa que tudo esteja bem.
health-quota-short = Restam poucas consultas hoje: a leitura automática está pausada para reservá-las aos comandos
health-quota-short-detail = { $used } de { $limit } foram usadas. Leia com menos frequência ou vigie menos skills.
health-channel-refuses = O Discord recusa mensagens em “{ $channel }”
health-channel-refuses-detail = Desde { $since }: { $reason }. { $waiting ->
    [0] Nenhuma mensagem espera.
    [one] 1 mensagem espera.
   *[other] { $waiting } mensagens esperam.
} Há nova tentativa a cada minuto.
health-channel-waits = { $waiting ->
    [one] 1 mensagem espera
   *[other] { $waiting } mensagens esperam
} por “{ $channel }”
health-channel-waits-detail = Desde { $since }{ $reason }. Há nova tentativa automática.
health-gateway-down = Sem conexão com o Discord
health-gateway-down-detail = Desde { $since }: { $reason }. Comandos e botões não respondem; há nova tentativa automática.
health-server-unfit = O servidor do Discord não corresponde à configuração
health-store-troubled = O armazenamento precisa de atenção
health-store-recovered = O armazenamento estava danificado e foi recuperado
health-rules-refused = As regras alteradas foram recusadas
health-rules-refused-detail = Desde { $since } continuam ativas as regras anteriores. { $fault }
health-no-rules = Não há regras ativas: nada é vigiado
health-no-rules-detail = Coloque arquivos de regras na pasta que `rules` indica e execute `vigia check`.
health-clock-was-ahead = O relógio da máquina esteve adiantado
health-clock-was-ahead-detail = A última leitura consta { $until }. Verifique a sincronização do relógio.
health-unchecked = Sem verificação nas últimas duas leituras: { $parts }
health-well-again = ✅ Resolvido: { $problem }
health-well-again-detail = Desde { $since } até { $until }.
health-more = e mais { $count }
presence-well = lido { $time } · { $open ->
    [one] 1 aberto
   *[other] { $open } abertos
}
presence-never = ainda sem leitura
