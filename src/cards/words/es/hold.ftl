# /hold
