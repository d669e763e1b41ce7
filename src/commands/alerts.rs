//! `/alerts`: the open incidents, those that are over, and one incident with its details.

use chrono::{DateTime, TimeDelta, Utc};

use crate::commands::{
    answer::csv_card,
    arguments::TypedArguments,
    button::WatchPage,
    command::{
        ALERT_VIEWS, AlertView, CommandParameter, FORMATS, FileFormat, WatchCommand, choice_label,
    },
    context::{OpenBook, RequestContext},
    question::window_typed,
    range::{TypedRange, resolve_range},
    refusal::CommandRefusal,
};
use vigia_cards::{
    ButtonToken, Card, CardButton, SelectOption,
    alert::{AlertAction, AlertButton},
    incidents::{
        IncidentDetails, IncidentHistory, OpenAlertsList, OpenIncident, details, history, left_out,
        now,
    },
    report::ReportAnswer,
};
use vigia_core::{
    alerts::{
        Alert, AuditAction, AuditEntry, ClosedIncident, Incident, IncidentId, IncidentMark,
        IncidentSubject,
    },
    metrics::{Metric, Scope, TimeWindow},
};

/// The time that the history covers where none is typed.
const HISTORY_LENGTH: &str = "7d";

/// The highest number of incidents and of actions that the history shows.
const MOST_ROWS: usize = 2_000;

/// The time in which an incident that is over is looked for, and the highest number of them.
const SEARCH_LENGTH: TimeDelta = TimeDelta::days(92);
const MOST_SEARCHED: usize = 5_000;

static NO_MARK: IncidentMark = IncidentMark {
    ack: None,
    snooze: None,
};

#[derive(Debug)]
pub(crate) enum FoundIncident {
    Open(Box<OpenBook>, IncidentId),
    Over(Box<ClosedIncident>),
}

impl FoundIncident {
    pub(crate) fn id(&self) -> IncidentId {
        match self {
            Self::Open(_, id) => *id,
            Self::Over(closed) => closed.incident.id,
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Open(..))
    }

    /// Returns true where the incidents of other operations may have the same number.
    pub(crate) fn is_shared(&self) -> bool {
        let subject = self.incident().map(|incident| &incident.subject);
        subject == Some(&IncidentSubject::Digest)
    }

    pub(crate) fn incident(&self) -> Option<&Incident> {
        match self {
            Self::Open(open, id) => open.book.incident(*id),
            Self::Over(closed) => Some(&closed.incident),
        }
    }

    /// Returns the metric and the place of its worst alert, or of the last that ended.
    pub(crate) fn figure(&self) -> Option<(Metric, &Scope)> {
        let alert = match self {
            Self::Open(open, id) => {
                let alerts = open.book.alerts();
                let own = alerts.filter(|alert| alert.incident == Some(*id));
                own.max_by(|one, other| one.cmp_gravity(other))
            }
            Self::Over(closed) => closed.incident.ended.last().map(|ended| &ended.alert),
        };
        alert.map(|alert| (alert.metric, &alert.key.scope))
    }

    fn details(&self) -> Option<IncidentDetails<'_>> {
        match self {
            Self::Open(open, id) => open_incident(open, *id).map(IncidentDetails::Open),
            Self::Over(closed) => Some(IncidentDetails::Over(closed)),
        }
    }
}

/// Returns an open incident with its alerts.
pub(crate) fn open_incident(open: &OpenBook, id: IncidentId) -> Option<OpenIncident<'_>> {
    let is_of_it = |alert: &&Alert| alert.incident == Some(id);
    Some(OpenIncident {
        incident: open.book.incident(id)?,
        alerts: open.book.alerts().filter(is_of_it).collect(),
        mark: open.marks.get(&id).unwrap_or(&NO_MARK),
    })
}

/// The command whose right an action on an incident needs.
pub(crate) fn incident_command(act: AlertAction) -> WatchCommand {
    match act {
        AlertAction::Acknowledge
        | AlertAction::Snooze(_)
        | AlertAction::ChooseSnooze
        | AlertAction::Wake
        | AlertAction::Details
        | AlertAction::Menu
        | AlertAction::Day => WatchCommand::Alerts,
        AlertAction::MuteRule | AlertAction::MuteScope => WatchCommand::Silence,
    }
}

/// Spells a typed number as cards do: `#14y21jf` is `14Y21JF`, and letters that no number has
/// are the digits that they are taken for.
fn normal_number(typed: &str) -> String {
    let letters = typed.trim().trim_start_matches('#').chars();
    letters
        .flat_map(char::to_uppercase)
        .map(|letter| match letter {
            'I' | 'L' => '1',
            'O' => '0',
            other => other,
        })
        .collect()
}

