# /duracion
