# What the answers about reports have in common.

answer-window = { $window } ({ $length }) · read { $read }
rows-of = { $first }–{ $last } of { $total }

verdict-critical-above = 🔴 Critical: above the limit of { $limit } (rule { $rule })
verdict-critical-below = 🔴 Critical: below the goal of { $limit } (rule { $rule })
verdict-warning-above = 🟡 Warning: above the limit of { $limit } (rule { $rule })
verdict-warning-below = 🟡 Warning: below the goal of { $limit } (rule { $rule })
verdict-unsure-above = 🟡 Above the limit of { $limit }, but out of too few to be sure (rule { $rule })
verdict-unsure-below = 🟡 Below the goal of { $limit }, but out of too few to be sure (rule { $rule })
verdict-within-above = ✅ Within the limit of { $limit } (rule { $rule })
verdict-within-below = ✅ The goal of { $limit } is met (rule { $rule })
verdict-too-few = ⚪ Out of too few to judge: { $cases }, and the rule asks for { $least } or more
verdict-unknown = ⚪ Not known: { $metric }

gap-empty = The report on { $report } has nothing for this window
gap-failed = The report on { $report } is missing: { $why }

compared-previous = Compared with the window before: { $window }
compared-yesterday = Compared with yesterday at the same time: { $window }
compared-last-week = Compared with a week ago at the same time: { $window }
compared-known = { $with }
compared-empty = { $with } · no data
compared-failed = { $with } · could not be read: { $why }
change-before = (before { $value })
