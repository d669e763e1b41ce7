//! How good a detector is: what it rang for nothing, and how soon it told of an incident.

use vigia_core::metrics::Scope;

use crate::{
    detectors::Run,
    floor::Floor,
    hours::{Incident, MINUTES, Minute, SETTLE},
};

/// What rings so long after an incident is its echo: the widest window still holds it.
const TAIL: Minute = 120;

/// The figures of one detector on one centre.
pub(crate) struct Score {
    pub(crate) name: String,
    /// Episodes that no incident explains, for each scope and day of work.
    pub(crate) false_a_day: f64,
    /// Those among them where the truth was not past the limit: the calls lied.
    pub(crate) lies_a_day: f64,
    /// Minutes from the start of an incident until people were told, sorted; incidents that
    /// were not told in time have none.
    found: Vec<Minute>,
    missed: usize,
    /// Incidents that began while it was ringing for something else.
    pub(crate) hidden: usize,
}

impl Score {
    /// `limit` is the share of bad ones past which there is something to tell.
    pub(crate) fn of(run: &Run, floor: &dyn Floor, limit: f64, days: f64) -> Self {
        let rung_for_nothing = run.episodes.iter().filter(|episode| {
            let mut incidents = floor.incidents().iter();
            !incidents.any(|incident| explains(incident, &episode.scope, episode.fired))
        });
        let (mut for_nothing, mut lies) = (0, 0);
        for episode in rung_for_nothing {
            for_nothing += 1;
            let truth = floor.true_share(&episode.scope, episode.window);
            lies += u32::from(truth.is_none_or(|share| share <= limit));
        }
        let mut score = Self {
            name: run.name.clone(),
            false_a_day: f64::from(for_nothing) / days,
            lies_a_day: f64::from(lies) / days,
            found: Vec::new(),
            missed: 0,
            hidden: 0,
        };
        for incident in floor.incidents() {
            score.look_for(incident, run);
        }
        score.found.sort_unstable();
        score
    }

    fn look_for(&mut self, incident: &Incident, run: &Run) {
        let of_scope = || run.episodes.iter().filter(|it| it.scope == incident.scope);
        if of_scope().any(|it| it.fired <= incident.from && it.ended > incident.from) {
            self.hidden += 1;
            return;
        }
        let in_time = incident.from + 1..=incident.until;
        match of_scope().find(|it| in_time.contains(&it.fired)) {
            Some(episode) => self.found.push(episode.fired + SETTLE - incident.from),
            None => self.missed += 1,
        }
    }

    /// Within how many minutes so many of a hundred incidents were told, missed ones counted
    /// as never.
    pub(crate) fn found_within(&self, percent: usize) -> Option<f64> {
        let place = (self.found.len() + self.missed) * percent / 100;
        self.found.get(place).map(|minutes| share(*minutes, 1))
    }

    /// The share of incidents that were not told while they lasted, in percent.
    pub(crate) fn missed(&self) -> f64 {
        let all = self.found.len() + self.missed;
        share(self.missed, all.max(1)) * 100.0
    }

    /// How many incidents it could be judged by.
    pub(crate) fn incidents(&self) -> usize {
        self.found.len() + self.missed
    }
}

fn explains(incident: &Incident, scope: &Scope, fired: Minute) -> bool {
    incident.scope == *scope && (incident.from..=incident.until + TAIL).contains(&fired)
}

/// Scopes times days of work, the hours in which an incident would explain an alarm left out.
pub(crate) fn quiet_days(floor: &dyn Floor) -> f64 {
    const WORKDAYS: usize = MINUTES / (7 * 24 * 60) * 6;
    let scopes = floor.scopes();
    let days = scopes.iter().map(|scope| {
        let works = |minute: &Minute| floor.works(scope, *minute);
        let worked = (0..MINUTES).filter(works).count();
        let incidents = floor.incidents().iter().filter(|it| it.scope == *scope);
        let explained: usize = incidents
            .map(|it| (it.from..=it.until + TAIL).filter(works).count())
            .sum();
        share(worked - explained, (worked / WORKDAYS).max(1))
    });
    days.sum()
}

#[expect(clippy::cast_precision_loss, reason = "minutes stay far below 2^53")]
fn share(part: usize, of: usize) -> f64 {
    part as f64 / of as f64
}
