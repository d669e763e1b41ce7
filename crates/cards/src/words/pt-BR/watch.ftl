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
    [one] { $count } alerta aberto
   *[other] { $count } alertas abertos
}
now-pending = 🕓 { $pending ->
    [one] { $count } a mais passou do limite, mas ainda não por tempo suficiente
   *[other] { $count } a mais passaram do limite, mas ainda não por tempo suficiente
}
now-never = ⚪ Nada foi lido ainda
incident-digest = muitas regras de uma vez
incident-more = e mais { $count }
incident-since = desde { $time }
held-silence = 🔕 Silenciado: silêncio { $silence }
held-dependency = 🔕 Sem avisos enquanto { $rule } estiver em alerta
held-catch-up = 🔕 Ainda sem avisos: as leituras que faltaram estão sendo feitas
mark-acknowledged = 🙋 { $who } assumiu, { $at }
mark-acknowledged-note = 🙋 { $who } assumiu, { $at }: { $note }
mark-snoozed = 💤 { $who } adiou até { $until }
deed-acknowledged = 🙋 { $at } { $who } assumiu
deed-acknowledged-note = 🙋 { $at } { $who } assumiu: { $note }
deed-snoozed = 💤 { $at } { $who } adiou até { $until }

history-title = { $incidents ->
    [0] Nenhum alerta foi encerrado
    [one] { $count } alerta encerrado
   *[other] { $count } alertas encerrados
}
history-cut = Há mais: aparecem os { $count } alertas e as { $count } ações mais recentes. Peça um período mais curto
history-untold = não foi publicado
reason-recovered = normalizado
reason-rule-removed = a regra não vigia mais isto
reason-after-hours = o horário da regra terminou
reason-too-few = chamadas de menos para saber
row-incident = alerta
row-acknowledged = assumido
row-snoozed = adiado
row-silenced = silêncio
row-silence-ended = silêncio encerrado
row-reloaded = regras recarregadas
row-refused = regras recusadas
row-cut = omitido
column-time = Hora
column-what = O quê
column-incident = Alerta
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
silences-how = Para criar um, indique quais alertas e por quanto tempo
silence-made = 🔕 Silêncio { $silence }: { $matched }
silence-ended = 🔔 Terminou o silêncio { $silence }: { $matched }
silence-ended-then = Os alertas que continuarem abertos são publicados na próxima leitura
silence-rule = regra { $rule }
silence-label = etiqueta { $label }
silence-all = todos os alertas
silence-until = Até { $until }
silence-weekly = Toda semana { $weekly } · próximos: { $next }
silence-weekly-until = Toda semana { $weekly }, até { $until } · próximos: { $next }
silence-by = De { $who }, { $at }
silence-by-comment = De { $who }, { $at }: { $comment }
silence-hushed = Abertos agora e em silêncio: { $incidents }
silence-truth = Os cartões publicados continuam sendo atualizados. Os alertas ainda abertos ao fim do silêncio são publicados então

rules-title = { $rules ->
    [one] { $count } regra
   *[other] { $count } regras
}
of-every-skill = cada skill
of-every-agent = cada agente
of-team = os agentes em conjunto
of-some-agents = alguns agentes
rule-firing = { $scopes ->
    [one] em alerta
   *[other] em alerta em { $count }
}
rule-pending = passou do limite, mas ainda não por tempo suficiente
rule-quiet = { $scopes ->
    [one] sem alertas
   *[other] sem alertas · vigia { $count }
}
rule-asleep = fora do horário
rule-sees-nothing = ainda não tem o que vigiar
rule-knows-nothing = sem dados, ou com poucas chamadas
rule-place = Definida em { $place }
rules-reloaded = { $number ->
    [one] { $rules } regra ativa
   *[other] { $rules } regras ativas
}
rules-reloaded-what = novas ou alteradas: { $changed } · removidas: { $removed }
rules-refused = { $faults ->
    [one] Os arquivos de regras têm um erro
   *[other] Os arquivos de regras têm { $count } erros
}
rules-stay = As regras anteriores continuam ativas

