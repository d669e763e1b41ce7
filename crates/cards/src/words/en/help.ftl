# /help: the formula and the trap of each metric. docs/metrics.md says the same as this file.

help-calls-offered-formula = offered calls (inbound_calls)
help-calls-offered-trap = A call offered to two skills counts in both, so the skills may add up to more than the operation.

help-calls-answered-formula = answered calls (answer_calls)
help-calls-answered-trap = Falls when fewer people call, too. answer.rate separates the two.

help-answer-rate-formula = answered / offered calls
help-answer-rate-trap = Not 100 % minus abandonment when calls leave the queue in another way, such as a transfer.

help-abandon-count-formula = abandoned calls (abandon_calls)
help-abandon-count-trap = With no agent ready, wolkvox hangs up after about nine minutes and counts that as abandoned.

help-abandon-rate-formula = abandoned / offered calls
help-abandon-rate-trap = Short hang-ups are included, and of few calls it is hardly a rate: set at_least or confidence.

help-abandon-rate-excl-short-formula = (abandoned − those of 0–10 s) / (offered − those of 0–10 s)
help-abandon-rate-excl-short-trap = Shown only if both reports agree on abandons. Short means 10 s or less, since the report cannot tell 5 s from 10 s.

help-abandon-after-threshold-rate-formula = calls abandoned at 21 s or later / offered calls
help-abandon-after-threshold-rate-trap = Shown only if both reports agree on abandons. Lower than abandon.rate by those who hardly waited, so it needs a lower limit.

help-service-level-10s-formula = calls answered within 10 s / offered calls, as delivered
help-service-level-10s-trap = Abandoned calls count against it. Other platforms leave some of them out and show more.

help-service-level-20s-formula = calls answered within 20 s / offered calls, as delivered
help-service-level-20s-trap = Abandoned calls count against it. The average of hourly levels is not the level of the day: weigh each by its offered calls.

help-service-level-30s-formula = calls answered within 30 s / offered calls, as delivered
help-service-level-30s-trap = Abandoned calls count against it, and a call answered after 31 s counts like one that was lost.

help-service-level-20s-v2-formula = calls answered within 20 s / answered calls
help-service-level-20s-v2-trap = Callers who gave up do not count at all, so it stays high while the queue breaks down. Most handbooks advise against it.

help-service-level-20s-v3-formula = calls answered within 20 s / (answered + abandoned − those of 0–10 s)
help-service-level-20s-v3-trap = Shown only if both reports agree on abandons. Others take 5 s where the report cannot tell less than 10 s.

help-service-level-20s-v4-formula = calls answered within 20 s / (answered + abandoned − those of 0–20 s)
help-service-level-20s-v4-trap = Who gives up within 20 s counts neither way. Compare it with no other variant: of one day they differ by some points.

help-service-level-20s-v5-formula = (answered within 20 s + abandoned within 20 s) / (answered + abandoned)
help-service-level-20s-v5-trap = Who gives up within 20 s counts as served, so quick hang-ups make it better.

help-asa-formula = waits of the answered calls / answered calls, as delivered
help-asa-trap = Those who gave up are not in it: a short ASA beside many abandons is not a good sign.

help-ata-formula = waits of the abandoned calls / abandoned calls, as delivered
help-ata-trap = Average time to abandon. Elsewhere ATA is the average time to answer, which is asa here.

help-queue-avg-wait-formula = (asa × answered + ata × abandoned) / (answered + abandoned)
help-queue-avg-wait-trap = An average over callers who were served and callers who gave up: it also falls when they give up sooner. Read it beside asa and abandon.rate.

help-abandon-short-share-formula = calls abandoned at 0–10 s / abandoned calls
help-abandon-short-share-trap = A share of the abandoned, not of the offered: it also rises when long waits get fewer. The report cannot tell 5 s from 10 s.

help-abandon-after-threshold-share-formula = calls abandoned at 21 s or later / abandoned calls
help-abandon-after-threshold-share-trap = Tells when callers give up, not how many do: read it beside abandon.rate.

help-abandon-long-share-formula = calls abandoned at 51 s or later / abandoned calls
help-abandon-long-share-trap = Calls that wolkvox itself ends after about nine minutes without an agent are among them.

help-smart-hold-treated-formula = calls that entered Smart Hold (treatment)
help-smart-hold-treated-trap = Smart Hold starts by itself when the service level is in danger, so no row is good news. It is shown as –, not as 0.

