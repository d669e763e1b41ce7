# What the answers about reports have in common.
