# Comandos, sus opciones y botones.
