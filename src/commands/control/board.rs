//! `/alerts`: what is open, what is over, one incident whole, and what is done about it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::commands::{
    AlertService, CommandParameter, ReportSource, WatchCommand,
    control::{
        PageTurn,
        incident::{FoundIncident, opened},
        visit::{RequestContext, TypedArguments},
    },
    csv::as_file,
    parameter::{AgentVisibility, FORMATS, FileFormat, VIEWS, chosen, of_format, of_view},
    question::between,
    range::{self, range},
    refusal::CommandRefusal,
};
use vigia_cards::{
    Card, CardButton,
    alert::{AlertAction as Pressing, AlertButton},
    incidents::{IncidentHistory, OpenAlertsList, details, history, left_out, now},
    report::ReportAnswer,
};
use vigia_core::{
    alerts::{AuditAction, AuditEntry, IncidentId},
    metrics::TimeWindow,
};

/// How far back history goes where nobody says.
const BACK: &str = "7d";

/// How many incidents, and how many deeds, history shows at most.
const MOST: usize = 2_000;

impl<R: ReportSource, A: AlertService> RequestContext<'_, R, A> {
    pub(super) async fn board(&self, typed: &TypedArguments<'_>) -> Result<Card, CommandRefusal> {
        let number = typed.option(CommandParameter::Incident);
        if let Some(act) = self.act(typed)? {
            let found = self.incident(number).await?;
            return self.done(act, &found, typed).await;
        }
        if number.is_some() {
            let found = self.incident(number).await?;
            return self.whole(&found).await;
        }
        match self.shown(typed)? {
            AgentVisibility::Now => self.now(0).await,
            AgentVisibility::History => {
                let window = self.stretch(typed)?;
                match self.format(typed)? {
                    FileFormat::Card => self.past(window, 0).await,
                    FileFormat::Csv => self.file(window).await,
                }
            }
        }
    }

    /// Whoever gives a time or wants a file asks for what is over.
    fn shown(&self, typed: &TypedArguments<'_>) -> Result<AgentVisibility, CommandRefusal> {
        use CommandParameter::{Day, Format, From, Last, To, View};
        let Some(text) = typed.option(View) else {
            let asks_of_past = [Last, Day, From, To, Format];
            let is_of_past = asks_of_past.iter().any(|it| typed.option(*it).is_some());
            return Ok(if is_of_past {
                AgentVisibility::History
            } else {
                AgentVisibility::Now
            });
        };
        chosen(text, &VIEWS, of_view, self.words())
            .ok_or_else(|| CommandRefusal::choice(View, text, &VIEWS.map(of_view), self.words()))
    }

    fn format(&self, typed: &TypedArguments<'_>) -> Result<FileFormat, CommandRefusal> {
        let Some(text) = typed.option(CommandParameter::Format) else {
            return Ok(FileFormat::Card);
        };
        chosen(text, &FORMATS, of_format, self.words()).ok_or_else(|| {
            let of = FORMATS.map(of_format);
            CommandRefusal::choice(CommandParameter::Format, text, &of, self.words())
        })
    }

    fn stretch(&self, typed: &TypedArguments<'_>) -> Result<TimeWindow, CommandRefusal> {
        let mut asked = range::TypedRange {
            last: typed.option(CommandParameter::Last),
            day: typed.option(CommandParameter::Day),
            from: typed.option(CommandParameter::From),
            to: typed.option(CommandParameter::To),
        };
        if asked == range::TypedRange::default() {
            asked.last = Some(BACK);
        }
        range(&asked, self.operation.zone, self.now)
            .map(|range| range.window)
            .map_err(|fault| CommandRefusal::range(&fault, self.words()))
    }

    /// What is open now.
    pub(super) async fn now(&self, page: u16) -> Result<Card, CommandRefusal> {
        let name = &self.operation.name;
        let open = self.alerts().open(name).await.map_err(self.lapse())?;
        let state = self.alerts().state(name).await.map_err(self.lapse())?;
        let pending = open.book.alerts().filter(|alert| !alert.state.is_told());
        let incidents = open.book.incidents();
        let listed = now(
            &OpenAlertsList {
                as_of: state.last_poll,
                open: incidents
                    .filter_map(|incident| opened(&open, incident.id))
                    .collect(),
                pending: pending.count(),
                page: page.into(),
            },
            &self.reader(self.typed(WatchCommand::Alerts, &[])),
            self.words(),
        );
        let mut buttons: Vec<_> = listed
            .shown
            .iter()
            .map(|id| details_button(*id, format!("#{id}")))
            .collect();
        buttons.push(self.button("button-refresh", PageTurn::Now(page)));
        buttons.extend(self.pages(page, listed.pages, PageTurn::Now));
        Ok(Card {
            buttons,
            ..self.named(listed.card)
        })
    }

    /// What is over.
    pub(super) async fn past(&self, window: TimeWindow, page: u16) -> Result<Card, CommandRefusal> {
        let (sheet, _) = self.history(window, page).await?;
        let mut buttons = vec![self.button("button-csv", PageTurn::File(window))];
        buttons.extend(self.pages(page, sheet.pages, |page| PageTurn::Past(window, page)));
        Ok(Card {
            buttons,
            ..self.named(sheet.card)
        })
    }

    /// All that is over, and who did what, as a file.
    pub(super) async fn file(&self, window: TimeWindow) -> Result<Card, CommandRefusal> {
        let (sheet, most) = self.history(window, 0).await?;
        let name = WatchCommand::Alerts.name_id();
        let mut card = as_file(name, window, sheet, self.words());
        if let Some(most) = most {
            card.lines.splice(..1, [left_out(most, self.words())]);
        }
        Ok(self.named(card))
    }

    /// What is over, and where there is more, how much of it there is here at most.
    async fn history(
        &self,
        window: TimeWindow,
        page: u16,
    ) -> Result<(ReportAnswer, Option<usize>), CommandRefusal> {
        let name = &self.operation.name;
        let range = window.from()..self.end_of(window);
        let closed = self.alerts().closed(name, range.clone(), MOST + 1).await;
        let mut closed = closed.map_err(self.lapse())?;
        let audit = self.alerts().audit(range, MOST + 1).await;
        let mut audit = audit.map_err(self.lapse())?;
        let is_cut = closed.len().max(audit.len()) > MOST;
        closed.truncate(MOST);
        audit.truncate(MOST);
        audit.retain(|entry| self.is_of_here(entry));
        let (_, view) = of_view(AgentVisibility::History);
        let view = self.words().say(view, &[]);
        let command = self.typed(WatchCommand::Alerts, &[(CommandParameter::View, &view)]);
        let command = format!("{command} {}", between(window, self.words()));
        let most = is_cut.then_some(MOST);
        let past = IncidentHistory {
            window,
            closed: &closed,
            audit: &audit,
            most,
            page: page.into(),
        };
        let sheet = history(&past, &self.reader(command), self.words());
        Ok((sheet, most))
    }

    /// A window ends with a whole minute; what ends now has what was done since then.
    fn end_of(&self, window: TimeWindow) -> DateTime<Utc> {
        let until = window.until();
        if self.now - until < TimeDelta::minutes(1) {
            after(self.now)
        } else {
            until
        }
    }

    /// Whether it was done in this operation, or in all.
    fn is_of_here(&self, entry: &AuditEntry) -> bool {
        match &entry.deed {
            AuditAction::Acknowledged { operation, .. }
            | AuditAction::Snoozed { operation, .. } => *operation == self.operation.name,
            AuditAction::Silenced(silence) | AuditAction::SilenceEnded(silence) => {
                self.is_ours(silence)
            }
            AuditAction::Reloaded { .. } | AuditAction::Refused { .. } => true,
        }
    }

    /// One incident, with what can be done about it.
    pub(super) async fn whole(&self, found: &FoundIncident) -> Result<Card, CommandRefusal> {
        let id = found.id();
        let audit = self.deeds(found).await?;
        let number = format!("#{id}");
        let command = self.typed(
            WatchCommand::Alerts,
            &[(CommandParameter::Incident, &number)],
        );
        let Some(case) = found.case() else {
            return Err(CommandRefusal::incident(Some(&number), &[], self.words()));
        };
        let (reader, words) = (self.reader(command), self.words());
        let mut card = details(&case, &self.operation.name, &audit, &reader, words);
        card.buttons.retain(|button| self.is_for_them(button));
        Ok(self.named(card))
    }

    /// Whether a button of an incident's card leads them on from its details.
    fn is_for_them(&self, button: &CardButton) -> bool {
        match AlertButton::parse(&button.press).map(|press| press.act) {
            None | Some(Pressing::Details) => false,
            Some(Pressing::MuteRule) => self.allows(WatchCommand::Silence),
            Some(Pressing::Acknowledge | Pressing::Snooze(_)) => true,
        }
    }

    /// What people did about it.
    async fn deeds(&self, found: &FoundIncident) -> Result<Vec<AuditEntry>, CommandRefusal> {
        let Some(incident) = found.incident() else {
            return Ok(Vec::new());
        };
        let end = match found {
            FoundIncident::Open(..) => self.now,
            FoundIncident::Over(closed) => closed.at.max(self.now),
        };
        let range = incident.opened_at..after(end);
        let audit = self.alerts().audit(range, MOST).await;
        let mut audit = audit.map_err(self.lapse())?;
        audit.retain(|entry| match &entry.deed {
            AuditAction::Acknowledged { incident, .. } | AuditAction::Snoozed { incident, .. } => {
                *incident == found.id()
            }
            AuditAction::Silenced(_)
            | AuditAction::SilenceEnded(_)
            | AuditAction::Reloaded { .. }
            | AuditAction::Refused { .. } => false,
        });
        Ok(audit)
    }

    pub(super) fn button(&self, label: &str, turn: PageTurn) -> CardButton {
        CardButton {
            label: self.words().say(label, &[]),
            press: self.token(turn),
            is_enabled: true,
        }
    }

    /// Back and on. At an end one of them stands still.
    pub(super) fn pages(
        &self,
        page: u16,
        pages: usize,
        turn: impl Fn(u16) -> PageTurn,
    ) -> Vec<CardButton> {
        let last = u16::try_from(pages.saturating_sub(1)).unwrap_or(u16::MAX);
        if last == 0 {
            return Vec::new();
        }
        let page = page.min(last);
        let to = |target: Option<u16>, beyond: u16, label| CardButton {
            is_enabled: target.is_some(),
            ..self.button(label, turn(target.unwrap_or(beyond)))
        };
        let on = page.checked_add(1).filter(|on| *on <= last);
        vec![
            to(page.checked_sub(1), u16::MAX, "button-back"),
            to(on, u16::MAX - 1, "button-on"),
        ]
    }
}

fn details_button(incident: IncidentId, label: String) -> CardButton {
    CardButton {
        label,
        press: AlertButton {
            incident,
            act: Pressing::Details,
        }
        .to_string(),
        is_enabled: true,
    }
}

/// The first moment that is not within a stretch that ends with this one.
fn after(end: DateTime<Utc>) -> DateTime<Utc> {
    end + TimeDelta::seconds(1)
}
