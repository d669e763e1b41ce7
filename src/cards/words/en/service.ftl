# /service
