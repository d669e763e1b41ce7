# The answers when the bot itself fails.

failure-fault = Algo falhou dentro do bot
failure-fault-hint = A falha ficou no log do bot. Tente de novo; se acontecer outra vez, avise quem o administra.
failure-too-late = A resposta demorou demais
failure-too-late-hint = Peça um período mais curto ou tente de novo mais tarde.
failure-stopping = O bot está sendo reiniciado
failure-stopping-hint = Tente de novo em um minuto.
failure-outdated = Este comando acabou de mudar
failure-outdated-hint = Reinicie o Discord (Ctrl+R no computador) e tente de novo.
failure-elsewhere = Isto não funciona aqui
failure-elsewhere-hint = Os comandos e botões funcionam no servidor para o qual o bot trabalha.
failure-not-shared = Não foi possível compartilhar
failure-not-shared-hint = O Discord não aceitou a mensagem para o canal. Tente de novo mais tarde.
