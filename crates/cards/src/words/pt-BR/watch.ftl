# As respostas sobre a vigilância: incidentes, silêncios, regras, estado.

place-some-agent = um agente
agent-unnamed = não nomeado aqui
weekday = { $day ->
    [1] seg
    [2] ter
    [3] qua
    [4] qui
    [5] sex
    [6] sáb
   *[7] dom
}
word-daily = todos os dias

now-none = 🟢 Não há nada aberto
now-some = { $light } { $incidents ->
    [one] { $count } incidente aberto
   *[other] { $count } incidentes abertos
}
now-pending = 🕓 { $pending ->
    [one] { $count } a mais passou do limite, mas ainda não por tempo suficiente
   *[other] { $count } a mais passaram do limite, mas ainda não por tempo suficiente
}
now-never = ⚪ Ainda não se leu nada
incident-digest = muitas regras de uma vez
incident-more = e mais { $count }
incident-since = desde { $time }
held-silence = 🔕 Ninguém é avisado: silêncio { $silence }
held-dependency = 🔕 Ninguém é avisado enquanto { $rule } disparar
held-catch-up = 🔕 Ninguém é avisado ainda: as leituras que faltaram estão sendo feitas
mark-acknowledged = 🙋 { $who } está atendendo, { $at }
mark-acknowledged-note = 🙋 { $who } está atendendo, { $at }: { $note }
mark-snoozed = 😴 { $who } adiou até { $until }
deed-acknowledged = 🙋 { $at } { $who } começou a atender
deed-acknowledged-note = 🙋 { $at } { $who } começou a atender: { $note }
deed-snoozed = 😴 { $at } { $who } adiou até { $until }

history-title = { $incidents ->
    [0] Nenhum incidente terminou
    [one] Terminou { $count } incidente
   *[other] Terminaram { $count } incidentes
}
history-cut = Há mais: aqui estão os { $count } incidentes e as { $count } ações mais recentes. Peça um tempo mais curto
history-untold = ninguém foi avisado
reason-recovered = normalizado
reason-rule-removed = a regra não vigia mais isto
reason-after-hours = o horário da regra terminou
row-incident = incidente
row-acknowledged = atendido
row-snoozed = adiado
row-silenced = silenciado
row-silence-ended = silêncio encerrado
row-reloaded = regras recarregadas
row-refused = regras recusadas
row-cut = omitido
column-time = Hora
column-what = O quê
column-incident = Incidente
column-rule = Regra
column-severity = Severidade
column-ended = Fim
column-lasted = Duração
column-worst = Pior valor
column-reason = Motivo
column-by = Quem
column-text = Texto

silences-none = Não há silêncios
silences-some = 🔕 { $silences ->
    [one] { $count } silêncio
   *[other] { $count } silêncios
}
silences-how = Para criar um, diga quais alertas e por quanto tempo
silence-made = 🔕 Silêncio { $silence }: { $matched }
silence-ended = 🔔 Terminou o silêncio { $silence }: { $matched }
silence-ended-then = O que continuar disparado é avisado na próxima leitura
silence-rule = regra { $rule }
silence-label = etiqueta { $label }
silence-all = todos os alertas
silence-until = Até { $until }
silence-weekly = Toda semana { $weekly } · próximos: { $next }
silence-weekly-until = Toda semana { $weekly }, até { $until } · próximos: { $next }
silence-by = De { $who }, { $at }
silence-by-comment = De { $who }, { $at }: { $comment }
silence-hushed = Abertos agora e em silêncio: { $incidents }
silence-truth = Os cartões que já estão no canal chegam ao fim do mesmo jeito. O que durar mais que o silêncio é avisado então

rules-title = { $rules ->
    [one] { $count } regra
   *[other] { $count } regras
}
of-every-skill = cada skill
of-every-agent = cada agente
of-team = os agentes em conjunto
of-some-agents = alguns agentes
rule-firing = { $scopes ->
    [one] dispara
   *[other] dispara por { $count }
}
rule-pending = passou do limite, mas ainda não por tempo suficiente
rule-quiet = { $scopes ->
    [one] em calma
   *[other] em calma, olha { $count }
}
rule-asleep = fora do horário
rule-sees-nothing = não vê nada para olhar
rule-knows-nothing = não tem números, ou são de poucas chamadas
rule-place = Está em { $place }
rules-reloaded = Valem { $rules } regras
rules-reloaded-what = { $changed } são novas ou mudaram, { $removed } não existem mais
rules-refused = { $faults ->
    [one] Os arquivos de regras têm um erro
   *[other] Os arquivos de regras têm { $count } erros
}
rules-stay = As regras em vigor continuam como estavam

