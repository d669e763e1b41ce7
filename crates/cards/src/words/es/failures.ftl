# The answers when the bot itself fails.

failure-fault = Algo falló dentro del bot
failure-fault-hint = El fallo quedó en su registro. Intente de nuevo; si se repite, avise a quien administra el bot.
failure-too-late = La respuesta tardó demasiado
failure-too-late-hint = Pida un período más corto o intente más tarde.
failure-stopping = El bot se está reiniciando
failure-stopping-hint = Intente de nuevo en un minuto.
failure-outdated = Este comando acaba de cambiar
failure-outdated-hint = Reinicie Discord (Ctrl+R en el computador) e intente de nuevo.
failure-elsewhere = Esto no funciona aquí
failure-elsewhere-hint = Los comandos y botones funcionan en el servidor para el que trabaja el bot.
failure-not-shared = No se pudo compartir
failure-not-shared-hint = Discord no aceptó el mensaje para el canal. Intente más tarde.
