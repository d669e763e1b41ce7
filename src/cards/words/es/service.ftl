# /servicio
