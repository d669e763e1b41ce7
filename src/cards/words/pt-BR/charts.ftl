# Palavras dos gráficos.
