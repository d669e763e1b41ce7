//! What people do about an incident: have it in hand, put it off, mute its rule. The first
//! counts, and the second is told who that was.

use chrono::{DateTime, TimeDelta, Utc};

use crate::commands::{
    Alerts, Control, Parameter, Reports,
    control::{
        incident::Found,
        span::{after, end_of_shift},
        visit::{Typed, Visit},
    },
    parameter::{ACTS, Act, chosen, of_act},
    refusal::Refusal,
};
use vigia_cards::{Card, Line, Span, Tone, tidy, tidy_within};
use vigia_core::{
    alerts::{Acked, Incident, IncidentId, Matcher, Person, Quiet, Silence, Snoozed, Wish},
    rules::{Rule, RuleId},
};

/// How long a snooze lasts where nobody says.
const NAP: TimeDelta = TimeDelta::minutes(30);

/// How long a rule is muted.
const MUTED: TimeDelta = TimeDelta::days(1);

/// How long a note may be.
const NOTE: usize = 500;

impl<R: Reports, A: Alerts> Visit<'_, R, A> {
    /// What is to be done, where anything is: a note is for acknowledging, and a length of
    /// time for putting off.
    pub(super) fn act(&self, typed: &Typed<'_>) -> Result<Option<Act>, Refusal> {
        let Some(text) = typed.option(Parameter::Do) else {
            let note = typed.option(Parameter::Note).map(|_| Act::Acknowledge);
            let length = typed.option(Parameter::For).map(|_| Act::Snooze);
            return match (note, length) {
                (Some(_), Some(_)) => Err(Refusal::two_acts(self.words())),
                (note, length) => Ok(note.or(length)),
            };
        };
        let found = chosen(text, &ACTS, of_act, self.words());
        found.map(Some).ok_or_else(|| {
            let of = ACTS.map(of_act);
            Refusal::choice(Parameter::Do, text, &of, self.words())
        })
    }

    /// Does it.
    pub(super) async fn done(
        &self,
        act: Act,
        found: &Found,
        typed: &Typed<'_>,
    ) -> Result<Card, Refusal> {
        match act {
            Act::Acknowledge => {
                let note = typed.option(Parameter::Note);
                self.acknowledged(found, note).await
            }
            Act::Snooze => {
                let until = match typed.option(Parameter::For) {
                    None => self.now + NAP,
                    Some(length) => self.snooze_end(length, found)?,
                };
                self.snoozed(found, until).await
            }
        }
    }

    fn snooze_end(&self, typed: &str, found: &Found) -> Result<DateTime<Utc>, Refusal> {
        let rules = self.rules();
        let rule = found.incident().and_then(rule_of);
        let rule = rule.and_then(|id| rules.rule(id));
        after(typed, rule, self.operation.zone, self.now)
            .map_err(|fault| Refusal::span(Parameter::For, &fault, self.words()))
    }

    /// When the shift of an incident's rule ends.
    pub(super) fn shift_end(&self, found: &Found) -> DateTime<Utc> {
        let rules = self.rules();
        let rule = found.incident().and_then(rule_of);
        let rule: Option<&Rule> = rule.and_then(|id| rules.rule(id));
        end_of_shift(rule, self.operation.zone, self.now)
    }

    /// They have it in hand.
    pub(super) async fn acknowledged(
        &self,
        found: &Found,
        note: Option<&str>,
    ) -> Result<Card, Refusal> {
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
            Acked::Done => self.told(
                Tone::Resolved,
                "act-acknowledged",
                id,
                &["act-acknowledged-means"],
            ),
            Acked::Already(first) if first.by.id == self.asker.id => {
                self.told(Tone::Info, "act-acknowledged-already", id, &[])
            }
            Acked::Already(first) => {
                let mut lines = Vec::new();
                lines.extend(first.note.map(|note| Line::text(tidy_within(&note, NOTE))));
                self.second("act-acknowledged-first", id, &first.by, first.at, lines)
            }
            Acked::Over => self.over(id, found),
        })
    }

    /// They put it off.
    pub(super) async fn snoozed(
        &self,
        found: &Found,
        until: DateTime<Utc>,
    ) -> Result<Card, Refusal> {
        let id = found.id();
        let snoozed =
            self.alerts()
                .snooze(&self.operation.name, id, self.person(), until, self.now);
        Ok(match snoozed.await.map_err(self.lapse())? {
            Snoozed::Done => {
                let until = ("until", self.words().moment(until, self.now).into());
                let number = ("incident", id.to_string().into());
                let title = self.words().say("act-snoozed", &[number, until]);
                let means = self.words().line("act-snoozed-means", &[]);
                self.answer(Tone::Resolved, title, vec![means], id)
            }
            Snoozed::Already(first) => {
                let until = self.words().moment(first.until, self.now);
                let until = self
                    .words()
                    .line("act-snoozed-until", &[("until", until.into())]);
                self.second("act-snoozed-first", id, &first.by, first.at, vec![until])
            }
            Snoozed::Over => self.over(id, found),
        })
    }

    /// They do not want to hear of its rule for a day.
    pub(super) async fn muted(&self, found: &Found) -> Result<Card, Refusal> {
        let Some(rule) = found.incident().and_then(rule_of) else {
            return Err(Refusal::no_one_rule(self.words()));
        };
        let matcher = Matcher {
            operation: Some(self.operation.name.clone()),
            rule: Some(rule.clone()),
            ..Matcher::default()
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
        let wish = Wish {
            matcher,
            quiet: Quiet::Once {
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
            footer: self.typed(Control::Silence, &[]),
            as_of: Some(self.now),
            ..Card::default()
        }
    }

    /// How a silence is ended before its time.
    pub(super) fn how_to_end(&self, silence: &Silence) -> Line {
        let number = silence.id.to_string();
        let command = self.typed(Control::Silence, &[(Parameter::End, &number)]);
        let command = ("command", Span::Code(command).into());
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
        first: &Person,
        at: DateTime<Utc>,
        lines: Vec<Line>,
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

    fn over(&self, id: IncidentId, found: &Found) -> Card {
        let words = self.words();
        let ended = match found {
            Found::Open(..) => Vec::new(),
            Found::Over(closed) => {
                let at = ("at", words.at(closed.at, self.now).into());
                vec![words.line("act-over-since", &[at])]
            }
        };
        let title = words.say("act-over", &[("incident", id.to_string().into())]);
        self.answer(Tone::Info, title, ended, id)
    }

    fn answer(&self, tone: Tone, title: String, lines: Vec<Line>, id: IncidentId) -> Card {
        let number = format!("#{id}");
        Card {
            tone,
            title,
            lines,
            footer: self.typed(Control::Alerts, &[(Parameter::Incident, &number)]),
            as_of: Some(self.now),
            ..Card::default()
        }
    }
}

/// The rule that an incident is of, where it is of one.
fn rule_of(incident: &Incident) -> Option<&RuleId> {
    incident.condition().map(|condition| &condition.rule)
}
