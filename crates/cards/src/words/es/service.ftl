# /servicio

service-plain = { $part } de { $of } se atendieron en 20 s o menos
service-plain-answered = { $part } de { $of } se atendieron
service-variant = Nivel de servicio: atendidas dentro del plazo, de todas las entrantes; las abandonadas cuentan en contra
service-not-judged = Los segundos no dicen cómo se atiende este canal: no se muestra nivel de servicio
service-outbound = Llamadas que hace el centro: aquí el abandono significa otra cosa, y no se muestra nivel de servicio
service-others = Otros canales de clientes, que no se evalúan por segundos:
service-apart = Aparte, fuera de los totales de clientes:
service-channel = { $channel }: entrantes { $offered } · atendidas { $answered } · abandonadas { $abandoned }{ $share }
service-channel-outbound = { $channel }: hechas { $offered } · atendidas { $answered } · abandonadas { $abandoned }{ $share }
service-name-offered = Entrantes
service-name-answered = Atendidas
service-name-abandoned = Abandonadas
service-dialled = Llamadas hechas
service-no-channel = El reporte no tiene fila de { $channel }. Tiene: { $channels }


doubt-channels = Cifras que no cuadran: { $channels }
column-channel = Canal
service-chart = Atendidas por canal
service-alt = Atendidas por canal: { $rows }.
