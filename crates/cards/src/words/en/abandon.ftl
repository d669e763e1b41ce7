

abandon-plain = { $part } of { $of } calls were abandoned before an agent answered
abandon-waits = Waited before hanging up: { $ranges }
abandon-worst = Skills that lost most calls, of { $of }:
abandon-by-skill = Abandoned calls by skill, of { $of }:

abandon-chart = Abandoned calls by wait
abandon-chart-axis = wait in the queue before hanging up
abandon-alt = Bars of abandoned calls by wait in the queue: { $place }. { $ranges }. Total { $total }.

doubt-no-voice = The report of calls has no row for voice
doubt-no-waits = The report of abandons by wait does not name this skill
doubt-waits = The waits add up to { $sum }, and the report says { $whole }
doubt-skills = The skills add up to { $sum }, and the report says { $whole }
doubt-reports = The two reports disagree: { $waits } abandoned by wait (skill_9), { $service } by channel (skill_11)
doubt-no-short = Abandonment without short ones is not computed: the reports do not agree

column-wait-other = Other waits
column-abandoned-share = Share of abandoned calls, %
