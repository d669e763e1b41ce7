# The connection to Discord, and what of the configuration its servers do not have.

gateway-starting = not connected to Discord yet
gateway-unreachable = Discord cannot be reached: { $why }
gateway-closed = Discord closed the connection with code { $code }
gateway-lost = the connection to Discord broke: { $why }
gateway-reconnect = Discord asked for a new connection
gateway-session-refused = Discord refuses the session
gateway-token-refused = Discord refuses the bot's token. Put the current one into its file
gateway-silent = Discord did not send { $answer } in time
gateway-identify-limit = { $count } sessions with Discord were started within 24 hours, so the next one waits until { $until }: check whether another process uses the same token

guild-not-member = { $setting }: the bot is not in the server { $id }. Invite it with the scopes bot and applications.commands, or correct the number.
guild-down = { $setting }: Discord cannot reach the server { $id } at the moment.
guild-no-channel = { $setting }: there is no channel { $id } in the server, or the bot may not see it. Correct the number, or allow View Channel.
guild-not-text = { $setting }: { $id } is not a text channel. Choose a text channel.
guild-missing-permissions = { $setting }: the bot lacks permissions in the channel { $id }: { $missing }. Allow them to its role.
guild-no-role = { $setting }: there is no role { $id } in the server. Correct the number.
guild-not-mentionable = { $setting }: a mention of the role { $id } notifies nobody in { $channel }. Let everybody mention the role, or allow the bot to mention all roles there.

permission-view-channel = View Channel
permission-send-messages = Send Messages
permission-attach-files = Attach Files
permission-read-history = Read Message History

setup-card-title = ✅ vigia is connected
setup-card-line = This is a test message: the alerts of { $operation } will come here.
