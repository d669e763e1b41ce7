# /servico

service-plain = { $part } de { $of } foram atendidas em até 20 s
service-plain-answered = { $part } de { $of } foram atendidas
service-variant = Nível de serviço: atendidas dentro do prazo, de todas as recebidas; as abandonadas contam contra
service-not-judged = Os segundos não dizem como este canal é atendido: o nível de serviço não é mostrado
service-outbound = Chamadas que a central faz: aqui o abandono significa outra coisa, e o nível de serviço não é mostrado
service-others = Outros canais de clientes, que não são avaliados por segundos:
service-apart = À parte, fora dos totais de clientes:
service-channel = { $channel }: recebidas { $offered } · atendidas { $answered } · abandonadas { $abandoned }{ $share }
service-channel-outbound = { $channel }: feitas { $offered } · atendidas { $answered } · abandonadas { $abandoned }{ $share }
service-name-offered = Recebidas
service-name-answered = Atendidas
service-name-abandoned = Abandonadas
service-dialled = Chamadas feitas
service-no-channel = O relatório não tem linha de { $channel }. Tem: { $channels }


doubt-channels = Números que não fecham: { $channels }
column-channel = Canal
service-chart = Atendidas por canal
service-alt = Atendidas por canal: { $rows }.
