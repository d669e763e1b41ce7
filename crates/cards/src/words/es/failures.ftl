# The answers when the bot itself fails.

failure-fault = Algo falló dentro del bot
failure-fault-hint = El fallo quedó en su registro. Se puede intentar de nuevo; si se repite, conviene avisar a quien lo administra.
failure-too-late = La respuesta tardó demasiado
failure-too-late-hint = Conviene pedir un periodo más corto o intentarlo más tarde.
failure-stopping = El bot se está reiniciando
failure-stopping-hint = Se puede intentar de nuevo en un minuto.
failure-outdated = Este comando acaba de cambiar
failure-outdated-hint = Hay que reiniciar Discord (Ctrl+R en el computador) e intentarlo de nuevo.
failure-elsewhere = Esto no funciona aquí
failure-elsewhere-hint = Los comandos y botones funcionan en el servidor para el que trabaja el bot.
failure-not-shared = No se pudo compartir
failure-not-shared-hint = Discord no aceptó el mensaje para el canal. Se puede intentar más tarde.
