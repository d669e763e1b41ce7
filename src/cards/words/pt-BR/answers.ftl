# O que as respostas sobre relatórios têm em comum.
