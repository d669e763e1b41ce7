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
health-never-polled-detail = Started { $since }. Look at the log for the reason.
health-polls-late = The last poll was { $last }
health-polls-late-detail = No rule judges until polls go on. Look at the log for the reason.
health-feed-lost = No report can be read
health-feed-lost-detail = Since { $since }, { $failures ->
    [one] one poll
   *[other] { $count } polls in a row
}: { $reason }
health-report-lost = { $rules ->
    [one] 1 rule cannot see
   *[other] { $rules } rules cannot see
}: the report “{ $report }” cannot be read
health-report-lost-detail = Since { $since }, { $failures ->
    [one] one poll
   *[other] { $count } polls in a row
}: { $reason }
health-report-lost-skills = Skills: { $skills }
health-report-lost-rules = Rules: { $rules }
health-report-lost-warning = Silence of these rules does not mean that all is well.
health-quota-short = Few API requests are left today: polls wait for people
health-quota-short-detail = { $used } of { $limit } are used. Poll less often, or watch fewer skills.
health-channel-refuses = Discord refuses posts in “{ $channel }”
health-channel-refuses-detail = Since { $since }: { $reason }. { $waiting ->
    [0] Nothing waits.
    [one] 1 post waits.
   *[other] { $waiting } posts wait.
} It is tried again within a minute.
health-channel-waits = { $waiting ->
    [one] 1 post waits
   *[other] { $waiting } posts wait
} for “{ $channel }”
health-channel-waits-detail = Since { $since }{ $reason }. It is tried again by itself.
health-gateway-down = No connection to Discord
health-gateway-down-detail = Since { $since }: { $reason }. Commands and buttons get no answer; it is tried again by itself.
health-server-unfit = The Discord server does not fit the configuration
health-store-troubled = The store needs a look
health-store-recovered = The store was damaged and is recovered
health-rules-refused = The changed rules were not taken
health-rules-refused-detail = Since { $since } the earlier rules are in force. { $fault }
health-no-rules = No rule is in force: nothing is watched
health-no-rules-detail = Put files of rules into the folder that `rules` names, and run `vigia check`.
health-clock-was-ahead = The clock of the machine was ahead
health-clock-was-ahead-detail = The last poll counts as of { $until }. Check that the clock is synchronised.
health-unchecked = Not checked in the last two polls: { $parts }
health-well-again = ✅ Well again: { $problem }
health-well-again-detail = From { $since } to { $until }.
health-more = and { $count } more
presence-well = read { $time } · { $open } open
presence-never = not read yet
