# O que foi digitado.

meant = Seria { $meant }?
range-last-and-from = “last” e “from” indicam os dois o início
range-one-of = Use-se { $last }, ou { $from } e { $to }
range-no-length = “{ $typed }” não é uma duração
range-expected-length = Espera-se uma duração como { $one }, { $two }, { $three } ou { $four }
range-no-time = { $option }: “{ $typed }” não é uma hora nem uma data
range-expected-time = Espera-se uma hora ou data como { $one }, { $two }, { $three } ou { $four }
range-not-yet = { $from } ainda não chegou
range-reversed = O fim, { $until }, não é posterior ao início, { $from }
range-too-short = A janela dura menos de um minuto
range-too-long = A janela dura mais de { $days } dias
note-ends-now = A janela foi cortada no último momento com dados
note-skipped = { $time } não existe: a mudança de horário a pula. Foi tomado o primeiro momento seguinte
note-first-of-two = { $time } ocorre duas vezes pela mudança de horário. Foi tomada a primeira
note-second-of-two = { $time } ocorre duas vezes pela mudança de horário. Foi tomada a segunda

skill-all = Todas as skills
skill-unknown = Nenhuma skill se chama “{ $typed }”
skill-ambiguous = Mais de uma skill se chama “{ $typed }”
skill-expected = Espera-se um número, um nome, parte de um nome, ou { $all }
skill-near = Seria uma destas?
skill-which = Qual destas?
skill-more = … e mais { $more }
operation-unknown = Nenhuma operação se chama “{ $typed }”. Estas são conhecidas:
operation-which = Qual operação?

failure = Não é possível ler os relatórios: { $why }
failure-quota = as consultas do dia ao wolkvox se esgotaram
failure-token = o wolkvox recusa o token; quem administra o bot deve conferi-lo
failure-unavailable = o wolkvox não responde, ou responde muito devagar; convém tentar de novo em alguns minutos
failure-maintenance = o wolkvox está em manutenção
failure-no-report = o wolkvox responde com algo que não é um relatório; se continuar, quem administra o bot deve olhar o registro dele
