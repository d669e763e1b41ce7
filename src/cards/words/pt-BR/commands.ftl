# Comandos, suas opções e botões.

command-abandon = abandono
command-service = servico
command-smarthold = espera-inteligente
command-hold = hold
command-durations = duracao
command-help = ajuda
about-abandon = Quantas chamadas foram abandonadas e após quanta espera na fila
about-service = Chamadas, nível de serviço e espera na fila por canal
about-smarthold = A quem se ofereceu retornar a chamada, quem aceitou e quem foi contatado
about-hold = Tempo em hold e em mudo, por agente e da equipe
about-durations = Chamadas, minutos e custo por duração da chamada
about-help = O que se pode perguntar e o que significa cada número

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
option-operation = operacao
option-topic = tema
about-skill = Qual skill; todas se omitida
about-channel = Qual canal; todos se omitido
about-agent = Qual agente; todos se omitido
about-last = Quanto tempo até agora, por exemplo 60m ou 8h
about-day = Qual dia, por exemplo ontem ou 2026-11-17
about-from = Desde quando, por exemplo 08:00 ou 2026-11-17 08:00
about-to = Até quando; até agora se omitido
about-compare = Com o que comparar
about-sort = Em que ordem ficam as linhas; o pior primeiro se omitida
about-top = Só tantas linhas
about-format = Um cartão, ou um arquivo com todas as linhas para uma planilha
about-share = Mostrar a todas as pessoas do canal
about-operation = Qual operação
about-topic = Um comando ou uma métrica

choice-previous = período anterior
choice-yesterday = dia anterior
choice-week = semana anterior
choice-card = cartão
choice-csv = arquivo CSV
choice-abandoned = chamadas abandonadas
choice-failed = retornos sem sucesso
choice-open = retornos pendentes
choice-treated = chamadas na Espera inteligente
choice-total = hold e mudo
choice-hold = hold
choice-mute = mudo
choice-uses = usos
choice-per-use = tempo por uso
choice-name = nome

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
progress-reading = O wolkvox está sendo lido

file-rows = Todas as linhas estão no arquivo: { $rows ->
    [one] { $count } linha
   *[other] { $count } linhas
}

guide-title = O que se pode perguntar
guide-topics = Ajuda sobre um comando ou uma métrica: { $command }
guide-times = As horas são as da operação. Sem elas, a resposta é da última hora
guide-private = As respostas são para quem pergunta. Compartilhar mostra uma a todas as pessoas do canal
guide-source = Os números são lidos dos relatórios do wolkvox, no máximo há um momento, e uma chamada aparece quando termina
guide-example = Por exemplo { $example }
guide-report = Sai do relatório: { $report }
guide-bot = Sai do próprio bot, de nenhum relatório
guide-rules-name = Nas regras: { $name }
