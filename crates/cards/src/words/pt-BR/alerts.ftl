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
alert-since = Desde { $time } ({ $checks ->
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

ended-recovered = Terminou { $time }: voltou a ficar dentro do limite
ended-figures-back = Terminou { $time }: há números de novo
ended-rule-removed = Encerrado { $time }: a regra não vigia mais isto. Não significa que se normalizou
ended-after-hours = Encerrado { $time }: o horário da regra terminou. Não significa que tenha normalizado
ended-too-few = Encerrado { $time }: há chamadas de menos para saber. Não significa que tenha normalizado

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
alert-usual-season = O habitual neste horário: { $usual } (aprendido de { $count } dias)
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
brief-hold-total = Hold
brief-abandon-rate = Abandono
brief-abandon-rate-excl-short = Abandono sem curtos
brief-abandon-after-threshold-rate = Abandono após 20 s
brief-service-level-10s = Serviço
brief-service-level-20s = Serviço
brief-service-level-30s = Serviço
brief-service-level-20s-v2 = Serviço V2
brief-service-level-20s-v3 = Serviço V3
brief-service-level-20s-v4 = Serviço V4
brief-service-level-20s-v5 = Serviço V5
brief-asa = Espera média
brief-ata = Espera ao desligar
brief-queue-avg-wait = Espera na fila
brief-abandon-short-share = Abandonos curtos
brief-abandon-after-threshold-share = Abandonos após 20 s
brief-abandon-long-share = Abandonos ≥51 s
brief-smart-hold-treated = Espera inteligente
brief-smart-hold-acceptance-rate = Aceitam callback
brief-smart-hold-undecided-rate = Sem decisão
brief-smart-hold-recall-fail = Callbacks com falha
brief-smart-hold-recall-fail-rate = Callbacks com falha
brief-smart-hold-completion-rate = Callbacks completos
brief-smart-hold-open = Callbacks pendentes
brief-hold-mute-avg-per-event = Hold por uso
brief-hold-mute-total = Hold e mute
brief-hold-share = Hold de hold e mudo
brief-calls-short-share = Chamadas ≤5 s
brief-calls-long-share = Chamadas >120 s
brief-feed-age = Última leitura
brief-feed-failures = Leituras com falha
brief-quota-used-share = Cota da API

# O cartão: a resposta, de quantas, o estado e o que fazer.
card-operation = Operação
card-no-data = Sem dados · { $name }
card-callbacks = { $count } callbacks falharam
card-of-calls = { $counts } { $calls ->
    [one] chamada
   *[other] chamadas
}
card-of-uses = { $counts } { $calls ->
    [one] uso
   *[other] usos
} em { $length }
card-of-callbacks = { $counts }, em { $length }
card-within-10 = { $counts } em 10 s
card-within-20 = { $counts } em 20 s
card-within-30 = { $counts } em 30 s
card-absent = Sem números desde { $time }
card-warning-since = Aviso desde { $time }{ $usual }
card-critical-since = Crítico desde { $time }{ $trend }
card-usual = { " · normal " }{ $usual }
card-team = A equipe: { $usual } por agente
card-rising = subindo
card-falling = caindo
card-steady = estável
card-unproven = Poucas chamadas: ainda é aviso
card-worse = Às { $time } era { $value }{ $counts }
card-hint = 👉 { $text }
card-taken = 🙋 { $name } assumiu { $time }
card-snoozed = { $name } adiou até { $time }
card-snoozed-means = Se piorar, aviso antes.
card-missing-since = Falta o relatório desde { $time }
card-too-few-since = Poucas chamadas desde { $time }
card-last = Último: { $value }{ $counts }, { $time }
card-watch-queue = 👉 Veja a fila no wolkvox
card-no-data-means = Não quer dizer que melhorou. O alerta continua.
card-recovering = Melhorando desde { $time }
card-closes = Se continuar, encerra { $time }.
card-lasted = Durou { $length }
card-and-lasted = { " · " }{ $length }
card-peak = O pior: { $value }{ $counts }, { $time }
card-within-limit = Voltou a ficar dentro do limite
card-figures-back = Voltou a haver números
card-rule-removed = A regra não o monitora mais
card-after-hours = Terminou o horário da regra
card-too-few = Poucas chamadas para saber
card-taken-in = 🙋 { $name } assumiu em { $length }
card-nobody = Ninguém assumiu
card-closed = Encerrado { $time }.
card-more = e mais { $count }
card-several-abandon = Abandono alto: { $counts } skills
card-several-skills = { $metric }: { $counts } skills
card-several-agents = { $metric }: { $counts } agentes
card-several-places = { $metric }: { $counts }
card-digest = { $count ->
    [one] { $count } regra de muitas
   *[other] { $count } regras ao mesmo tempo
}
card-limits = Limites: aviso { $warning }, crítico { $critical }
details-title = Detalhes

# Uma causa que se destaca, em uma linha.
short-more-calls = Mais chamadas: { $figure }
short-fewer-answered = Menos atendidas: { $figure }
short-quick = Desligam em 10 s: { $figure }
short-long = Desligam após 50 s: { $figure }
short-queue = Fila cheia: espera { $figure }
short-callbacks = Callbacks falham: { $figure }
short-one-agent = Os outros agentes: { $figure }
short-many-agents = Vários agentes: { $figure }
short-most = Um agente soma { $figure }

# O que se pode fazer.
press-take = Assumir
press-snooze = Adiar
press-more = Mais
press-wake = Reativar
press-undo = Desfazer
menu-placeholder = O que deseja fazer?
menu-day = Ver o dia todo
menu-day-about = Como foi hoje, hora a hora
menu-mute-skill = Silenciar esta skill hoje
menu-mute-skill-about = Nenhum alerta dela toca até a meia-noite
menu-mute-rule = Silenciar esta regra por um dia
menu-mute-rule-about = Não toca em nenhuma skill
