# A conexão com o Discord, e o que a configuração nomeia e os servidores não têm.

gateway-starting = ainda sem conexão com o Discord
gateway-unreachable = não é possível conectar ao Discord: { $why }
gateway-closed = o Discord fechou a conexão com o código { $code }
gateway-lost = a conexão com o Discord caiu: { $why }
gateway-reconnect = o Discord pediu uma nova conexão
gateway-session-refused = o Discord recusa a sessão
gateway-token-refused = o Discord recusa o token do bot. Coloque o atual no arquivo
gateway-silent = o Discord não enviou { $answer } a tempo
gateway-identify-limit = { $count } sessões com o Discord foram iniciadas em 24 horas, então a próxima espera até { $until }: verifique se outro processo usa o mesmo token

guild-not-member = { $setting }: o bot não está no servidor { $id }. Convide-o com os escopos bot e applications.commands, ou corrija o número.
guild-down = { $setting }: no momento o Discord não consegue chegar ao servidor { $id }.
guild-no-channel = { $setting }: no servidor não há um canal { $id }, ou o bot não pode vê-lo. Corrija o número ou permita ao bot Ver canal.
guild-not-text = { $setting }: { $id } não é um canal de texto. Escolha um canal de texto.
guild-missing-permissions = { $setting }: faltam permissões ao bot no canal { $id }: { $missing }. Dê-as ao cargo dele.
guild-no-role = { $setting }: no servidor não há um cargo { $id }. Corrija o número.
guild-not-mentionable = { $setting }: mencionar o cargo { $id } não avisa ninguém em { $channel }. Permita que todos mencionem o cargo, ou que o bot mencione todos os cargos ali.

permission-view-channel = Ver canal
permission-send-messages = Enviar mensagens
permission-attach-files = Anexar arquivos
permission-read-history = Ver histórico de mensagens

setup-card-title = ✅ vigia está conectado
setup-card-line = Esta é uma mensagem de teste: os alertas de { $operation } chegarão aqui.
