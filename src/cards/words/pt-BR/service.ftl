# /servico
