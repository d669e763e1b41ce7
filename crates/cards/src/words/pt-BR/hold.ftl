# /hold

hold-title = Hold e mudo: { $total } em { $uses } · { $place }
hold-title-homonyms = Hold e mudo · { $place }
hold-headline = { $per-use } por uso em média · mediana por agente { $median } ({ $agents })
hold-trap = Hold é o cliente em espera na linha durante a chamada; não é a espera na fila
hold-team = { $agents ->
    [one] { $count } agente
   *[other] { $count } agentes
}

hold-by-total = Agentes com mais tempo no total:
hold-by-hold = Agentes com mais tempo em hold:
hold-by-mute = Agentes com mais tempo em mudo:
hold-by-uses = Agentes com mais usos:
hold-by-per-use = Agentes com mais tempo por uso:
hold-by-name = Agentes por nome:
hold-row-hold = hold { $time }
hold-row-mute = mudo { $time }
hold-row-uses = { $uses }, { $per-use } por uso
hold-row-factor = { $times }× a mediana
hold-rank = posição { $rank } de { $of } por tempo total

hold-agent = Agente
hold-total = Tempo total (hold + mudo)
hold-hold = Tempo em hold
hold-mute = Tempo em mudo
hold-share = Proporção em hold
hold-both-uses = Usos (hold e mudo juntos)
hold-per-use = Média por uso
hold-median = Mediana por agente
hold-agents = Agentes
hold-times-median = Vezes a mediana

hold-no-data = Sem dados de hold e mudo
hold-no-data-why = O wolkvox não tem nada para esta janela: ninguém usou hold nem mudo, ou ainda não foi registrado. Não é o mesmo que zero
hold-absent = Sem registro de hold e mudo · { $place }
hold-absent-why = Não aparece no relatório desta janela: talvez não tenha usado hold nem mudo, ou o nome seja outro

hold-doubt-homonyms = { $names ->
    [one] Há um nome em mais de uma linha
   *[other] Há { $names } nomes em mais de uma linha
}: { $told }. O relatório não traz um número que distinga os agentes
hold-doubt-homonyms-unnamed = { $names ->
    [one] Há um nome em mais de uma linha
   *[other] Há { $names } nomes em mais de uma linha
}. O relatório não traz um número que distinga os agentes
hold-doubt-parts = Hold + mudo não dá o total em { $rows } de { $of } linhas, como { $hold } + { $mute } contra { $total } (diferença { $apart })
hold-doubt-total = Os agentes somam { $sum }, e o total do wolkvox é { $whole } (diferença { $apart })
hold-doubt-uses = Os agentes somam { $sum } usos, e o total do wolkvox é { $whole }
hold-chart-median = o normal: { $time }
hold-alt = Os agentes com mais hold e mudo: { $rows }.
