# Comandos, suas opções e botões.

command-abandon = abandono
command-service = servico
command-smarthold = espera-inteligente
command-hold = hold
command-durations = duracao
command-alerts = alertas
command-silence = silencio
command-rules = regras
command-status = estado
command-summary = resumo
command-help = ajuda
about-abandon = Quantas chamadas foram abandonadas e após quanta espera na fila
about-service = Chamadas, nível de serviço e espera na fila por canal
about-smarthold = A quem se ofereceu retornar a chamada, quem aceitou e quem foi contatado
about-hold = Tempo em hold e no mudo, por agente e da equipe
about-durations = Chamadas, minutos e custo por duração da chamada
about-alerts = Quais alertas estão abertos ou encerrados, e o que se faz com eles
about-silence = Silenciar alertas por um tempo
about-rules = O que se vigia, e por que uma regra está em alerta ou não
about-status = Se o bot lê, avalia e avisa como deve
about-summary = O resumo diário, de qualquer dia
about-help = O que você pode perguntar e o que significa cada número

option-skill = skill
option-channel = canal
option-agent = agente
option-last = ultimas
option-day = dia
option-from = de
option-to = ate
option-compare = comparar
option-sort = ordem
option-top = top
option-format = formato
option-share = compartilhar
option-summary = resumo
option-operation = operacao
option-topic = tema
option-view = ver
option-incident = incidente
option-do = acao
option-note = nota
option-rule = regra
option-severity = severidade
option-label = etiqueta
option-for = por
option-until = ate
option-every = toda
option-comment = comentario
option-end = encerrar
option-show = mostrar
option-explain = explicar
option-reload = recarregar
about-skill = Qual skill; todas se omitida
about-channel = Qual canal; todos se omitido
about-agent = Qual agente; todos se omitido
about-last = Quanto tempo até agora, por exemplo 60m ou 8h
about-day = Qual dia, por exemplo ontem ou 2026-11-17
about-from = Desde quando, por exemplo 08:00 ou 2026-11-17 08:00
about-to = Até quando; até agora se omitido
about-compare = Com o que comparar
about-sort = Em que ordem ficam as linhas; o pior primeiro se omitida
about-top = Quantas linhas mostrar
about-format = Um cartão, ou um arquivo com todas as linhas para uma planilha
about-share = Mostrar a todas as pessoas do canal
about-summary-name = Qual resumo, se houver vários
about-operation = Qual operação
about-topic = Um comando ou uma métrica
about-view = O que está aberto agora, ou o que já terminou
about-incident = O número de um alerta, por exemplo #14Y21JF
about-do = O que fazer com o alerta
about-note = O que os outros devem saber, ao assumir
about-rule = Qual regra; todas para silenciar todas
about-severity = Até que severidade se silencia; qualquer uma se omitida
about-label = Das regras com esta etiqueta, por exemplo turno=noite
about-for = Por quanto tempo, por exemplo 30m, 2h, ou turno: até o fim do turno
about-until = Até quando, por exemplo 18:00 ou amanhã 08:00
about-every = Toda semana nestes horários, por exemplo seg-sex 22:00-06:00
about-comment = Por quê, para quem ler depois
about-end = O número de um silêncio que deve terminar agora
about-show = Uma regra tal como está escrita
about-explain = Por que uma regra está em alerta ou não, com os números
about-reload = Ler de novo os arquivos de regras

choice-previous = período anterior
choice-yesterday = dia anterior
choice-week = semana anterior
choice-card = cartão
choice-csv = arquivo CSV
choice-abandoned = chamadas abandonadas
choice-failed = retornos sem sucesso
choice-open = retornos pendentes
choice-treated = chamadas na espera inteligente
choice-total = hold e mudo
choice-hold = hold
choice-mute = mudo
choice-uses = usos
choice-per-use = tempo por uso
choice-name = nome
choice-now = agora
choice-history = histórico
choice-acknowledge = assumir
choice-snooze = adiar
choice-warnings = só avisos
choice-critical = avisos e críticos

button-share = Compartilhar
button-refresh = Atualizar
button-csv = CSV
button-trend = Tendência
button-breakdown = Detalhamento
button-back = ◀ Anterior
button-on = Próxima ▶

progress-queue = Na fila: { $calls ->
    [one] { $count } consulta
   *[other] { $count } consultas
} ao wolkvox antes desta
progress-reading = Lendo os dados do wolkvox
progress-summary = Lendo os dados do wolkvox: { $done } de { $of }

file-rows = Todas as linhas estão no arquivo: { $rows ->
    [one] { $count } linha
   *[other] { $count } linhas
}

guide-title = O que você pode perguntar
guide-topics = Ajuda sobre um comando ou uma métrica: { $command }
guide-times = As horas são as da operação. Sem elas, a resposta é da última hora
guide-private = As respostas são para quem pergunta. Compartilhar mostra uma a todas as pessoas do canal
guide-source = Os números saem dos relatórios do wolkvox na hora. Uma chamada aparece quando termina
guide-example = Por exemplo { $example }
guide-report = Sai do relatório: { $report }
guide-bot = Sai do próprio bot, de nenhum relatório
guide-rules-name = Nas regras: { $name }

press-snooze-half-hour = 30 min
press-snooze-two-hours = 2 h
press-snooze-shift = Fim do turno
button-end-silence = Encerrar { $silence }

act-acknowledged = 🙋 Você assumiu #{ $incident }
act-acknowledged-means = Não haverá lembretes nem escalonamento até que termine ou piore
act-acknowledged-already = Você já tinha assumido #{ $incident }
act-acknowledged-first = { $who } assumiu antes #{ $incident }, { $at }
act-snoozed = 💤 Adiado até { $until }
act-woken = Reativado: volta a tocar
snooze-until-when = Até quando?
act-snoozed-first = { $who } adiou antes, { $at }: #{ $incident }
act-snoozed-until = Até { $until }
act-muted-first = { $who } silenciou antes a regra { $rule }, { $at }
act-over = #{ $incident } já terminou
act-over-since = Terminou { $at }
silence-how-to-end = Para encerrá-lo antes: { $command }
word-shift = turno
choice-until = até { $until }
