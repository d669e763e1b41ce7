# Resumos de dias, turnos e semanas.

summary-title-day = 📊 Resumo diário · { $when }
summary-title-shift = 📊 Resumo do turno · { $when }
summary-title-week = 📊 Resumo semanal · { $when }

summary-late = 🕐 De { $day }, publicado com atraso { $at }
summary-running = ⏳ Ainda não terminou: números até { $until }
summary-corrected = ✎ Corrigido { $at }: { $moved }
summary-missing = Não foi possível ler: { $reports }
summary-unread = ⚪ Nada deste período pôde ser lido
summary-nothing = ⚪ O wolkvox não tem nada para este período: não houve chamadas, ou ainda não foram registradas. Não é o mesmo que zero

summary-missed = 🔴 { $goals ->
    [one] Meta não atingida:
   *[other] Metas não atingidas:
}
summary-met = 🟢 { $goals ->
    [one] Meta atingida:
   *[other] Todas as metas atingidas:
}
summary-unjudged = ⚪ Sem avaliação, por poucas chamadas ou por falta de dado: { $figures }
summary-goal = { $figure } { $value } ({ $goal })
summary-driven = Pesaram mais: { $parts }

summary-calls = Chamadas
summary-offered = { $calls } recebidas
summary-answered = { $calls } atendidas
summary-abandoned = { $calls } abandonadas
summary-wait = Espera média
summary-wait-answered = até o atendimento (ASA) { $wait }
summary-wait-abandoned = até o abandono (ATA) { $wait }
summary-of-goal = meta { $goal }
summary-usual = habitual { $value }, { $change }
summary-usual-plain = habitual { $value }
summary-usual-weeks = { $usual } (de { $weeks ->
    [one] 1 semana
   *[other] { $count } semanas
})

summary-compared-day = Habitual: mediana de { $weeks ->
    [one] só 1 semana anterior
   *[other] { $count } semanas anteriores
} ({ $day })
summary-compared-week = Habitual: mediana de { $weeks ->
    [one] só 1 semana anterior
   *[other] { $count } semanas anteriores
}
summary-first-day = Ainda não há com o que comparar: não se conhece dia anterior como este ({ $day })
summary-first-week = Ainda não há com o que comparar: não se conhece semana anterior
summary-before = dia anterior ({ $day }): { $figures }

summary-hours = Piores horários por abandono
summary-hours-none = nenhum horário de { $least } chamadas ou mais teve abandono
summary-skills = Piores skills por abandono
summary-skills-none = nenhuma skill de { $least } chamadas ou mais teve abandono
summary-hour = { $hour } { $rate }, nível de serviço { $level }
summary-place = { $place } { $rate }
summary-waits = Desistiram após
summary-days = Dias: abandono · nível de serviço 20 s · chamadas recebidas
summary-day = { $day }: { $figures }
summary-day-nothing = sem nada no relatório
summary-day-unread = não pôde ser lido
summary-weeks = Semana a semana
summary-trend = { $figure } { $values }

summary-smart-hold = Espera inteligente
summary-treated = { $calls } chamadas
summary-accepted = { $calls } aceitaram
summary-callbacks = retornos: { $reached } com sucesso, { $failed } sem sucesso
summary-callbacks-usual = retornos: { $reached } com sucesso, { $failed } sem sucesso (habitual { $usual })
summary-open = { $calls } pendentes ou outro status

summary-channels = Canais
summary-channel = { $channel } { $answered } atendidos
summary-more = mais { $count }
summary-holds = Hold e mudo
summary-holds-total = { $total } em { $uses }, { $each } cada
summary-holds-parts = hold { $hold }, mudo { $mute }
summary-holds-agents = mais tempo: { $agents }
summary-volume = Todas as chamadas
summary-minutes = { $minutes } min
summary-cost = custo { $cost }
summary-short = até 5 s { $calls }

summary-alerts = Alertas
summary-alerts-none = nenhum
summary-alerts-opened = { $incidents ->
    [one] 1 incidente
   *[other] { $count } incidentes
}
summary-alerts-acknowledged = { $acknowledged } assumidos
summary-alerts-within = { $acknowledged } assumidos (mediana { $median })
summary-alerts-longest = o mais longo { $longest }
summary-rang = Tocaram mais
summary-rang-rule = { $rule } { $times } ({ $unanswered ->
    [0] todos assumidos
    [one] 1 que ninguém assumiu
   *[other] { $count } que ninguém assumiu
})
summary-rang-unanswered = ninguém assumiu { $part }
summary-quality = Dados
summary-reads = { $reads } relatórios lidos
summary-hours-unread = horários não lidos: { $hours }
summary-skills-unread = skills não lidas: { $skills }

summary-chart-goal = meta { $goal }
summary-chart-answered = atendidas
summary-chart-abandoned = perdidas
summary-alt-hours = Chamadas e nível de serviço por hora, de { $first } a { $last }
summary-alt-days = Chamadas e nível de serviço por dia, de { $first } a { $last }
summary-alt-lowest = o mais baixo, { $level } ({ $label })
summary-alt-missed = não chegam à meta { $missed } de { $of }
summary-alt-unread = sem leitura: { $labels }
