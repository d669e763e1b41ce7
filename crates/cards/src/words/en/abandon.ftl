

abandon-plain = { $part } of { $of } calls were abandoned before an agent answered
abandon-waits = Waited before hanging up: { $ranges }
abandon-worst = Skills that lost most calls, of { $of }:
abandon-by-skill = Abandoned calls by skill, of { $of }:


doubt-no-voice = The report of calls has no row for voice
doubt-no-waits = The report of abandons by wait does not name this skill
doubt-waits = The waits add up to { $sum }, and the report says { $whole }
doubt-skills = The skills add up to { $sum }, and the report says { $whole }
doubt-reports = The two reports disagree: { $waits } abandoned by wait (skill_9), { $service } by channel (skill_11)
doubt-no-short = Abandonment without short ones is not computed: the reports do not agree

column-wait-other = Other waits
column-abandoned-share = Share of abandoned calls, %
abandon-chart = How long they waited before hanging up
abandon-chart-skills = Abandoned calls by skill
abandon-alt = How long those who hung up had waited: { $rows }.
abandon-alt-skills = The skills with the most abandoned calls: { $rows }.
