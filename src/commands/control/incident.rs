//! Which incident is meant: by its number, with or without the mark before it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::commands::{
    AlertService, CommandOperation, OpenAlert, ReportSource, StoreUnavailable,
    control::visit::RequestContext, refusal::CommandRefusal,
};
use vigia_cards::incidents::{IncidentDetails, OpenIncident};
use vigia_core::alerts::{Alert, ClosedIncident, Incident, IncidentId, IncidentMark};

/// How far back an incident that is over is looked for.
const BACK: TimeDelta = TimeDelta::days(92);

/// How many incidents that are over are looked through.
const MOST: usize = 5_000;

static NOTHING: IncidentMark = IncidentMark {
    ack: None,
    snooze: None,
};

/// An incident, wherever it stands.
#[derive(Debug)]
pub(super) enum FoundIncident {
    /// It is open.
    Open(Box<OpenAlert>, IncidentId),
    /// It is over.
    Over(Box<ClosedIncident>),
}

impl FoundIncident {
    pub(super) fn id(&self) -> IncidentId {
        match self {
            Self::Open(_, id) => *id,
            Self::Over(closed) => closed.incident.id,
        }
    }

    pub(super) fn incident(&self) -> Option<&Incident> {
        match self {
            Self::Open(open, id) => open.book.incident(*id),
            Self::Over(closed) => Some(&closed.incident),
        }
    }

    pub(super) fn case(&self) -> Option<IncidentDetails<'_>> {
        match self {
            Self::Open(open, id) => opened(open, *id).map(IncidentDetails::Open),
            Self::Over(closed) => Some(IncidentDetails::Over(closed)),
        }
    }
}

/// An open incident with its alerts.
pub(super) fn opened(open: &OpenAlert, id: IncidentId) -> Option<OpenIncident<'_>> {
    let is_of_it = |alert: &&Alert| alert.incident == Some(id);
    Some(OpenIncident {
        incident: open.book.incident(id)?,
        alerts: open.book.alerts().filter(is_of_it).collect(),
        mark: open.marks.get(&id).unwrap_or(&NOTHING),
    })
}

/// What was typed, as a number is told: `#14y21jf` is `14Y21JF`, and letters that no number
/// has are those that they are taken for.
fn as_told(typed: &str) -> String {
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

/// Where an incident is looked for.
pub(super) async fn find<R: ReportSource, A: AlertService>(
    is_it: impl Fn(IncidentId) -> bool,
    operation: &CommandOperation<R>,
    alerts: &A,
    now: DateTime<Utc>,
) -> Result<Option<FoundIncident>, StoreUnavailable> {
    let open = alerts.open(&operation.name).await?;
    let mut known = open.book.incidents().map(|incident| incident.id);
    if let Some(id) = known.find(|id| is_it(*id)) {
        drop(known);
        return Ok(Some(FoundIncident::Open(Box::new(open), id)));
    }
    drop(known);
    // What ends in this very moment is over.
    let range = now - BACK..now + TimeDelta::days(1);
    let closed = alerts.closed(&operation.name, range, MOST).await?;
    let mut closed = closed.into_iter();
    let found = closed.find(|closed| is_it(closed.incident.id));
    Ok(found.map(|closed| FoundIncident::Over(Box::new(closed))))
}

impl<R: ReportSource, A: AlertService> RequestContext<'_, R, A> {
    /// The incident of that number; where none is typed, the only one that is open.
    pub(super) async fn incident(
        &self,
        typed: Option<&str>,
    ) -> Result<FoundIncident, CommandRefusal> {
        let wanted = typed.map(as_told);
        if let Some(wanted) = &wanted {
            let is_it = |id: IncidentId| id.to_string() == *wanted;
            let found = find(is_it, self.operation, self.alerts(), self.now).await;
            if let Some(found) = found.map_err(self.lapse())? {
                return Ok(found);
            }
        }
        let open = self.alerts().open(&self.operation.name).await;
        let open = open.map_err(self.lapse())?;
        let known: Vec<_> = open
            .book
            .incidents()
            .map(|incident| (incident.id, incident.condition().map(|it| it.rule.clone())))
            .collect();
        match (typed, known.as_slice()) {
            (None, [(only, _)]) => {
                let only = *only;
                Ok(FoundIncident::Open(Box::new(open), only))
            }
            (typed, known) => Err(CommandRefusal::incident(typed, known, self.words())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_it_is_typed() {
        for typed in ["#14Y21JF", "14y21jf", " #I4yZlJf "] {
            let told = as_told(typed);
            assert_eq!(told.len(), 7, "{typed}");
        }
        assert_eq!(as_told("#14y21jf"), "14Y21JF");
        assert_eq!(as_told("l4y2ijo"), "14Y21J0");
    }
}
