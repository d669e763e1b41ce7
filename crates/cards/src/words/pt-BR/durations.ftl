# /duracao

durations-title = Duração das chamadas: { $calls } · { $minutes } min · { $place }
durations-title-unknown = Duração das chamadas · { $place }
durations-headline = Curtas (0–{ $short-to } s): { $short } · longas (mais de { $long-from } s): { $long }
durations-row = { $calls } · { $minutes } min · custo { $cost } ({ $per-call } por chamada)
durations-scope = São todas as chamadas: recebidas, efetuadas e internas. Não equivalem aos totais das skills
durations-caution = Com discagem preditiva é normal ter muitas chamadas curtas. O custo vem sem moeda

durations-calls = Chamadas
durations-minutes = Minutos
durations-cost = Custo
durations-per-call = Duração média
durations-cost-per-call = Custo por chamada
durations-cost-per-minute = Custo por minuto
durations-short = Curtas (0–{ $seconds } s)
durations-long = Longas (mais de { $seconds } s)
durations-range = Duração
durations-share = Percentual de chamadas
durations-delivered = Percentual segundo o wolkvox
durations-at-least = { $seconds } s ou mais

durations-no-data = Sem dados de duração das chamadas
durations-no-data-why = O wolkvox não tem nada para esta janela: não houve chamadas, ou ainda não foram registradas. Não é o mesmo que zero

durations-doubt-calls = As faixas somam { $sum } chamadas, e o total do wolkvox é { $whole }
durations-doubt-minutes = As faixas somam { $sum } minutos, e o total do wolkvox é { $whole }
durations-doubt-cost = As faixas somam { $sum } de custo, e o total do wolkvox é { $whole }
durations-doubt-share = { $range }: o wolkvox diz { $delivered }, e { $part } são { $share }
durations-doubt-more = { $more ->
    [one] Outra faixa também tem outro percentual que o do wolkvox
   *[other] Outras { $more } faixas também têm outro percentual que o do wolkvox
}
durations-doubt-hundred = Os percentuais do wolkvox somam { $sum }
durations-alt = As chamadas por duração: { $rows }.
