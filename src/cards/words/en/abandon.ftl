# /abandon

abandon-plain = { $part } of { $of } calls were abandoned before an agent answered
abandon-none-offered = No calls came in
abandon-waits = Waited before hanging up: { $ranges }
abandon-worst = Skills that lost most calls:
abandon-other = Neither answered nor abandoned
abandon-no-data = No data · { $place }
abandon-no-data-why = wolkvox has nothing for this window: no calls, or none booked yet. That is not the same as zero
abandon-skill-unseen = Skill { $skill } is not among those seen so far: check its number

doubt-no-channel = The report of calls has no row for voice
doubt-no-waits = The report of abandons by wait does not name this skill
doubt-waits = The waits add up to { $sum }, and the report says { $whole }
doubt-reports = The two reports disagree: { $waits } abandoned by wait (skill_9), { $service } by channel (skill_11)
doubt-more-offered = Offered calls are { $calls } more than answered and abandoned together
doubt-less-offered = Offered calls are { $calls } fewer than answered and abandoned together
