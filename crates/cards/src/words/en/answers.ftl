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

answer-none-offered = No calls came in
answer-other = Neither answered nor abandoned
answer-no-data = No data · { $place }
answer-no-data-why = wolkvox has nothing for this window: no calls, or none booked yet. That is not the same as zero
answer-skill-unseen = Skill { $skill } has not been seen yet: check the number

doubt-more-offered = Offered calls are { $calls } more than answered and abandoned together
doubt-less-offered = Offered calls are { $calls } fewer than answered and abandoned together
doubt-rate = wolkvox says { $told } abandoned, and its calls make { $made }
doubt-levels = A longer limit has a lower service level (10 · 20 · 30 s): { $levels }
doubt-answered = A service level of { $level } is more than the { $share } that were answered
doubt-fraction = Not a whole number of the { $offered } offered calls: service level { $levels }

column-skill = Skill
column-name = Name
column-abandon-rate = Abandonment, %
