# Alertas.

state-critical = 🔴 CRÍTICO
state-warning = 🟡 AVISO
state-resolved = 🟢 NORMALIZADO
state-closed = ⚫ ENCERRADO

alert-recovering = em recuperação
alert-no-data = ⚪ sem dados
alert-window = Janela de { $length } ({ $span })
alert-limit = limite { $limit }
alert-goal = meta { $limit }
alert-above = { $distance } acima
alert-below = { $distance } abaixo
alert-since = Desde { $time } ({ $ago }, { $checks ->
    [one] { $checks } leitura
   *[other] { $checks } leituras
})
alert-trend = Tendência { $figures }
alert-peak = pior valor { $figure } { $time }
alert-check = 📋 { $text }
alert-lasted = Durou { $length } ({ $span })

no-data-since = Sem dados desde { $time }: { $reason }. O alerta continua como estava.
no-data-too-few = amostra pequena demais para avaliar
no-data-missing = falta o relatório ou ele não traz este dado

ended-recovered = Terminou { $time } ({ $ago }): voltou a ficar dentro do limite
ended-figures-back = Terminou { $time } ({ $ago }): há números de novo
ended-rule-removed = Encerrado { $time } ({ $ago }): a regra não vigia mais isto. Não significa que se normalizou
ended-after-hours = Encerrado { $time } ({ $ago }): o horário da regra terminou. Não significa que tenha normalizado

footer-rule = regra { $rule }
footer-data = dados até { $time }

ring-worse = Piorou: { $what }
ring-grew = Entraram mais: { $what }
ring-reminded = Continua: { $what }
ring-called = Ninguém assumiu: { $what }

log-fired = alerta ({ $severity }): { $figure }
log-escalated = passou a { $severity }: { $figure }
log-reminded = continua { $severity }: { $figure }
log-no-data = sem dados
log-data-back = há dados de novo: { $figure }

alert-more = e mais { $count }
alert-more-in-details = e mais { $count }; a lista completa está em Detalhes
alert-first-card = O primeiro cartão, em #{ $channel }
caught-up-title = 🕓 Enquanto estive fora
caught-up-about = { $count ->
    [one] Um alerta começou e terminou nesse meio-tempo ({ $span }). Já terminou, ninguém precisa agir:
   *[other] { $count } alertas começaram e terminaram nesse meio-tempo ({ $span }). Já terminaram, ninguém precisa agir:
}
caught-up-incident = ✅ { $what } · { $span }

several-open = abertos: { $open }
several-over = encerrados: { $over }
several-open-and-over = abertos: { $open }, encerrados: { $over }
several-digest = { $rules ->
    [0] muitas regras ao mesmo tempo
    [one] { $rules } regra de muitas
   *[other] { $rules } regras ao mesmo tempo
}
shared-operations = { $operations ->
    [one] { $operations } operação
   *[other] { $operations } operações ao mesmo tempo
}
shared-more = e mais { $count } operações
shared-over = Todas voltaram ao normal desde { $time }
shared-details = O que for confirmado ou adiado aqui vale para todas. /alerts com uma operação mostra os detalhes
several-others = e mais { $count }
several-window = janela de { $length }

alert-flapping = 🔁 Abre e fecha: { $count } vezes em duas horas. Termina quando ficar meia hora em calma
alert-usual-weeks = O habitual { $day ->
    [1] às segundas
    [2] às terças
    [3] às quartas
    [4] às quintas
    [5] às sextas
    [6] aos sábados
   *[7] aos domingos
} neste horário: { $usual } (mediana de { $count } semanas)
alert-usual-days = O habitual neste horário: { $usual } (mediana de { $count } dias; ainda há poucas semanas)
alert-usual-hours = Mais cedo hoje: { $usual } (mediana de { $count } janelas; ainda não há outro histórico)
alert-usual-team = A mediana da equipe: { $usual } ({ $count } agentes)
alert-range = faixa provável { $range }
alert-called = 📣 Ninguém assumiu: { $steps ->
    [one] { $steps } etapa de escalonamento até agora
   *[other] { $steps } etapas de escalonamento até agora
}
alert-acknowledged = 🙋 { $name } assumiu às { $time }{ $after }{ $note }
alert-was-acknowledged = 🙋 Assumido por { $name } às { $time }{ $after }{ $note }
alert-acknowledged-after = após { $length }
alert-was-called = 📣 Ninguém assumiu: { $steps ->
    [one] { $steps } etapa de escalonamento
   *[other] { $steps } etapas de escalonamento
}
alert-hushed-silence = 🔕 Em silêncio (silêncio { $silence }): não toca nem chama ninguém
alert-hushed-silence-until = 🔕 Em silêncio até { $time } (silêncio { $silence }): não toca nem chama ninguém
alert-hushed-rule = 🔕 Não toca enquanto a regra { $rule } estiver em alerta
alert-snoozed = 💤 { $name } adiou até { $time }
alert-after-silence = Começou sob o silêncio { $silence } e continua depois dele
alert-after-rule = Começou enquanto a regra { $rule } estava em alerta e continua
alert-after-catch-up = Começou enquanto estive fora

log-grew = entraram mais: abertos: { $open }, encerrados: { $over }
log-eased = baixou para { $severity }: { $figure }
log-eased-partly = melhorou em parte, continua { $severity }: { $figure }
log-improved = alguns terminaram: abertos: { $open }, encerrados: { $over }
log-called = ninguém assumiu, continua { $severity }: { $figure }

# Quando um alerta é por falta de dados.
alert-absent = { $metric }: sem números desde { $time }

# Nomes curtos, para a tela bloqueada de um telefone.
brief-abandon-rate-excl-short = Abandono sem curtos
brief-abandon-after-threshold-rate = Abandono após 20 s
brief-service-level-10s = NS 10 s
brief-service-level-20s = NS 20 s
brief-service-level-30s = NS 30 s
brief-service-level-20s-v2 = NS 20 s V2
brief-service-level-20s-v3 = NS 20 s V3
brief-service-level-20s-v4 = NS 20 s V4
brief-service-level-20s-v5 = NS 20 s V5
brief-asa = TME
brief-ata = ATA
brief-queue-avg-wait = Espera na fila
brief-abandon-short-share = Abandonos curtos
brief-abandon-after-threshold-share = Abandonos após 20 s
brief-abandon-long-share = Abandonos ≥51 s
brief-smart-hold-treated = Espera inteligente
brief-smart-hold-acceptance-rate = Aceitam retorno
brief-smart-hold-undecided-rate = Sem decisão
brief-smart-hold-recall-fail = Retornos com falha
brief-smart-hold-recall-fail-rate = Retornos com falha
brief-smart-hold-completion-rate = Retornos concluídos
brief-smart-hold-open = Retornos pendentes
brief-hold-mute-total = Hold e mudo
brief-hold-share = Hold de hold e mudo
brief-calls-short-share = Chamadas ≤5 s
brief-calls-long-share = Chamadas >120 s
brief-feed-age = Última leitura
brief-feed-failures = Leituras com falha
brief-quota-used-share = Cota da API
