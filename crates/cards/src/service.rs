//! The answer to `/service`: calls, service level and waits by channel.
//!
//! ```text
//! Service level 20 s 54.1 % (66 of 122) · skill 12 Soporte TV · voice
//! 🔴 Critical: below the goal of 60 % (rule low-service)
//! Answered within the limit, of all offered; abandoned calls count against it
//! 17 Nov 2026, 14:05–15:05 (1 h) · read at 15:06
//! ```

#[cfg(test)]
mod tests;

use crate::{
    Card, CardField, CardLine, Tone, Words,
    charts::{BarChart, Chart},
    report::{
        AnswerContext, AnswerInput, AnswerSource, ComparedSample, ReportAnswer, ReportInput,
        ReportTable, RowPage, SortOrder, TableCell, bar_picture, calls_with_share, capitalised,
        channel_doubts, highest_first, plain_row, rule_for, share_sample, text_field,
        unaccounted_calls, unknown_line, verdict_line, warning_line,
    },
};
use vigia_core::{
    metrics::{
        Channel, Facts, Metric, Report, Sample, Scope, SkillSelection, Unit, facts::ChannelService,
    },
    rules::Rule,
};

/// The channels that a warning about a missing channel names at most.
const MOST_NAMED: usize = 12;

/// The group that a channel belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ChannelKind {
    /// Customers call.
    Voice,
    /// Customers write.
    Message,
    /// Agents call each other.
    InternalCall,
    /// Agents write to each other.
    InternalChat,
    /// The centre calls customers.
    Outbound,
    Unknown,
}

impl ChannelKind {
    pub(crate) fn of(channel: &Channel) -> Self {
        match channel.as_str() {
            Channel::INBOUND => Self::Voice,
            "internalcall_que" => Self::InternalCall,
            "chat-transferSkill" | "chat-configurationbox" => Self::InternalChat,
            "out_pre" => Self::Outbound,
            other if other.starts_with("chat-") || other.starts_with("omni-") => Self::Message,
            _ => Self::Unknown,
        }
    }

    /// Returns whether a person waits on the phone.
    fn is_call(self) -> bool {
        matches!(self, Self::Voice | Self::InternalCall)
    }

    pub(crate) fn is_customers(self) -> bool {
        matches!(self, Self::Voice | Self::Message)
    }
}

/// Answers from the report of calls and service levels.
pub fn service_answer(
    asked: &AnswerInput<'_>,
    context: &AnswerContext<'_>,
    words: &Words,
) -> ReportAnswer {
    let answer = ServiceAnswer::new(AnswerSource::new(asked, context, words));
    let is_empty = match asked.report {
        ReportInput::Known(Facts::ServiceLevel(report)) => report.channels.is_empty(),
        ReportInput::Known(_) | ReportInput::Failed(_) => false,
        ReportInput::Empty => true,
    };
    if is_empty {
        return answer.source.no_calls(&answer.place);
    }
    let page = answer.page_of_channels();
    ReportAnswer {
        card: answer.card(&page),
        table: answer.table(),
        pages: page.pages,
    }
}

struct ServiceAnswer<'a> {
    source: AnswerSource<'a>,
    /// The channel that the answer is about: customers' calls unless another was asked for.
    channel: Channel,
    /// All rows of the report.
    rows: &'a [ChannelService],
    /// The row of the channel that the answer is about.
    subject: Option<&'a ChannelService>,
    /// The scope that rules know, whose skills are their calls alone.
    scope: Option<Scope>,
    place: String,
}

impl<'a> ServiceAnswer<'a> {
    fn new(source: AnswerSource<'a>) -> Self {
        let AnswerSource { asked, words, .. } = source;
        let channel = asked.channel.clone().unwrap_or_else(Channel::inbound);
        let is_inbound = channel.as_str() == Channel::INBOUND;
        let rows = match asked.report.facts() {
            Some(Facts::ServiceLevel(report)) => &report.channels[..],
            Some(_) | None => &[],
        };
        let names = source.context.names;
        let of_channel = Scope::Channel(channel.clone());
        Self {
            source,
            rows,
            subject: rows.iter().find(|row| row.channel == channel),
            place: match asked.skills {
                SkillSelection::All => words.place(&of_channel, names),
                SkillSelection::One(skill) => {
                    let skill = words.skill(skill, names.get(skill));
                    format!("{skill} · {}", words.channel(&channel))
                }
            },
            scope: match asked.skills {
                SkillSelection::All if is_inbound => Some(Scope::Operation),
                SkillSelection::All => Some(of_channel),
                SkillSelection::One(skill) => is_inbound.then_some(Scope::Skill(skill)),
            },
            channel,
        }
    }