impl RequestContext<'_> {
    /// Shows what the options of `/alerts` ask for, other than an action.
    pub(crate) async fn show_alerts(
        &self,
        typed: &TypedArguments<'_>,
    ) -> Result<Card, CommandRefusal> {
        use CommandParameter::{Day, Format, From, Incident, Last, To, View};
        if let Some(number) = typed.option(Incident) {
            let found = self.typed_incident(Some(number)).await?;
            return self.incident_details(&found).await;
        }
        // A time or a file is asked for of what is over.
        let mut of_past = [Last, Day, From, To, Format].into_iter();
        let is_of_past = of_past.any(|option| typed.option(option).is_some());
        match typed.choice(View, &ALERT_VIEWS)? {
            Some(AlertView::History) => {}
            None if is_of_past => {}
            Some(AlertView::Now) | None => return self.open_incidents(0).await,
        }
        let mut range = typed.range();
        if range == TypedRange::default() {
            range.last = Some(HISTORY_LENGTH);
        }
        let window = resolve_range(&range, self.operation.zone, self.now)
            .map_err(|fault| CommandRefusal::range(&fault, self.words()))?
            .window;
        match typed.choice(Format, &FORMATS)? {
            Some(FileFormat::Csv) => self.history_file(window).await,
            Some(FileFormat::Card) | None => self.incident_history(window, 0).await,
        }
    }

    pub(crate) async fn open_incidents(&self, page: u16) -> Result<Card, CommandRefusal> {
        let open = self.open_book().await?;
        let operation = self.operation.name.clone();
        let last_poll = self
            .stored(move |store| store.last_poll(&operation))
            .await?;
        let pending = open.book.alerts().filter(|alert| !alert.state.is_told());
        let incidents = open.book.incidents();
        let listed = now(
            &OpenAlertsList {
                as_of: last_poll,
                open: incidents
                    .filter_map(|incident| open_incident(&open, incident.id))
                    .collect(),
                pending: pending.count(),
                page: page.into(),
            },
            &self.reader(self.typed(WatchCommand::Alerts, &[])),
            self.words(),
        );
        let details = listed.shown.iter().map(|id| {
            let button = AlertButton {
                incident: *id,
                act: AlertAction::Details,
            };
            CardButton::new(format!("#{id}"), button.encode())
        });
        let mut buttons: Vec<_> = details.collect();
        buttons.push(self.button("button-refresh", WatchPage::OpenIncidents(page)));
        buttons.extend(self.page_buttons(page, listed.pages, WatchPage::OpenIncidents));
        Ok(Card {
            buttons,
            ..self.named(listed.card)
        })
    }

    pub(crate) async fn incident_history(
        &self,
        window: TimeWindow,
        page: u16,
    ) -> Result<Card, CommandRefusal> {
        let (sheet, _) = self.read_history(window, page).await?;
        let mut buttons = vec![self.button("button-csv", WatchPage::HistoryFile(window))];
        let turn = |page| WatchPage::History(window, page);
        buttons.extend(self.page_buttons(page, sheet.pages, turn));
        Ok(Card {
            buttons,
            ..self.named(sheet.card)
        })
    }

    /// Gives the incidents that are over, and who did what, as a file.
    pub(crate) async fn history_file(&self, window: TimeWindow) -> Result<Card, CommandRefusal> {
        let (sheet, most) = self.read_history(window, 0).await?;
        let mut card = csv_card(WatchCommand::Alerts.into(), window, sheet, self.words());
        if let Some(most) = most {
            card.lines.splice(..1, [left_out(most, self.words())]);
        }
        Ok(self.named(card))
    }

    /// Returns the history, and the highest number of rows where there are more.
    async fn read_history(
        &self,
        window: TimeWindow,
        page: u16,
    ) -> Result<(ReportAnswer, Option<usize>), CommandRefusal> {
        // A window ends with a whole minute; one that ends now has what was done since then.
        let is_current = self.now - window.until() < TimeDelta::minutes(1);
        let end = if is_current {
            just_after(self.now)
        } else {
            window.until()
        };
        let (name, range) = (self.operation.name.clone(), window.from()..end);
        let read = self.stored(move |store| {
            let closed = store.closed(&name, range.clone(), MOST_ROWS + 1)?;
            Ok((closed, store.audit(range, MOST_ROWS + 1)?))
        });
        let (mut closed, mut audit) = read.await?;
        let is_cut = closed.len().max(audit.len()) > MOST_ROWS;
        closed.truncate(MOST_ROWS);
        audit.truncate(MOST_ROWS);
        audit.retain(|entry| self.is_of_operation(entry));
        let view = choice_label(AlertView::History, &ALERT_VIEWS, self.words());
        let command = self.typed(WatchCommand::Alerts, &[(CommandParameter::View, &view)]);
        let command = format!("{command} {}", window_typed(window, self.words()));
        let most = is_cut.then_some(MOST_ROWS);
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

    /// An action is of this operation, or of all.
    fn is_of_operation(&self, entry: &AuditEntry) -> bool {
        match &entry.deed {
            AuditAction::Acknowledged { operation, .. }
            | AuditAction::Snoozed { operation, .. } => *operation == self.operation.name,
            AuditAction::Silenced(silence) | AuditAction::SilenceEnded(silence) => {
                self.is_ours(silence)
            }
            AuditAction::Reloaded { .. } | AuditAction::Refused { .. } => true,
        }
    }

    /// Shows one incident, with what can be done about it.
    pub(crate) async fn incident_details(
        &self,
        found: &FoundIncident,
    ) -> Result<Card, CommandRefusal> {
        let number = format!("#{}", found.id());
        let audit = self.incident_audit(found).await?;
        let options = [(CommandParameter::Incident, number.as_str())];
        let command = self.typed(WatchCommand::Alerts, &options);
        let Some(incident) = found.details() else {
            return Err(CommandRefusal::incident(Some(&number), &[], self.words()));
        };
        let (reader, words) = (self.reader(command), self.words());
        let mut card = details(&incident, &self.operation.name, &audit, &reader, words);
        if let Some(menu) = &mut card.select {
            menu.options.retain(|option| self.may_choose(option));
        }
        card.select = card.select.filter(|menu| !menu.options.is_empty());
        Ok(self.named(card))
    }

    /// Returns whether the caller may do what an option of the details says.
    fn may_choose(&self, option: &SelectOption) -> bool {
        match ButtonToken::<()>::decode(&option.press) {
            Some(ButtonToken::Alert(button)) => self
                .service
                .allows(incident_command(button.act), self.caller),
            Some(ButtonToken::Command(())) | None => false,
        }
    }

    async fn incident_audit(
        &self,
        found: &FoundIncident,
    ) -> Result<Vec<AuditEntry>, CommandRefusal> {
        let Some(incident) = found.incident() else {
            return Ok(Vec::new());
        };
        let end = match found {
            FoundIncident::Open(..) => self.now,
            FoundIncident::Over(closed) => closed.at.max(self.now),
        };
        let range = incident.opened_at..just_after(end);
        let read = self.stored(move |store| store.audit(range, MOST_ROWS));
        let mut audit = read.await?;
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

    /// Returns the first incident that fits, open or over.
    pub(crate) async fn find_incident(
        &self,
        fits: impl Fn(IncidentId) -> bool,
    ) -> Result<Option<FoundIncident>, CommandRefusal> {
        let open = self.open_book().await?;
        let known: Vec<_> = open.book.incidents().map(|incident| incident.id).collect();
        if let Some(id) = known.into_iter().find(|id| fits(*id)) {
            return Ok(Some(FoundIncident::Open(Box::new(open), id)));
        }
        // An incident that ends in this very moment is over.
        let range = self.now - SEARCH_LENGTH..self.now + TimeDelta::days(1);
        let name = self.operation.name.clone();
        let read = self.stored(move |store| store.closed(&name, range, MOST_SEARCHED));
        let mut closed = read.await?.into_iter();
        let found = closed.find(|closed| fits(closed.incident.id));
        Ok(found.map(|closed| FoundIncident::Over(Box::new(closed))))
    }

    /// Returns the incident of a typed number, with or without `#`; where none is typed, the
    /// only one that is open.
    pub(crate) async fn typed_incident(
        &self,
        typed: Option<&str>,
    ) -> Result<FoundIncident, CommandRefusal> {
        if let Some(wanted) = typed.map(normal_number) {
            let fits = |id: IncidentId| id.to_string() == wanted;
            if let Some(found) = self.find_incident(fits).await? {
                return Ok(found);
            }
        }
        let open = self.open_book().await?;
        let known: Vec<_> = open
            .book
            .incidents()
            .map(|incident| (incident.id, incident.condition().map(|it| it.rule.clone())))
            .collect();
        match (typed, known.as_slice()) {
            (None, [(only, _)]) => Ok(FoundIncident::Open(Box::new(open), *only)),
            (typed, known) => Err(CommandRefusal::incident(typed, known, self.words())),
        }
    }
}

/// The first moment after a stretch of time that ends with this one.
fn just_after(end: DateTime<Utc>) -> DateTime<Utc> {
    end + TimeDelta::seconds(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_it_is_typed() {
        for typed in ["#14Y21JF", "14y21jf", " #I4yZlJf "] {
            assert_eq!(normal_number(typed).len(), 7, "{typed}");
        }
        assert_eq!(normal_number("#14y21jf"), "14Y21JF");
        assert_eq!(normal_number("l4y2ijo"), "14Y21J0");
    }
}
