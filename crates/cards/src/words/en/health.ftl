# The health of the bot: what is wrong with a part of it, and what to do. In `/status`, in posts to the people
# who run the bot, in its presence and at `/readyz`.

health-part-polls = Polls of { $operation }
health-part-feed = Reports of { $operation }
health-part-quota = Requests of { $operation }
health-part-delivery = Channel { $channel }
health-part-gateway = Connection to Discord
health-part-server = Discord server
health-part-store = Store
health-part-rules = Rules
health-part-clock = Clock

health-never-polled = Nothing has been read yet
health-never-polled-detail = Started { $since }. See the log for the reason.
health-polls-late = The last poll was { $last }
health-polls-late-detail = Rules are not evaluated until polling resumes. See the log for the reason.
health-feed-lost = No report can be read
health-feed-lost-detail = Since { $since }, { $failures ->
    [one] one poll
   *[other] { $count } polls in a row
}: { $reason }
health-report-lost = { $rules ->
    [one] 1 rule without data
   *[other] { $rules } rules without data
}: the report “{ $report }” cannot be read
health-report-lost-detail = Since { $since }, { $failures ->
    [one] one poll
   *[other] { $count } polls in a row
}: { $reason }
health-report-lost-skills = Skills: { $skills }
health-report-lost-rules = Rules: { $rules }
health-report-lost-warning = Silence from these rules does not mean that all is well.
health-quota-short = Few API requests are left today: polling is paused so that commands still work
health-quota-short-detail = { $used } of { $limit } are used. Poll less often, or watch fewer skills.
health-channel-refuses = Discord refuses messages in “{ $channel }”
health-channel-refuses-detail = Since { $since }: { $reason }. { $waiting ->
    [0] No message is waiting.
    [one] 1 message is waiting.
   *[other] { $waiting } messages are waiting.
} It is retried within a minute.
health-channel-waits = { $waiting ->
    [one] 1 message is waiting
   *[other] { $waiting } messages are waiting
} for “{ $channel }”
health-channel-waits-detail = Since { $since }{ $reason }. It is retried automatically.
health-gateway-down = No connection to Discord
health-gateway-down-detail = Since { $since }: { $reason }. Commands and buttons do not respond; it is retried automatically.
health-server-unfit = The Discord server does not match the configuration
health-store-troubled = The store needs attention
health-store-recovered = The store was damaged and has been recovered
health-rules-refused = The changed rules were rejected
health-rules-refused-detail = Since { $since } the previous rules stay active. { $fault }
health-no-rules = No rules are active: nothing is watched
health-no-rules-detail = Put rule files into the folder that `rules` names, and run `vigia check`.
health-clock-was-ahead = The clock of the machine was ahead
health-clock-was-ahead-detail = The last poll counts as of { $until }. Check that the clock is synchronised.
health-unchecked = Not checked in the last two polls: { $parts }
health-well-again = ✅ Resolved: { $problem }
health-well-again-detail = From { $since } to { $until }.
health-more = and { $count } more
presence-well = read { $time } · { $open } open
presence-never = not read yet
