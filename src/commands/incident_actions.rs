//! Actions about an incident: acknowledge it, snooze it, mute its rule. The first person counts,
//! and the second reads who that was.

use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};

use crate::commands::{
    alerts::FoundIncident,
    arguments::TypedArguments,
    command::{CommandParameter, INCIDENT_ACTIONS, IncidentAction, ReportCommand, WatchCommand},
    context::RequestContext,
    question::{AnswerDelivery, AnswerForm, ReportQuestion},
    range::{NamedPeriod, end_after, end_of_shift},
    refusal::CommandRefusal,
};
use vigia_cards::{
    Card, CardLine, Tone,
    alert::{AlertAction, SnoozeLength, snooze_buttons, snoozed_buttons},
    tidy, tidy_within,
};
use vigia_core::{
    alerts::{
        Acknowledgement, DiscordUser, Incident, IncidentId, Silence, SilenceMatcher,
        SilenceRequest, SilenceSchedule, SnoozedUntil,
    },
    metrics::{Metric, Report, Scope, SkillSelection},
    rules::RuleId,
};

/// The length of a snooze where none is typed.
const SNOOZE: TimeDelta = TimeDelta::minutes(30);

const MUTE: TimeDelta = TimeDelta::days(1);

/// The highest length of a note, in characters.
const NOTE_ROOM: usize = 500;