explain-nothing = nada para avaliar
explain-quiet = sem alerta
explain-blind = ❔ Sem dados: não é possível ler { $report } desde { $since }: { $reason }
explain-pending = ainda sem alerta
explain-firing = em alerta
explain-recovering = em alerta, melhorando
explain-firing-of = em alerta em { $firing } de { $of }
explain-one = Escolha uma skill, um canal ou um agente para ver todos os números
explain-window = { $metric }, { $window }: { $figure }
explain-no-figure = sem número
explain-no-data = ⚪ Sem dados desde { $since }; o alerta continua como estava
why-never = Nada foi lido ainda
why-not-seen = Esta regra não vigia isso
why-sees-nothing = A regra ainda não tem o que vigiar: nenhuma skill e nenhum agente são conhecidos
why-critical = passou do limite crítico de { $limit }
why-warning = passou do limite de { $limit }
why-clear = dentro do limite de { $limit }
why-between = entre { $back } e { $limit }: nem alerta nem recuperação
why-not-past = não passa do limite de { $limit }
why-unsure = passa do limite de { $limit }, mas ainda pode ser acaso
why-unsure-range = passa do limite de { $limit }, mas ainda pode ser acaso: provavelmente está entre { $low } e { $high }
why-few-bad = passa do limite, mas com só { $bad } casos ruins (mínimo { $least })
why-departs-figure = Nos últimos { $window } { $what ->
    [hung-up] desligaram
   *[other] deram errado
} { $bad } de { $of } ({ $share }); neste horário o habitual { $place ->
    [skill] nesta skill
   *[other] aqui
} é { $usual }
why-departs = { $figure }, e com as oscilações que costuma ter isso quase nunca acontece por acaso
why-suspected = { $figure }: parece mais que acaso, e a próxima consulta decide
why-still-departs = { $figure }: ainda não voltou ao habitual em duas consultas seguidas
why-no-departure = { $figure }: está dentro das oscilações habituais
why-too-few = { $calls } chamadas, mínimo { $least }: poucas demais para avaliar
why-knows-too-little = dados insuficientes para avaliar
why-missing = sem número: falta o relatório ou ele não o traz
why-absent = não há número, e deveria haver
why-there = o número está lá
why-asleep = fora do horário da regra
why-asleep-until = fora do horário da regra, que volta a vigiar { $opens }
usual-weeks = O normal a esta hora: { $value } ({ $of } de { $wanted } semanas)
usual-days = O normal a esta hora: { $value } ({ $of } de { $wanted } dias)
usual-hours = O normal hoje: { $value } ({ $of } de { $wanted } janelas anteriores)
usual-season = O habitual aqui neste horário: { $value } (aprendido de { $of } dias)
usual-season-young = O habitual aqui neste horário: { $value } (aprendido de { $of } de { $wanted } dias; ainda está aprendendo)
usual-team = O normal na equipe: { $value } ({ $of } agentes)
time-pending = Passou do limite desde { $since }; o alerta abre a partir de { $next } se continuar assim
time-firing = Passou do limite desde { $since }; publicado desde { $next }
time-recovering = Dentro do limite desde { $since }; encerra a partir de { $next } se continuar assim

status-well = 🟢 Tudo funciona
status-unwell = 🟡 Algo precisa de atenção
status-broken = 🔴 Algo não funciona
status-poll = Última leitura { $last }, a cada { $every }
status-calls = Consultas ao wolkvox hoje: { $used } de { $limit } ({ $reserved } reservadas aos comandos)
status-skills-table = Os números por skill vêm de uma única consulta (`skill_1`)
status-skills-compared = Os números por skill vêm de uma única consulta (`skill_1`); coincidiu com `skill_11` { $at }
status-skills-each = Os números por skill custam uma consulta por skill (`skill_11`)
status-skills-each-since = Os números por skill custam uma consulta por skill (`skill_11`) desde { $since }, porque `skill_1` não serve: { $why }
status-skills-empty = vem vazio embora haja ligações
status-skills-differ = não coincide com `skill_11` no skill { $skill }: { $figures }
status-skills-read = A última leitura leu { $read } de { $of } skills; cada um é lido a cada { $every }
status-open = { $rules-number ->
    [one] { $rules } regra
   *[other] { $rules } regras
} · { $open-number ->
    [one] { $open } alerta aberto
   *[other] { $open } alertas abertos
} · { $silences-number ->
    [one] { $silences } silêncio
   *[other] { $silences } silêncios
}
status-told = { $number ->
    [one] { $waiting } mensagem por enviar
   *[other] { $waiting } mensagens por enviar
}
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