help-smart-hold-acceptance-rate-formula = callbacks accepted / calls in Smart Hold (customer_say_yes / treatment)
help-smart-hold-acceptance-rate-trap = Callers who did not decide count as not accepting: smart_hold.undecided_rate tells how many they are.

help-smart-hold-undecided-rate-formula = (calls in Smart Hold − accepted − declined) / calls in Smart Hold
help-smart-hold-undecided-rate-trap = The report does not say what became of them. Some hung up at the question; a long or unclear prompt drives it up.

help-smart-hold-recall-fail-formula = callbacks that reached nobody (recall_fail)
help-smart-hold-recall-fail-trap = Counted after the last attempt only: a rise at 16:00 may be of callers of 14:30.

help-smart-hold-recall-fail-rate-formula = failed / (failed + successful) callbacks (recall_fail / (recall_ok + recall_fail))
help-smart-hold-recall-fail-rate-trap = Callbacks still open are left out, and a failure counts after the last attempt only: use windows of an hour or more.

help-smart-hold-completion-rate-formula = successful / accepted callbacks (recall_ok / customer_say_yes)
help-smart-hold-completion-rate-trap = Callbacks still open count as not done, so it is low in a short window: judge it over a day. Above 100 % it is shown as –.

help-smart-hold-open-formula = accepted − successful − failed callbacks
help-smart-hold-open-trap = Not all of them are due: callers who called again, or served by someone else, may be among them. Below zero it is shown as –.

help-hold-total-formula = time on hold during calls (hold_time)
help-hold-total-trap = Not queue wait, and it grows with the calls taken. Two agents of one name are one here.

help-mute-total-formula = muted time during calls (mute_time)
help-mute-total-trap = Grows with the calls taken, and the report does not say how many these were.

help-hold-mute-total-formula = time on hold and muted (total_time), as delivered
help-hold-mute-total-trap = Need not be hold plus mute: where both were used at once, wolkvox decides what counts.

help-hold-mute-events-formula = uses of hold and mute (count)
help-hold-mute-events-trap = One count for both: how often hold alone was used is not in the report.

help-hold-mute-avg-per-event-formula = hold and mute time / uses of both (total_time / count)
help-hold-mute-avg-per-event-trap = Per use, not per call. Hold time by these uses would come out too low, since muting is counted among them.

help-hold-share-formula = hold time / (hold time + muted time)
help-hold-share-trap = A share of time, not of calls. Neither end is bad by itself, and of a few seconds it says nothing.

help-cdr-calls-formula = calls of all lengths
help-cdr-calls-trap = Inbound, outbound and internal calls together: not the offered calls of the skills.

help-cdr-minutes-formula = minutes of all lengths, to the nearest minute
help-cdr-minutes-trap = Whether these are minutes talked or minutes billed is not documented: hold them against a bill first.

help-cdr-cost-formula = cost of all lengths
help-cdr-cost-trap = In the operation's currency, which the report does not name. Often 0 where telephony is paid elsewhere.

help-calls-short-share-formula = calls of 0–5 s / calls of all lengths
help-calls-short-share-trap = High with predictive dialling and answering machines, without anything being wrong.

help-calls-long-share-formula = calls of 121 s or more / calls of all lengths
help-calls-long-share-trap = A call of two minutes and one of an hour count the same, and neither end is bad by itself.

help-cdr-cost-per-call-formula = cost / calls
help-cdr-cost-per-call-trap = Over all directions: when the mix of calls changes, it moves as if a price had.

help-cdr-cost-per-minute-formula = cost / minutes
help-cdr-cost-per-minute-trap = Not a tariff: many short calls raise it where calls are billed by the started minute.

help-cdr-min-per-call-formula = minutes / calls
help-cdr-min-per-call-trap = Not AHT: no after-call work, every direction, and the minutes may be rounded up.

help-feed-age-formula = time of the poll − time of the last poll in which a report could be read
help-feed-age-trap = An empty window counts as read. Unknown until something has been read once.

help-feed-failures-formula = polls in a row in which no report could be read
help-feed-failures-trap = One report that can be read is enough to start again: a single broken one is not seen here.

help-quota-used-share-formula = calls of the reports API used today / (licences × 1000)
help-quota-used-share-trap = All tokens of the operation share them. It starts again at local midnight, and wolkvox may begin its day at another hour.
