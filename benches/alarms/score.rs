//! How good a detector is: what it rang for nothing, and how soon it told of an incident.

use vigia::metrics::SkillId;

use crate::{
    centre::{Centre, Incident, MINUTES, Minute, SETTLE, level},
    detectors::Run,
};

/// What rings so long after an incident is its echo: the widest window still holds it.
const TAIL: Minute = 120;

/// The limit of all the rules, in shares.
const LIMIT: f64 = 0.05;

/// The figures of one detector on one centre.
pub(crate) struct Score {
    pub(crate) name: &'static str,
    /// Episodes that no incident explains, for each skill and day.
    pub(crate) false_a_day: f64,
    /// Those among them where the true rate was under the limit: the calls lied.
    pub(crate) lies_a_day: f64,
    /// Minutes from the start of an incident until people were told, sorted; incidents that
    /// were not told in time have none.
    found: Vec<Minute>,
    missed: usize,
    /// Incidents that began while it was ringing for something else.
    pub(crate) hidden: usize,
}

impl Score {
    pub(crate) fn of(run: &Run, centre: &Centre) -> Self {
        let rung_for_nothing = run.episodes.iter().filter(|episode| {
            let mut incidents = centre.incidents.iter();
            !incidents.any(|incident| explains(incident, episode.skill, episode.fired))
        });
        let (mut for_nothing, mut lies) = (0, 0);
        for episode in rung_for_nothing {
            for_nothing += 1;
            lies += u32::from(centre.true_rate(episode.skill, episode.window) < LIMIT);
        }
        let days = quiet_days(centre);
        let mut score = Self {
            name: run.name,
            false_a_day: f64::from(for_nothing) / days,
            lies_a_day: f64::from(lies) / days,
            found: Vec::new(),
            missed: 0,
            hidden: 0,
        };
        for incident in &centre.incidents {
            score.look_for(incident, run);
        }
        score.found.sort_unstable();
        score
    }

    fn look_for(&mut self, incident: &Incident, run: &Run) {
        let mut of_skill = run.episodes.iter().filter(|it| it.skill == incident.skill);
        if of_skill
            .clone()
            .any(|it| it.fired <= incident.from && it.ended > incident.from)
        {
            self.hidden += 1;
            return;
        }
        let in_time = incident.from + 1..=incident.until;
        match of_skill.find(|it| in_time.contains(&it.fired)) {
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

fn explains(incident: &Incident, skill: SkillId, fired: Minute) -> bool {
    incident.skill == skill && (incident.from..=incident.until + TAIL).contains(&fired)
}

/// Skills times days, the hours in which an incident would explain an alarm left out.
fn quiet_days(centre: &Centre) -> f64 {
    let open = (0..MINUTES).filter(|minute| level(*minute) > 0.0).count();
    let a_day = open / (MINUTES / (7 * 24 * 60)) / 6;
    let explained: usize = centre
        .incidents
        .iter()
        .map(|incident| {
            let span = incident.from..=incident.until + TAIL;
            span.filter(|minute| level(*minute) > 0.0).count()
        })
        .sum();
    share(open * centre.skills().len() - explained, a_day)
}

#[expect(clippy::cast_precision_loss, reason = "minutes stay far below 2^53")]
fn share(part: usize, of: usize) -> f64 {
    part as f64 / of as f64
}