    fn rule(&self, metric: Metric) -> Option<&'a Rule> {
        rule_for(self.source.context.rules, metric, self.scope.as_ref()?)
    }

    /// Returns whether seconds say how the channel is served. Those of a call do; those of a
    /// chat do only where a rule is about them.
    fn is_judged_by_seconds(&self) -> bool {
        ChannelKind::of(&self.channel).is_call() || self.rule(Metric::ServiceLevel20s).is_some()
    }

    fn main_metric(&self) -> Metric {
        if self.is_judged_by_seconds() {
            Metric::ServiceLevel20s
        } else {
            Metric::AnswerRate
        }
    }

    fn metric(&self, metric: Metric) -> ComparedSample {
        let scope = Scope::Channel(self.channel.clone());
        self.source.service_metric(metric, &scope)
    }

    fn metric_of(&self, metric: Metric, row: &ChannelService) -> Option<Sample> {
        let scope = Scope::Channel(row.channel.clone());
        self.source.service_metric(metric, &scope).now
    }

    fn card(&self, page: &RowPage<&ChannelService>) -> Card {
        let (source, words) = (self.source, self.source.words);
        let metric = self.main_metric();
        let figure = words.known_sample(self.metric(metric).now);
        let mut lines = vec![self.headline()];
        lines.extend(self.subject.map(|_| self.meaning()));
        lines.extend(channel_lines(page, words));
        lines.extend(source.closing_lines());
        lines.extend(source.gap_line(&source.asked.report, Report::ServiceLevel));
        lines.extend(self.missing_channel());
        lines.extend(
            self.subject
                .into_iter()
                .flat_map(|row| channel_doubts(row, words)),
        );
        lines.extend(doubtful_channels(page, words));
        // Nothing is known of a channel without a row. A report that failed says so itself.
        let is_unknown = self.subject.is_none() && page.rows.is_empty() && !self.rows.is_empty();
        Card {
            tone: if is_unknown { Tone::NoData } else { Tone::Info },
            title: format!("{} {figure} · {}", words.metric(metric), self.place),
            lines,
            fields: self.subject.map_or_else(Vec::new, |row| self.fields(row)),
            chart: source.trend_or(self.scope.as_ref(), || self.chart(page)),
            ..source.card_frame()
        }
    }

    fn headline(&self) -> CardLine {
        let words = self.source.words;
        let metric = self.main_metric();
        let offered = self.subject.and_then(|row| row.offered);
        let (figure, rule) = (self.metric(metric).now, self.rule(metric));
        if rule.is_none()
            && offered != Some(0)
            && let Some(other) = self.other_verdict()
        {
            return other;
        }
        match (figure, rule, offered) {
            (Some(figure), Some(rule), _) => verdict_line(&figure, rule, words),
            (Some(figure), None, _) => {
                let id = if self.is_judged_by_seconds() {
                    "service-plain"
                } else {
                    "service-plain-answered"
                };
                let part = ("part", words.known_count(figure.part).into());
                words.line(id, &[part, ("of", words.known_count(figure.of).into())])
            }
            (None, _, Some(0)) => words.line("answer-none-offered", &[]),
            (None, _, _) => unknown_line(metric, words),
        }
    }

    /// The worst verdict about another limit or about the wait, where no rule is about the
    /// main figure.
    fn other_verdict(&self) -> Option<CardLine> {
        let metrics = [
            Metric::ServiceLevel30s,
            Metric::ServiceLevel10s,
            Metric::Asa,
            Metric::QueueAvgWait,
        ];
        let figure = |metric| self.metric(metric).now;
        self.source
            .worst_verdict(&metrics, self.scope.as_ref()?, figure)
    }

    /// Says which formula of service level this is, or why there is none.
    fn meaning(&self) -> CardLine {
        let id = match ChannelKind::of(&self.channel) {
            _ if self.is_judged_by_seconds() => "service-variant",
            ChannelKind::Outbound => "service-outbound",
            ChannelKind::Voice
            | ChannelKind::Message
            | ChannelKind::InternalCall
            | ChannelKind::InternalChat
            | ChannelKind::Unknown => "service-not-judged",
        };
        self.source.words.line(id, &[])
    }

    /// Warns that the report does not name the channel, with those that it names.
    fn missing_channel(&self) -> Option<CardLine> {
        let words = self.source.words;
        if self.subject.is_some() || self.rows.is_empty() {
            return None;
        }
        let named = self.rows.iter().take(MOST_NAMED);
        let named: Vec<_> = named.map(|row| words.channel(&row.channel)).collect();
        let channel = ("channel", words.channel(&self.channel).into());
        let args = [channel, ("channels", named.join(", ").into())];
        Some(warning_line(words.line("service-no-channel", &args)))
    }

    fn fields(&self, row: &ChannelService) -> Vec<CardField> {
        let words = self.source.words;
        let scope = Scope::Channel(self.channel.clone());
        let figure = |metric| self.source.sample_field(metric, &scope);
        let average = |metric| self.source.value_field(metric, &scope);
        let of_offered = |rate, calls| {
            let calls = calls_with_share(calls, row.offered, words);
            self.metric(rate).with_change(calls, words)
        };
        let [offered, answered, abandoned] = self.names_of_calls();
        let mut fields = Vec::new();
        if self.is_judged_by_seconds() {
            let levels = [
                Metric::ServiceLevel10s,
                Metric::ServiceLevel20s,
                Metric::ServiceLevel30s,
            ];
            fields.extend(levels.map(figure));
        }
        fields.extend([
            text_field(offered, self.metric(Metric::CallsOffered).value_text(words)),
            text_field(answered, of_offered(Metric::AnswerRate, row.answered)),
            text_field(abandoned, of_offered(Metric::AbandonRate, row.abandoned)),
        ]);
        fields.extend(self.source.unaccounted_field(row));
        if self.is_judged_by_seconds() {
            let averages = [Metric::Asa, Metric::Ata, Metric::QueueAvgWait];
            fields.extend(averages.map(average));
        }
        fields
    }

    /// The names of offered, answered and abandoned. A chat is no call, and a call that the
    /// centre makes does not come in.
    fn names_of_calls(&self) -> [String; 3] {
        let words = self.source.words;
        let kind = ChannelKind::of(&self.channel);
        if kind.is_call() {
            return [
                Metric::CallsOffered,
                Metric::CallsAnswered,
                Metric::AbandonCount,
            ]
            .map(|metric| words.metric(metric));
        }
        let offered = if kind == ChannelKind::Outbound {
            "service-dialled"
        } else {
            "service-name-offered"
        };
        [offered, "service-name-answered", "service-name-abandoned"].map(|id| words.say(id, &[]))
    }

    /// All rows that the answer covers: first its own channel, then those of customers, and
    /// each group by offered calls.
    fn ordered_channels(&self) -> Vec<&'a ChannelService> {
        let (asked, words) = (self.source.asked, self.source.words);
        let mut rows: Vec<_> = self
            .rows
            .iter()
            .filter(|row| asked.channel.is_none() || row.channel == self.channel)
            .collect();
        rows.sort_by_cached_key(|row| words.channel(&row.channel).to_lowercase());
        if self.source.context.view.order != Some(SortOrder::Name) {
            highest_first(&mut rows, |row| row.offered);
        }
        rows.sort_by_key(|row| {
            let kind = ChannelKind::of(&row.channel);
            (row.channel != self.channel, !kind.is_customers())
        });
        rows
    }

    /// The other channels that this page of the card shows.
    fn page_of_channels(&self) -> RowPage<&'a ChannelService> {
        let mut rows = self.ordered_channels();
        rows.retain(|row| row.channel != self.channel);
        RowPage::new(rows, &self.source.context.view)
    }

    /// A row for each channel with all that the report and its calls give, also of channels
    /// that are not judged by seconds.
    fn table(&self) -> ReportTable {
        let words = self.source.words;
        let rows = self.ordered_channels();
        let mut table = ReportTable::with_rows(rows.len());
        let ids = rows.iter().map(|row| row.channel.to_string());
        let ids = ids.map(TableCell::Text);
        table.push_column("channel", words.say("column-channel", &[]), ids);
        let names = rows.iter().map(|row| words.channel(&row.channel));
        let names = names.map(TableCell::Text);
        table.push_column("name", words.say("column-name", &[]), names);
        let columns = [
            ("offered", Metric::CallsOffered),
            ("answered", Metric::CallsAnswered),
            ("answer_rate", Metric::AnswerRate),
            ("abandoned", Metric::AbandonCount),
            ("abandon_rate", Metric::AbandonRate),
            ("service_level_10s", Metric::ServiceLevel10s),
            ("service_level_20s", Metric::ServiceLevel20s),
            ("service_level_30s", Metric::ServiceLevel30s),
            ("asa", Metric::Asa),
            ("ata", Metric::Ata),
            ("average_wait", Metric::QueueAvgWait),
        ];
        for (key, metric) in columns {
            if metric == Metric::ServiceLevel10s {
                let other = rows.iter().map(|row| unaccounted_calls(row));
                let other = other.map(|calls| calls.and_then(|calls| u64::try_from(calls).ok()));
                let title = words.say("answer-other", &[]);
                table.push_column("other", title, other.map(TableCell::Count));
            }
            let (name, unit) = (words.metric(metric), metric.unit());
            let title = if unit == Unit::Percent {
                format!("{name}, %")
            } else {
                name
            };
            let samples = rows.iter().map(|row| self.metric_of(metric, row));
            let cells = samples.map(|sample| TableCell::from_sample(unit, sample));
            table.push_column(key, title, cells);
        }
        table
    }

    /// The calls and chats that were answered in each channel of customers; `None` where there is
    /// none to draw. Calls that the centre makes are another thing.
    fn chart(&self, page: &RowPage<&ChannelService>) -> Option<Chart> {
        let words = self.source.words;
        let channels = self.subject.into_iter().chain(page.rows.iter().copied());
        let drawn = channels.filter(|row| match ChannelKind::of(&row.channel) {
            ChannelKind::Voice | ChannelKind::Message => true,
            ChannelKind::Outbound => false,
            ChannelKind::InternalCall | ChannelKind::InternalChat | ChannelKind::Unknown => {
                row.channel == self.channel
            }
        });
        let rows = drawn.map(|row| {
            let share = share_sample(row.answered, row.offered).map(|share| share.value);
            let text = words.known_part(row.answered, row.offered);
            plain_row(capitalised(&words.channel(&row.channel)), share, text)
        });
        let bars = BarChart {
            heading: words.say("service-chart", &[]),
            rows: rows.collect(),
            whole: Some(100.0),
            tick: None,
        };
        bar_picture(bars, "service-alt", words)
    }
}

