# Palabras de los gráficos.
