# /durations
