//! The buttons below command answers: all that is needed to ask again, with names as short
//! tags, and what a pressed one means today.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::commands::{
    answer::AnsweredQuestion,
    chat::{AnswerAudience, ReplyPlace},
    command::{AnyCommand, MOST_ROWS, ReportCommand, WatchCommand},
    lookup::CHANNELS,
    question::{AnswerDelivery, AnswerForm, ReportQuestion},
    range::{NamedPeriod, RangeNote, time_in_seconds, window_in_seconds},
    refusal::{CommandRefusal, GoneSubject},
    reports::Freshness,
    service::CommandOperation,
};
use vigia_cards::{
    ButtonToken, Card, CardButton, Words,
    report::{ComparisonSpan, SortOrder},
};
use vigia_core::{
    alerts::SilenceId,
    metrics::{AgentName, Channel, Facts, SkillSelection, TimeWindow},
};

/// A button below the answer to a command. Variants and fields may only be appended to, see
/// [`ButtonToken`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum CommandButton {
    Question(QuestionButton),
    Watch { operation: NameTag, page: WatchPage },
}

/// Forty bits that stand for a name that is too long for a button: two of a thousand names are
/// alike once in two million times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct NameTag(u64);

impl NameTag {
    /// The tag is FNV-1a of 64 bits, folded to forty: it stays the same in every version.
    pub(crate) fn of(name: &str) -> Self {
        const BITS: u32 = 40;
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self((hash >> BITS) ^ (hash & ((1 << BITS) - 1)))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum QuestionVerb {
    Refresh,
    /// Shows another page of the rows.
    Page,
    /// Shows another picture.
    View,
    Csv,
    Share,
    /// Asks the question that people usually ask next.
    Next,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct QuestionButton {
    verb: QuestionVerb,
    pub(crate) command: ReportCommand,
    pub(crate) operation: Option<NameTag>,
    skills: SkillSelection,
    channel: Option<NameTag>,
    agent: Option<NameTag>,
    period: NamedPeriod,
    /// The window on the screen.
    #[serde(with = "window_in_seconds")]
    window: TimeWindow,
    compare: Option<ComparisonSpan>,
    order: Option<SortOrder>,
    #[serde(deserialize_with = "read_top")]
    top: Option<u8>,
    page: u16,
    shows: AnswerForm,
}

fn read_top<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    let top = Option::<u8>::deserialize(deserializer)?;
    if top.is_none_or(|top| (1..=MOST_ROWS).contains(&top)) {
        Ok(top)
    } else {
        Err(D::Error::custom("a number of rows out of bounds"))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum WatchPage {
    OpenIncidents(u16),
    History(#[serde(with = "window_in_seconds")] TimeWindow, u16),
    HistoryFile(#[serde(with = "window_in_seconds")] TimeWindow),
    Silences(u16),
    EndSilence(SilenceId),
    Rules(u16),
    Status,
    /// The summary of that name and day.
    Summary(NameTag, SummaryDay),
    /// The same summary with the figures up to that time, for everybody.
    ShareSummary(
        NameTag,
        SummaryDay,
        #[serde(with = "time_in_seconds")] DateTime<Utc>,
    ),
}

impl WatchPage {
    /// The command that answers the same.
    pub(crate) fn command(self) -> WatchCommand {
        match self {
            Self::OpenIncidents(_) | Self::History(..) | Self::HistoryFile(_) => {
                WatchCommand::Alerts
            }
            Self::Silences(_) | Self::EndSilence(_) => WatchCommand::Silence,
            Self::Rules(_) => WatchCommand::Rules,
            Self::Status => WatchCommand::Status,
            Self::Summary(..) | Self::ShareSummary(..) => WatchCommand::Summary,
        }
    }
}

/// A day on a button is the number of days since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SummaryDay(pub(crate) NaiveDate);

impl Serialize for SummaryDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let days = (self.0 - NaiveDate::default()).num_days();
        serializer.serialize_u64(u64::try_from(days).unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for SummaryDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let days = Days::new(u64::deserialize(deserializer)?);
        let date = NaiveDate::default().checked_add_days(days);
        date.filter(|date| date.year() < 2200)
            .map(Self)
            .ok_or_else(|| D::Error::custom("a day out of bounds"))
    }
}

impl QuestionButton {
    pub(crate) fn new(verb: QuestionVerb, question: &ReportQuestion) -> Self {
        Self {
            verb,
            command: question.command,
            operation: question
                .operation
                .as_ref()
                .map(|it| NameTag::of(it.as_str())),
            skills: question.skills,
            channel: question.channel.as_ref().map(|it| NameTag::of(it.as_str())),
            agent: question.agent.as_ref().map(|it| NameTag::of(it.as_str())),
            period: question.period,
            window: question.window,
            compare: question.compare,
            order: question.order,
            top: question.top,
            page: question.page,
            shows: question.shows,
        }
    }

    pub(crate) fn encode(self) -> String {
        ButtonToken::Command(CommandButton::Question(self)).encode()
    }

    /// Returns the question that the button asks, where its answer goes, and how old it may be.
    /// Names are looked up among those that are known today.
    pub(crate) async fn question(
        &self,
        operation: &CommandOperation,
        audience: &AnswerAudience,
        now: DateTime<Utc>,
    ) -> Result<(ReportQuestion, ReplyPlace, Freshness), Card> {
        let words = &audience.words;
        if self.window.until() > now {
            return Err(outdated_button(self.command.into(), words));
        }
        let (place, freshness, delivery) = match self.verb {
            QuestionVerb::Refresh => (
                ReplyPlace::Instead,
                Freshness::Fresh,
                AnswerDelivery::Private,
            ),
            QuestionVerb::Page | QuestionVerb::View => (
                ReplyPlace::Instead,
                Freshness::AsSeen,
                AnswerDelivery::Private,
            ),
            QuestionVerb::Csv => (ReplyPlace::Private, Freshness::AsSeen, AnswerDelivery::File),
            QuestionVerb::Share => (
                ReplyPlace::Channel,
                Freshness::AsSeen,
                AnswerDelivery::Shared,
            ),
            QuestionVerb::Next => (
                ReplyPlace::Private,
                Freshness::Fresh,
                AnswerDelivery::Private,
            ),
        };
        let mut question = ReportQuestion {
            command: self.command,
            operation: self.operation.map(|_| operation.name.clone()),
            skills: self.skills,
            channel: None,
            agent: None,
            period: self.period,
            window: self.window,
            compare: self.compare,
            order: self.order,
            top: self.top,
            page: self.page,
            shows: self.shows,
            delivery,
            notes: Vec::new(),
        };
        let gone = |subject| {
            let command = AnyCommand::from(self.command).typed(words);
            CommandRefusal::gone(subject, &command, words).card(&command)
        };
        if let Some(tag) = self.channel {
            let found = find_tagged_channel(tag, &question, operation).await;
            question.channel = Some(found.ok_or_else(|| gone(GoneSubject::Channel))?);
        }
        if let Some(tag) = self.agent {
            if !audience.names_agents {
                let command = AnyCommand::from(self.command).typed(words);
                return Err(CommandRefusal::no_agents_here(audience).card(&command));
            }
            let found = find_tagged_agent(tag, &question, operation).await;
            question.agent = Some(found.ok_or_else(|| gone(GoneSubject::Agent))?);
        }
        if self.verb == QuestionVerb::Refresh {
            // A window that ends now ends later than it did.
            let latest = operation.latest(now);
            let window = question.period.window(operation.zone, latest);
            question.window = window.map_err(|fault| {
                CommandRefusal::range(&fault, words).card(&question.as_typed(words))
            })?;
            if question.period.is_cut(latest) {
                question.notes.push(RangeNote::EndsNow);
            }
        }
        Ok((question, place, freshness))
    }
}

/// Refuses a button of another version.
pub(crate) fn outdated_button(command: AnyCommand, words: &Words) -> Card {
    let command = command.typed(words);
    CommandRefusal::button(&command, words).card(&command)
}

/// Finds a channel that wolkvox documents, or one of the answer on the screen.
async fn find_tagged_channel(
    tag: NameTag,
    question: &ReportQuestion,
    operation: &CommandOperation,
) -> Option<Channel> {
    let mut known = CHANNELS.into_iter();
    if let Some(name) = known.find(|name| NameTag::of(name) == tag) {
        return Some(Channel::new(name));
    }
    let ask = question.main_ask();
    let answer = operation.reports.read(ask, Freshness::AsSeen).await.ok()?;
    match &*answer.facts? {
        Facts::ServiceLevel(report) => {
            let mut channels = report.channels.iter().map(|row| &row.channel);
            channels
                .find(|channel| NameTag::of(channel.as_str()) == tag)
                .cloned()
        }
        _ => None,
    }
}

/// Finds an agent of the directory, or one of the answer on the screen.
async fn find_tagged_agent(
    tag: NameTag,
    question: &ReportQuestion,
    operation: &CommandOperation,
) -> Option<AgentName> {
    let is_tagged = |agent: &&AgentName| NameTag::of(agent.as_str()) == tag;
    let known = operation.reports.directory.agents();
    if let Some(agent) = known.iter().find(is_tagged) {
        return Some(agent.clone());
    }
    let ask = question.main_ask();
    let answer = operation.reports.read(ask, Freshness::AsSeen).await.ok()?;
    match &*answer.facts? {
        Facts::Holds(report) => {
            let mut agents = report.agents.iter().map(|row| &row.agent);
            agents.find(is_tagged).cloned()
        }
        _ => None,
    }
}

/// The buttons below a report, most likely first. A card for everybody has only those whose
/// answer is private.
pub(crate) fn question_buttons(
    question: &ReportQuestion,
    answered: &AnsweredQuestion,
    may_ask: impl Fn(ReportCommand) -> bool,
    words: &Words,
) -> Vec<CardButton> {
    use QuestionVerb::{Csv, Next, Page, Refresh, Share, View};
    let button = |verb, question: &ReportQuestion, label| {
        CardButton::new(label, QuestionButton::new(verb, question).encode())
    };
    let own = |verb, id| button(verb, question, words.say(id, &[]));
    let next = question.next();
    let next = may_ask(next.command)
        .then(|| button(Next, &next, AnyCommand::from(next.command).typed(words)));
    let refresh = own(Refresh, "button-refresh");
    let csv = own(Csv, "button-csv");
    if question.delivery == AnswerDelivery::Shared {
        return [refresh, csv].into_iter().chain(next).collect();
    }
    let mut buttons = vec![own(Share, "button-share"), refresh, csv];
    if answered.has_trend {
        let (shows, id) = match question.shows {
            AnswerForm::Breakdown => (AnswerForm::Trend, "button-trend"),
            AnswerForm::Trend => (AnswerForm::Breakdown, "button-breakdown"),
        };
        let other = ReportQuestion {
            shows,
            ..question.clone()
        };
        buttons.push(button(View, &other, words.say(id, &[])));
    }
    let last = u16::try_from(answered.sheet.pages.saturating_sub(1)).unwrap_or(u16::MAX);
    if last > 0 {
        let page = question.page.min(last);
        let back = (page.saturating_sub(1), "button-back");
        let on = (page.saturating_add(1).min(last), "button-on");
        buttons.extend([back, on].map(|(target, id)| {
            let other = ReportQuestion {
                page: target,
                ..question.clone()
            };
            CardButton {
                is_enabled: target != page,
                ..button(Page, &other, words.say(id, &[]))
            }
        }));
    }
    buttons.extend(next);
    buttons
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::DateTime;
    use chrono_tz::America::Bogota;

    use super::*;
    use vigia_cards::{Locale, report::ReportAnswer};

    fn question(command: ReportCommand, page: u16) -> ReportQuestion {
        let until = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let length = Duration::from_secs(3_600);
        ReportQuestion {
            command,
            operation: None,
            skills: SkillSelection::All,
            channel: None,
            agent: None,
            period: NamedPeriod::Last(length),
            window: TimeWindow::ending(until, length),
            compare: None,
            order: None,
            top: None,
            page,
            shows: AnswerForm::Breakdown,
            delivery: AnswerDelivery::Private,
            notes: Vec::new(),
        }
    }

    fn answered(pages: usize, has_trend: bool) -> AnsweredQuestion {
        AnsweredQuestion {
            sheet: ReportAnswer {
                pages,
                ..ReportAnswer::default()
            },
            read_at: DateTime::UNIX_EPOCH,
            has_trend,
        }
    }

    fn labels(question: &ReportQuestion, answered: &AnsweredQuestion) -> String {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let buttons = question_buttons(question, answered, |_| true, &words);
        let presses: std::collections::HashSet<_> =
            buttons.iter().map(|button| &button.press).collect();
        assert_eq!(presses.len(), buttons.len(), "each does something else");
        let label = |button: &CardButton| {
            if button.is_enabled {
                button.label.clone()
            } else {
                format!("({})", button.label)
            }
        };
        buttons.iter().map(label).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn the_buttons_are_what_can_be_done() {
        let told = |page, pages, has_trend| {
            labels(
                &question(ReportCommand::Abandon, page),
                &answered(pages, has_trend),
            )
        };
        insta::assert_snapshot!(
            [told(0, 1, true), told(0, 3, false), told(1, 3, true), told(2, 3, false), told(9, 3, false)].join("\n"),
            @r#"
        Compartir | Actualizar | CSV | Tendencia | /servicio
        Compartir | Actualizar | CSV | (◀ Anterior) | Siguiente ▶ | /servicio
        Compartir | Actualizar | CSV | Tendencia | ◀ Anterior | Siguiente ▶ | /servicio
        Compartir | Actualizar | CSV | ◀ Anterior | (Siguiente ▶) | /servicio
        Compartir | Actualizar | CSV | ◀ Anterior | (Siguiente ▶) | /servicio
        "#
        );
        let trend = ReportQuestion {
            shows: AnswerForm::Trend,
            ..question(ReportCommand::Service, 0)
        };
        assert!(labels(&trend, &answered(1, true)).contains("Desglose"));
    }

    #[test]
    fn a_card_for_everybody_has_only_what_is_answered_in_private() {
        let shared = ReportQuestion {
            delivery: AnswerDelivery::Shared,
            ..question(ReportCommand::Hold, 1)
        };
        let told = labels(&shared, &answered(4, true));
        assert_eq!(told, "Actualizar | CSV | /duracion");
    }

    #[test]
    fn a_question_that_is_not_for_them_is_not_offered() {
        let words = Words::new(Locale::from_tag("en"), Bogota);
        let may_ask = |command| command != ReportCommand::Durations;
        let question = question(ReportCommand::Hold, 0);
        let buttons = question_buttons(&question, &answered(1, false), may_ask, &words);
        let labels: Vec<_> = buttons.iter().map(|button| button.label.as_str()).collect();
        assert_eq!(labels, ["Share", "Refresh", "CSV"]);
    }

    #[test]
    fn no_answer_has_more_than_two_rows_of_five() {
        for command in ReportCommand::ALL {
            let words = Words::new(Locale::from_tag("pt-BR"), Bogota);
            let all = question_buttons(&question(command, 1), &answered(9, true), |_| true, &words);
            assert!(all.len() <= 10, "{}", all.len());
            assert!(
                all.iter()
                    .all(|button| button.press.len() <= CardButton::PRESS)
            );
        }
    }
}