impl RequestContext<'_> {
    /// Does what the options of `/alerts` say, where they name an action: a note is for
    /// acknowledging, and a length of time for a snooze.
    pub(crate) async fn act_on_typed(
        &self,
        typed: &TypedArguments<'_>,
    ) -> Result<Option<Card>, CommandRefusal> {
        use CommandParameter::{Do, For, Incident, Note};
        let (note, length) = (typed.option(Note), typed.option(For));
        let action = match typed.choice(Do, &INCIDENT_ACTIONS)? {
            Some(action) => action,
            None if note.is_some() && length.is_some() => {
                return Err(CommandRefusal::two_acts(self.words()));
            }
            None if note.is_some() => IncidentAction::Acknowledge,
            None if length.is_some() => IncidentAction::Snooze,
            None => return Ok(None),
        };
        let found = self.typed_incident(typed.option(Incident)).await?;
        let card = match action {
            IncidentAction::Acknowledge => self.acknowledge(&found, note).await,
            IncidentAction::Snooze => {
                let until = match length {
                    None => self.now + SNOOZE,
                    Some(length) => self.snooze_end(length, &found)?,
                };
                self.snooze(&found, until).await
            }
        };
        card.map(Some)
    }

    /// Does what a button of the incident's card says.
    pub(crate) async fn act_on_button(
        &self,
        found: &FoundIncident,
        action: AlertAction,
    ) -> Result<Card, CommandRefusal> {
        match action {
            AlertAction::Acknowledge => self.acknowledge(found, None).await,
            AlertAction::Snooze(snooze) => {
                let length: Option<TimeDelta> = match snooze {
                    SnoozeLength::HalfHour | SnoozeLength::TwoHours => {
                        snooze.length().and_then(|it| TimeDelta::from_std(it).ok())
                    }
                    SnoozeLength::Shift => None,
                };
                let until = length.map_or_else(|| self.shift_end(found), |it| self.now + it);
                self.snooze(found, until).await
            }
            AlertAction::Details | AlertAction::Menu => self.incident_details(found).await,
            AlertAction::MuteRule => self.mute_rule(found).await,
            AlertAction::ChooseSnooze => Ok(self.snooze_choice(found)),
            AlertAction::Wake => self.wake(found).await,
            AlertAction::MuteScope => self.mute_scope(found).await,
            AlertAction::Day => Ok(self.over_card(found.id(), found)),
        }
    }

    /// Returns the question for the course of the incident's figure today.
    pub(crate) fn day_question(&self, found: &FoundIncident) -> Option<ReportQuestion> {
        let (metric, scope) = found.figure()?;
        let skills = match scope {
            Scope::Skill(skill) => SkillSelection::One(*skill),
            Scope::Operation | Scope::Channel(_) | Scope::Agent(_) => SkillSelection::All,
        };
        let period = NamedPeriod::Today;
        let latest = self.operation.latest(self.now);
        Some(ReportQuestion {
            command: report_command(metric)?,
            operation: Some(self.operation.name.clone()),
            skills,
            channel: None,
            agent: None,
            period,
            window: period.window(self.operation.zone, latest).ok()?,
            compare: None,
            order: None,
            top: None,
            page: 0,
            shows: AnswerForm::Trend,
            delivery: AnswerDelivery::Private,
            notes: Vec::new(),
        })
    }

    /// Asks for the length of a snooze.
    fn snooze_choice(&self, found: &FoundIncident) -> Card {
        if let FoundIncident::Over(_) = found {
            return self.over_card(found.id(), found);
        }
        let words = self.words();
        Card {
            title: words.say("snooze-until-when", &[]),
            lines: vec![words.line("card-snoozed-means", &[])],
            buttons: snooze_buttons(found.id(), self.calendar_end(found).is_some(), words),
            ..Card::default()
        }
    }

    /// The end of the hours of the incident's rule, where a calendar says when that is.
    fn calendar_end(&self, found: &FoundIncident) -> Option<DateTime<Utc>> {
        let rules = self.rules();
        let rule = rules.rule(found.incident().and_then(incident_rule)?)?;
        rule.during.as_ref()?.closes(self.now, self.operation.zone)
    }

    /// Ends the snooze of an incident.
    async fn wake(&self, found: &FoundIncident) -> Result<Card, CommandRefusal> {
        let (id, name) = (found.id(), self.operation.name.clone());
        let (by, at) = (self.person(), self.now);
        let result = self.stored(move |store| store.snooze(&name, id, by, at, at));
        let result = result.await;
        self.service.alerts.wake_dispatcher.notify_one();
        Ok(match result? {
            SnoozedUntil::Done | SnoozedUntil::Already(_) => Card {
                title: self.words().say("act-woken", &[]),
                ..Card::default()
            },
            SnoozedUntil::Over => self.over_card(id, found),
        })
    }

    /// Silences all alerts of the incident's skill until the end of the day.
    async fn mute_scope(&self, found: &FoundIncident) -> Result<Card, CommandRefusal> {
        let FoundIncident::Open(open, id) = found else {
            return Ok(self.over_card(found.id(), found));
        };
        let alert = open.book.alerts().find(|alert| alert.incident == Some(*id));
        let Some(scope) = alert.map(|alert| alert.key.scope.clone()) else {
            return Ok(self.over_card(*id, found));
        };
        let zone = self.operation.zone;
        let tomorrow = self.now.with_timezone(&zone).date_naive().succ_opt();
        let until = tomorrow.and_then(|day| zone.from_local_datetime(&day.into()).earliest());
        let request = SilenceRequest {
            matcher: SilenceMatcher {
                operation: Some(self.operation.name.clone()),
                scope: Some(scope),
                ..SilenceMatcher::default()
            },
            quiet: SilenceSchedule::Once {
                from: self.now,
                until: until.map_or(self.now + MUTE, |until| until.to_utc()),
            },
            by: self.person(),
            comment: None,
            at: self.now,
        };
        self.make_silence(request).await
    }

    fn snooze_end(
        &self,
        typed: &str,
        found: &FoundIncident,
    ) -> Result<DateTime<Utc>, CommandRefusal> {
        let rules = self.rules();
        let rule = found.incident().and_then(incident_rule);
        let rule = rule.and_then(|id| rules.rule(id));
        end_after(typed, rule, self.operation.zone, self.now)
            .map_err(|fault| CommandRefusal::span(CommandParameter::For, &fault, self.words()))
    }

    fn shift_end(&self, found: &FoundIncident) -> DateTime<Utc> {
        let rules = self.rules();
        let rule = found.incident().and_then(incident_rule);
        let rule = rule.and_then(|id| rules.rule(id));
        end_of_shift(rule, self.operation.zone, self.now)
    }

    async fn acknowledge(
        &self,
        found: &FoundIncident,
        note: Option<&str>,
    ) -> Result<Card, CommandRefusal> {
        let note = note.map(|note| tidy_within(note, NOTE_ROOM));
        let note = note.filter(|note| !note.is_empty());
        let (id, name) = (found.id(), self.operation.name.clone());
        let (by, at) = (self.person(), self.now);
        let result = self.stored(move |store| store.acknowledge(&name, id, by, note, at));
        let result = result.await;
        self.service.alerts.wake_dispatcher.notify_one();
        let words = self.words();
        let title = |title| words.say(title, &[("incident", id.to_string().into())]);
        Ok(match result? {
            Acknowledgement::Done => {
                let means = words.line("act-acknowledged-means", &[]);
                self.action_card(Tone::Resolved, title("act-acknowledged"), vec![means], id)
            }
            Acknowledgement::Already(first) if first.by.id == self.caller.id => {
                let title = title("act-acknowledged-already");
                self.action_card(Tone::Info, title, Vec::new(), id)
            }
            Acknowledgement::Already(first) => {
                let note = first.note.as_deref();
                let note = note.map(|note| CardLine::text(tidy_within(note, NOTE_ROOM)));
                let lines = note.into_iter().collect();
                self.second_card("act-acknowledged-first", id, &first.by, first.at, lines)
            }
            Acknowledgement::Over => self.over_card(id, found),
        })
    }

    async fn snooze(
        &self,
        found: &FoundIncident,
        until: DateTime<Utc>,
    ) -> Result<Card, CommandRefusal> {
        let (id, name) = (found.id(), self.operation.name.clone());
        let (by, at) = (self.person(), self.now);
        let result = self.stored(move |store| store.snooze(&name, id, by, until, at));
        let result = result.await;
        self.service.alerts.wake_dispatcher.notify_one();
        let words = self.words();
        Ok(match result? {
            SnoozedUntil::Done => {
                let until = ("until", words.moment(until, self.now).into());
                Card {
                    tone: Tone::Snoozed,
                    title: words.say("act-snoozed", &[until]),
                    lines: vec![words.line("card-snoozed-means", &[])],
                    buttons: snoozed_buttons(id, words),
                    ..Card::default()
                }
            }
            SnoozedUntil::Already(first) => {
                let until = words.moment(first.until, self.now);
                let until = words.line("act-snoozed-until", &[("until", until.into())]);
                self.second_card("act-snoozed-first", id, &first.by, first.at, vec![until])
            }
            SnoozedUntil::Over => self.over_card(id, found),
        })
    }

    /// Silences the rule of an incident for a day.
    async fn mute_rule(&self, found: &FoundIncident) -> Result<Card, CommandRefusal> {
        let Some(rule) = found.incident().and_then(incident_rule) else {
            return Err(CommandRefusal::no_one_rule(self.words()));
        };
        let matcher = SilenceMatcher {
            operation: Some(self.operation.name.clone()),
            rule: Some(rule.clone()),
            ..SilenceMatcher::default()
        };
        let is_same = |silence: &&Silence| {
            let zone = self.operation.zone;
            silence.matcher == matcher && silence.quiet.covers(self.now, zone)
        };
        if let Some(first) = self.all_silences().await?.iter().find(is_same) {
            return Ok(self.muted_before(first, rule));
        }
        let request = SilenceRequest {
            matcher,
            quiet: SilenceSchedule::Once {
                from: self.now,
                until: self.now + MUTE,
            },
            by: self.person(),
            comment: None,
            at: self.now,
        };
        self.make_silence(request).await
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

    fn second_card(
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
        self.action_card(Tone::Info, title, lines, id)
    }

    fn over_card(&self, id: IncidentId, found: &FoundIncident) -> Card {
        let words = self.words();
        let ended = match found {
            FoundIncident::Open(..) => Vec::new(),
            FoundIncident::Over(closed) => {
                let at = ("at", words.at(closed.at, self.now).into());
                vec![words.line("act-over-since", &[at])]
            }
        };
        let title = words.say("act-over", &[("incident", id.to_string().into())]);
        self.action_card(Tone::Info, title, ended, id)
    }

    fn action_card(&self, tone: Tone, title: String, lines: Vec<CardLine>, id: IncidentId) -> Card {
        let number = format!("#{id}");
        let options = [(CommandParameter::Incident, number.as_str())];
        Card {
            tone,
            title,
            lines,
            footer: self.typed(WatchCommand::Alerts, &options),
            as_of: Some(self.now),
            ..Card::default()
        }
    }
}

/// The command that answers for a metric.
fn report_command(metric: Metric) -> Option<ReportCommand> {
    let report = metric.reports().first()?;
    Some(match report {
        Report::Abandonment => ReportCommand::Abandon,
        Report::ServiceLevel if metric == Metric::AbandonRate => ReportCommand::Abandon,
        Report::ServiceLevel => ReportCommand::Service,
        Report::SmartHold => ReportCommand::SmartHold,
        Report::Holds => ReportCommand::Hold,
        Report::Durations => ReportCommand::Durations,
    })
}

fn incident_rule(incident: &Incident) -> Option<&RuleId> {
    incident.condition().map(|condition| &condition.rule)
}
