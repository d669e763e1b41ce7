# /ajuda: a fórmula e a armadilha de cada métrica.
