# /espera-inteligente
