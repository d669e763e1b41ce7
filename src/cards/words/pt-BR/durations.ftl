# /duracao
