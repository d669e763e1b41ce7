# Comandos, suas opções e botões.
