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
ended-rule-removed = Encerrado { $time } ({ $ago }): a regra não vigia mais isto. Não significa que se normalizou
ended-after-hours = Encerrado { $time } ({ $ago }): o horário da regra terminou. Não significa que tenha normalizado

footer-rule = regra { $rule }
footer-data = dados até { $time }

log-fired = alerta ({ $severity }): { $figure }
log-escalated = passou a { $severity }: { $figure }
log-reminded = continua { $severity }: { $figure }
log-no-data = sem dados desde { $time } ({ $checks ->
    [one] { $checks } leitura
   *[other] { $checks } leituras
}): { $reason }
log-refreshed = agora { $figure }
log-data-back = há dados de novo: { $figure }
log-recovered = normalizado: { $figure } · durou { $length } · pior valor { $peak }
log-rule-removed = encerrado, a regra não vigia mais isto: último valor { $figure } · durou { $length } · pior valor { $peak }
log-after-hours = encerrado, o horário da regra terminou: último valor { $figure } · durou { $length } · pior valor { $peak }

alert-more = e mais { $count }
alert-pointer = Em { $channel }: { $thread }
caught-up-title = 🕓 Enquanto estive fora
caught-up-about = { $count ->
    [one] Um alerta começou e terminou nesse meio-tempo ({ $span }). Já terminou, ninguém precisa agir:
   *[other] { $count } alertas começaram e terminaram nesse meio-tempo ({ $span }). Já terminaram, ninguém precisa agir:
}
caught-up-incident = ✅ { $what } · { $span }

several-open = abertos: { $open }
several-over = encerrados: { $over }
several-open-and-over = abertos: { $open }, encerrados: { $over }
several-digest = muitas regras ao mesmo tempo

alert-flapping = 🔁 Abre e fecha: { $count } vezes em duas horas. Termina quando ficar meia hora em calma
alert-usual-weeks = O habitual aqui neste horário: { $usual } (mediana de { $count } semanas)
alert-usual-days = O habitual neste horário: { $usual } (mediana de { $count } dias; ainda há poucas semanas)
alert-usual-hours = Mais cedo hoje: { $usual } (mediana de { $count } janelas; ainda não há outro histórico)
alert-usual-team = A mediana da equipe: { $usual } ({ $count } agentes)
alert-range = faixa provável { $range }
alert-called = 📣 Ninguém assumiu: { $steps ->
    [one] { $steps } etapa de escalonamento até agora
   *[other] { $steps } etapas de escalonamento até agora
}
alert-acknowledged = 🙋 { $name } assumiu às { $time }
alert-acknowledged-note = 🙋 { $name } assumiu às { $time }: { $note }
alert-snoozed = 💤 { $name } adiou até { $time }
alert-after-silence = Começou sob o silêncio { $silence } e continua depois dele
alert-after-rule = Começou enquanto a regra { $rule } estava em alerta e continua
alert-after-catch-up = Começou enquanto estive fora

log-grew = entraram mais: abertos: { $open }, encerrados: { $over }
log-eased = baixou para { $severity }: { $figure }
log-improved = alguns terminaram: abertos: { $open }, encerrados: { $over }
log-called = ninguém assumiu, continua { $severity }: { $figure }
log-acknowledged = { $name } assumiu
log-acknowledged-note = { $name } assumiu: { $note }
log-snoozed = { $name } adiou até { $time }
