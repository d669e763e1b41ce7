# /service

service-plain = { $part } of { $of } were answered within 20 s
service-plain-answered = { $part } of { $of } were answered
service-variant = Service level: answered within the limit, of all offered; abandoned ones count against it
service-not-judged = Seconds do not tell how this channel is served, so no service level is shown
service-outbound = Calls that the centre makes: abandonment means something else here, and no service level is shown
service-others = Customers' other channels, which seconds do not judge:
service-apart = Apart, in no total of customers:
service-channel = { $channel }: offered { $offered } · answered { $answered } · abandoned { $abandoned }{ $share }
service-channel-outbound = { $channel }: made { $offered } · answered { $answered } · abandoned { $abandoned }{ $share }
service-name-offered = Offered
service-name-answered = Answered
service-name-abandoned = Abandoned
service-dialled = Calls made
service-no-channel = The report has no row for { $channel }. It has: { $channels }


doubt-channels = Figures that do not add up: { $channels }
column-channel = Channel
service-chart = Answered by channel
service-alt = Answered by channel: { $rows }.
