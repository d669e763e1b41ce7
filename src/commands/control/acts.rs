//! What people do about an incident: have it in hand, put it off, mute its rule. The first
//! counts, and the second is told who that was.

use chrono::{DateTime, TimeDelta, Utc};

use crate::commands::{
    AlertService, CommandParameter, ReportSource, WatchCommand,
    control::{
        incident::FoundIncident,
        span::{after, end_of_shift},
        visit::{RequestContext, TypedArguments},
    },
    parameter::{ACTS, SilenceAction, chosen, of_act},
    refusal::CommandRefusal,
};
use vigia_cards::{Card, CardLine, TextSpan, Tone, tidy, tidy_within};
use vigia_core::{
    alerts::{
        Acknowledgement, DiscordUser, Incident, IncidentId, Silence, SilenceMatcher,
        SilenceRequest, SilenceSchedule, SnoozedUntil,
    },
    rules::{Rule, RuleId},
};

/// How long a snooze lasts where nobody says.
const NAP: TimeDelta = TimeDelta::minutes(30);

/// How long a rule is muted.
const MUTED: TimeDelta = TimeDelta::days(1);

/// How long a note may be.
const NOTE: usize = 500;

impl<R: ReportSource, A: AlertService> RequestContext<'_, R, A> {
    /// What is to be done, where anything is: a note is for acknowledging, and a length of
    /// time for putting off.
    pub(super) fn act(
        &self,
        typed: &TypedArguments<'_>,
    ) -> Result<Option<SilenceAction>, CommandRefusal> {
        let Some(text) = typed.option(CommandParameter::Do) else {
            let note = typed
                .option(CommandParameter::Note)
                .map(|_| SilenceAction::Acknowledge);
            let length = typed
                .option(CommandParameter::For)
                .map(|_| SilenceAction::Snooze);
            return match (note, length) {
                (Some(_), Some(_)) => Err(CommandRefusal::two_acts(self.words())),
                (note, length) => Ok(note.or(length)),
            };
        };
        let found = chosen(text, &ACTS, of_act, self.words());
        found.map(Some).ok_or_else(|| {
            let of = ACTS.map(of_act);
            CommandRefusal::choice(CommandParameter::Do, text, &of, self.words())
        })
    }

    /// Does it.
    pub(super) async fn done(
        &self,
        act: SilenceAction,
        found: &FoundIncident,
        typed: &TypedArguments<'_>,
    ) -> Result<Card, CommandRefusal> {
        match act {
            SilenceAction::Acknowledge => {
                let note = typed.option(CommandParameter::Note);
                self.acknowledged(found, note).await
            }
            SilenceAction::Snooze => {
                let until = match typed.option(CommandParameter::For) {
                    None => self.now + NAP,
                    Some(length) => self.snooze_end(length, found)?,
                };
                self.snoozed(found, until).await
            }
        }
    }

    fn snooze_end(
        &self,
        typed: &str,
        found: &FoundIncident,
    ) -> Result<DateTime<Utc>, CommandRefusal> {
        let rules = self.rules();
        let rule = found.incident().and_then(rule_of);
        let rule = rule.and_then(|id| rules.rule(id));
        after(typed, rule, self.operation.zone, self.now)
            .map_err(|fault| CommandRefusal::span(CommandParameter::For, &fault, self.words()))
    }

    /// When the shift of an incident's rule ends.
    pub(super) fn shift_end(&self, found: &FoundIncident) -> DateTime<Utc> {
        let rules = self.rules();
        let rule = found.incident().and_then(rule_of);
        let rule: Option<&Rule> = rule.and_then(|id| rules.rule(id));
        end_of_shift(rule, self.operation.zone, self.now)
    }

    /// They have it in hand.
    pub(super) async fn acknowledged(
        &self,
        found: &FoundIncident,
        note: Option<&str>,
    ) -> Result<Card, CommandRefusal> {
        let note = note.map(|note| tidy_within(note, NOTE));
        let id = found.id();
        let acked = self.alerts().acknowledge(
            &self.operation.name,
            id,
            self.person(),
            note.filter(|note| !note.is_empty()),
            self.now,
        );
        Ok(match acked.await.map_err(self.lapse())? {
            Acknowledgement::Done => self.told(
                Tone::Resolved,
                "act-acknowledged",
                id,
                &["act-acknowledged-means"],
            ),
            Acknowledgement::Already(first) if first.by.id == self.asker.id => {
                self.told(Tone::Info, "act-acknowledged-already", id, &[])
            }
            Acknowledgement::Already(first) => {
                let mut lines = Vec::new();
                lines.extend(
                    first
                        .note
                        .map(|note| CardLine::text(tidy_within(&note, NOTE))),
                );
                self.second("act-acknowledged-first", id, &first.by, first.at, lines)
            }
            Acknowledgement::Over => self.over(id, found),
        })
    }

    /// They put it off.
    pub(super) async fn snoozed(
        &self,
        found: &FoundIncident,
        until: DateTime<Utc>,
    ) -> Result<Card, CommandRefusal> {
        let id = found.id();
        let snoozed =
            self.alerts()
                .snooze(&self.operation.name, id, self.person(), until, self.now);
        Ok(match snoozed.await.map_err(self.lapse())? {
            SnoozedUntil::Done => {
                let until = ("until", self.words().moment(until, self.now).into());
                let number = ("incident", id.to_string().into());
                let title = self.words().say("act-snoozed", &[number, until]);
                let means = self.words().line("act-snoozed-means", &[]);
                self.answer(Tone::Resolved, title, vec![means], id)
            }
            SnoozedUntil::Already(first) => {
                let until = self.words().moment(first.until, self.now);
                let until = self
                    .words()
                    .line("act-snoozed-until", &[("until", until.into())]);
                self.second("act-snoozed-first", id, &first.by, first.at, vec![until])
            }
            SnoozedUntil::Over => self.over(id, found),
        })
    }

    /// They do not want to hear of its rule for a day.
    pub(super) async fn muted(&self, found: &FoundIncident) -> Result<Card, CommandRefusal> {
        let Some(rule) = found.incident().and_then(rule_of) else {
            return Err(CommandRefusal::no_one_rule(self.words()));
        };
        let matcher = SilenceMatcher {
            operation: Some(self.operation.name.clone()),
            rule: Some(rule.clone()),
            ..SilenceMatcher::default()
        };
        let silences = self.alerts().silences(self.now).await;
        let silences = silences.map_err(self.lapse())?;
        let is_same = |silence: &&Silence| {
            let zone = self.operation.zone;
            silence.matcher == matcher && silence.quiet.covers(self.now, zone)
        };
        if let Some(first) = silences.iter().find(is_same) {
            return Ok(self.muted_before(first, rule));
        }
        let wish = SilenceRequest {
            matcher,
            quiet: SilenceSchedule::Once {
                from: self.now,
                until: self.now + MUTED,
            },
            by: self.person(),
            comment: None,
            at: self.now,
        };
        self.silenced(wish).await
    }

    fn muted_before(&self, first: &Silence, rule: &RuleId) -> Card {
        let words = self.words();
        let title = words.say(
            "act-muted-first",
            &[
                ("who", tidy(&first.by.name).into()),
                ("rule", tidy(rule.as_str()).into()),
                ("at", words.at(first.made_at, self.now).into()),
            ],
        );
        Card {
            title,
            lines: vec![self.how_to_end(first)],
            footer: self.typed(WatchCommand::Silence, &[]),
            as_of: Some(self.now),
            ..Card::default()
        }
    }

    /// How a silence is ended before its time.
    pub(super) fn how_to_end(&self, silence: &Silence) -> CardLine {
        let number = silence.id.to_string();
        let command = self.typed(WatchCommand::Silence, &[(CommandParameter::End, &number)]);
        let command = ("command", TextSpan::Code(command).into());
        self.words().line("silence-how-to-end", &[command])
    }

    fn told(&self, tone: Tone, title: &str, id: IncidentId, lines: &[&str]) -> Card {
        let words = self.words();
        let title = words.say(title, &[("incident", id.to_string().into())]);
        let lines = lines.iter().map(|line| words.line(line, &[]));
        self.answer(tone, title, lines.collect(), id)
    }

    fn second(
        &self,
        title: &str,
        id: IncidentId,
        first: &DiscordUser,
        at: DateTime<Utc>,
        lines: Vec<CardLine>,
    ) -> Card {
        let words = self.words();
        let title = words.say(
            title,
            &[
                ("who", tidy(&first.name).into()),
                ("at", words.at(at, self.now).into()),
                ("incident", id.to_string().into()),
            ],
        );
        self.answer(Tone::Info, title, lines, id)
    }

    fn over(&self, id: IncidentId, found: &FoundIncident) -> Card {
        let words = self.words();
        let ended = match found {
            FoundIncident::Open(..) => Vec::new(),
            FoundIncident::Over(closed) => {
                let at = ("at", words.at(closed.at, self.now).into());
                vec![words.line("act-over-since", &[at])]
            }
        };
        let title = words.say("act-over", &[("incident", id.to_string().into())]);
        self.answer(Tone::Info, title, ended, id)
    }

    fn answer(&self, tone: Tone, title: String, lines: Vec<CardLine>, id: IncidentId) -> Card {
        let number = format!("#{id}");
        Card {
            tone,
            title,
            lines,
            footer: self.typed(
                WatchCommand::Alerts,
                &[(CommandParameter::Incident, &number)],
            ),
            as_of: Some(self.now),
            ..Card::default()
        }
    }
}

/// The rule that an incident is of, where it is of one.
fn rule_of(incident: &Incident) -> Option<&RuleId> {
    incident.condition().map(|condition| &condition.rule)
}
