# La conexión con Discord, y lo que la configuración nombra y sus servidores no tienen.

gateway-starting = todavía sin conexión con Discord
gateway-unreachable = no se puede llegar a Discord: { $why }
gateway-closed = Discord cerró la conexión con el código { $code }
gateway-lost = se cortó la conexión con Discord: { $why }
gateway-reconnect = Discord pidió una conexión nueva
gateway-session-refused = Discord rechaza la sesión
gateway-token-refused = Discord rechaza el token del bot. Ponga el actual en su archivo
gateway-silent = Discord no envió { $answer } a tiempo
gateway-identify-limit = se iniciaron { $count } sesiones con Discord en 24 horas, así que la próxima espera hasta { $until }: revise si otro proceso usa el mismo token

guild-not-member = { $setting }: el bot no está en el servidor { $id }. Invítelo con los permisos bot y applications.commands, o corrija el número.
guild-down = { $setting }: por ahora Discord no puede llegar al servidor { $id }.
guild-no-channel = { $setting }: en el servidor no hay un canal { $id }, o el bot no puede verlo. Corrija el número o permita al bot Ver canal.
guild-not-text = { $setting }: { $id } no es un canal de texto. Elija un canal de texto.
guild-missing-permissions = { $setting }: al bot le faltan permisos en el canal { $id }: { $missing }. Déselos a su rol.
guild-no-role = { $setting }: en el servidor no hay un rol { $id }. Corrija el número.
guild-not-mentionable = { $setting }: mencionar el rol { $id } no avisa a nadie en { $channel }. Permita que todos mencionen el rol, o que el bot mencione todos los roles allí.

permission-view-channel = Ver canal
permission-send-messages = Enviar mensajes
permission-attach-files = Adjuntar archivos
permission-read-history = Leer el historial de mensajes

setup-card-title = ✅ vigia está conectado
setup-card-line = Es un mensaje de prueba: aquí llegarán las alertas de { $operation }.
