# Alertas.

state-critical = 🔴 CRÍTICO
state-warning = 🟡 AVISO
state-pending = 🕓 PENDENTE
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
