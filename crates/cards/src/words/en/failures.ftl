# The answers when the bot itself fails.

failure-fault = Something went wrong inside the bot
failure-fault-hint = The error is in its log. Try again; if it happens again, tell whoever runs the bot.
failure-too-late = The answer took too long
failure-too-late-hint = Ask for a shorter period, or try again later.
failure-stopping = The bot is being restarted
failure-stopping-hint = Try again in a minute.
failure-outdated = This command has just changed
failure-outdated-hint = Restart Discord (Ctrl+R on a computer) and try again.
failure-elsewhere = This does not work here
failure-elsewhere-hint = Use commands and buttons in the server that the bot works for.
failure-not-shared = It could not be shared
failure-not-shared-hint = Discord did not accept the message for the channel. Try again later.
