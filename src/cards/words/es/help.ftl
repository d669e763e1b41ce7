# /ayuda: la fórmula y la trampa de cada métrica.