explain-nothing = nada para avaliar
explain-quiet = não dispara
explain-blind = 🙈 Não vê nada: não é possível ler { $report } desde { $since }: { $reason }
explain-pending = ainda não dispara
explain-firing = dispara
explain-recovering = dispara, em recuperação
explain-firing-of = dispara por { $firing } de { $of }
explain-one = Com uma skill, um canal ou um agente aparecem todos os números
explain-window = { $metric }, { $window }: { $figure }
explain-no-figure = sem número
explain-no-data = ⚪ Não se sabe nada desde { $since }; o alerta continua como estava
why-never = Ainda não se leu nada
why-not-seen = A regra não olha isto
why-sees-nothing = A regra não vê nada para olhar: nenhuma skill ou agente é conhecido
why-critical = passou do limite crítico de { $limit }
why-warning = passou do limite de { $limit }
why-clear = está do lado bom do limite de { $limit }
why-between = não passa do limite de { $limit }, mas também não voltou a passar de { $back }
why-not-past = não passa do limite de { $limit }
why-unsure = passa do limite de { $limit }, mas não com certeza
why-unsure-range = passa do limite de { $limit }, mas não com certeza: na verdade está entre { $low } e { $high }
why-few-bad = passa do limite, mas com só { $bad } de pelo menos { $least } casos ruins
why-too-few = { $calls } de pelo menos { $least }: poucas demais para avaliar
why-knows-too-little = sabe-se pouco demais para avaliar
why-missing = sem número: falta o relatório ou ele não o traz
why-absent = não há número, e deveria haver
why-there = o número está lá
why-asleep = fora do horário da regra
why-asleep-until = fora do horário da regra, que volta a olhar { $opens }
usual-weeks = O habitual aqui e agora: { $value } ({ $of } de { $wanted } semanas a esta hora)
usual-days = O habitual aqui e agora: { $value } ({ $of } de { $wanted } dias a esta hora)
usual-hours = O habitual hoje: { $value } ({ $of } de { $wanted } janelas antes desta)
usual-team = O habitual na equipe: { $value } ({ $of } agentes)
time-pending = Passou do limite desde { $since }; dispara a partir de { $next } se continuar assim
time-firing = Passou do limite desde { $since }; avisado desde { $next }
time-recovering = Bem desde { $since }; termina a partir de { $next } se continuar assim

status-well = 🟢 Tudo vai bem
status-unwell = 🟡 Algo precisa de atenção
status-broken = 🔴 Algo não funciona
status-poll = Última leitura { $last }, a cada { $every }
status-calls = Consultas ao wolkvox hoje: { $used } de { $limit }, { $reserved } delas para as pessoas
status-skills-table = Os números por skill vêm de uma única consulta (`skill_1`)
status-skills-compared = Os números por skill vêm de uma única consulta (`skill_1`); coincidiu com `skill_11` { $at }
status-skills-each = Os números por skill custam uma consulta por skill (`skill_11`)
status-skills-each-since = Os números por skill custam uma consulta por skill (`skill_11`) desde { $since }, porque `skill_1` não serve: { $why }
status-skills-empty = vem vazio embora haja ligações
status-skills-differ = não coincide com `skill_11` no skill { $skill }: { $figures }
status-skills-read = A última leitura leu { $read } de { $of } skills; cada um é lido a cada { $every }
status-open = { $rules } regras · { $open } incidentes abertos · { $silences } silêncios
status-told = { $waiting } mensagens por enviar
status-bot = vigia { $version }, funcionando desde { $since } · { $disk } MiB em disco

details-file = e mais { $count }; todas estão no arquivo
column-metric = Métrica
column-place = Onde
column-value = Valor
column-part = Parte
column-of = Total
column-limit = Limite
column-since = Desde
column-as-of = Dados até
