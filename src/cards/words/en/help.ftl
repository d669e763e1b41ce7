# /help: the formula and the trap of each metric.
