# La salud del bot: qué anda mal en una de sus partes y qué hacer. En `/estado`, en los avisos a quienes operan el
# bot, en su presencia y en `/readyz`.

health-part-polls = Lecturas de { $operation }
health-part-feed = Reportes de { $operation }
health-part-quota = Consultas de { $operation }
health-part-delivery = Canal { $channel }
health-part-gateway = Conexión con Discord
health-part-server = Servidor de Discord
health-part-store = Almacén
health-part-rules = Reglas
health-part-clock = Reloj

health-never-polled = Aún no se ha leído nada
health-never-polled-detail = Iniciado { $since }. El motivo está en el registro.
health-polls-late = La última lectura fue { $last }
health-polls-late-detail = Las reglas no se evalúan hasta que se reanude la lectura. El motivo está en el registro.
health-feed-lost = No se puede leer ningún reporte
health-feed-lost-detail = Desde { $since }, { $failures ->
    [one] una lectura
   *[other] { $count } lecturas seguidas
}: { $reason }
health-report-lost = { $rules ->
    [one] 1 regla sin datos
   *[other] { $rules } reglas sin datos
}: no se puede leer el reporte “{ $report }”
health-report-lost-detail = Desde { $since }, { $failures ->
    [one] una lectura
   *[other] { $count } lecturas seguidas
}: { $reason }
health-report-lost-skills = Skills: { $skills }
health-report-lost-rules = Reglas: { $rules }
health-report-lost-warning = El silencio de estas reglas no significa que todo esté bien.
health-quota-short = Quedan pocas consultas hoy: la lectura automática está en pausa para reservarlas a los comandos
health-quota-short-detail = Se usaron { $used } de { $limit }. Lea con menos frecuencia o vigile menos skills.
health-channel-refuses = Discord rechaza los mensajes en “{ $channel }”
health-channel-refuses-detail = Desde { $since }: { $reason }. { $waiting ->
    [0] No hay mensajes en espera.
    [one] 1 mensaje en espera.
   *[other] { $waiting } mensajes en espera.
} Se intenta de nuevo cada minuto.
health-channel-waits = { $waiting ->
    [one] 1 mensaje en espera
   *[other] { $waiting } mensajes en espera
} para “{ $channel }”
health-channel-waits-detail = Desde { $since }{ $reason }. Se reintenta automáticamente.
health-gateway-down = Sin conexión con Discord
health-gateway-down-detail = Desde { $since }: { $reason }. Los comandos y botones no responden; se reintenta automáticamente.
health-server-unfit = El servidor de Discord no coincide con la configuración
health-store-troubled = El almacén necesita atención
health-store-recovered = El almacén estaba dañado y se recuperó
health-rules-refused = Se rechazaron las reglas cambiadas
health-rules-refused-detail = Desde { $since } siguen activas las reglas anteriores. { $fault }
health-no-rules = No hay reglas activas: no se vigila nada
health-no-rules-detail = Ponga archivos de reglas en la carpeta que indica `rules` y ejecute `vigia check`.
health-clock-was-ahead = El reloj de la máquina estuvo adelantado
health-clock-was-ahead-detail = La última lectura figura { $until }. Revise la sincronización del reloj.
health-unchecked = Sin comprobar en las últimas dos lecturas: { $parts }
health-well-again = ✅ Resuelto: { $problem }
health-well-again-detail = Desde { $since } hasta { $until }.
health-more = y { $count } más
presence-well = leído { $time } · { $open ->
    [one] 1 abierta
   *[other] { $open } abiertas
}
presence-never = aún sin leer