/// One line for each channel. Those of customers come under their own heading, since internal
/// and outbound ones are in no total of customers.
fn channel_lines(page: &RowPage<&ChannelService>, words: &Words) -> Vec<CardLine> {
    let (customers, apart): (Vec<&ChannelService>, Vec<_>) = page
        .rows
        .iter()
        .partition(|row| ChannelKind::of(&row.channel).is_customers());
    let mut lines = Vec::new();
    for (heading, rows) in [("service-others", customers), ("service-apart", apart)] {
        if !rows.is_empty() {
            lines.push(words.line(heading, &[]));
            lines.extend(rows.iter().map(|row| channel_line(row, words)));
        }
    }
    lines.extend(page.line(words));
    lines
}

fn channel_line(row: &ChannelService, words: &Words) -> CardLine {
    let share = words.share_in_brackets(row.abandoned, row.offered);
    let id = if ChannelKind::of(&row.channel) == ChannelKind::Outbound {
        "service-channel-outbound"
    } else {
        "service-channel"
    };
    words.line(
        id,
        &[
            ("channel", words.channel(&row.channel).into()),
            ("offered", words.known_count(row.offered).into()),
            ("answered", words.known_count(row.answered).into()),
            ("abandoned", words.known_count(row.abandoned).into()),
            ("share", share.into()),
        ],
    )
}

/// Names the channels of the page whose figures contradict each other.
fn doubtful_channels(page: &RowPage<&ChannelService>, words: &Words) -> Option<CardLine> {
    let doubtful: Vec<_> = page
        .rows
        .iter()
        .filter(|row| !channel_doubts(row, words).is_empty())
        .map(|row| words.channel(&row.channel))
        .collect();
    (!doubtful.is_empty()).then(|| {
        let channels = doubtful.join(", ");
        warning_line(words.line("doubt-channels", &[("channels", channels.into())]))
    })
}
