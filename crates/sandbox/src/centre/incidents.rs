//! What goes wrong on the floor, each over a stretch of time: the calls of the stretch are
//! different ones, and all others stay as they were.

use super::calls::Second;

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScriptedIncident {
    /// Most agents of a skill are gone: long waits, a third of the calls abandoned
    /// or more.
    AgentsGone {
        /// The skill's number.
        skill: u32,
    },
    /// Smart hold of a skill runs wild: it offers callbacks before anybody has to wait, and
    /// hardly any of them reaches anybody.
    CallbacksFail {
        /// The skill's number.
        skill: u32,
    },
    /// One agent keeps every caller on hold for many minutes.
    EndlessHold {
        /// The agent's number.
        agent: u32,
    },
}

impl ScriptedIncident {
    /// Whether it changes anything for a skill with these agents.
    pub(super) fn concerns(&self, skill: u32, crew: &[u32]) -> bool {
        match self {
            Self::AgentsGone { skill: it } | Self::CallbacksFail { skill: it } => *it == skill,
            Self::EndlessHold { agent } => crew.contains(agent),
        }
    }
}

/// All incidents so far, and when they were.
#[derive(Clone, Debug, Default)]
pub(super) struct IncidentTimeline(Vec<IncidentSpell>);

#[derive(Clone, Debug)]
struct IncidentSpell {
    incident: ScriptedIncident,
    from: Second,
    until: Option<Second>,
}

impl IncidentTimeline {
    /// Starts an incident, unless it is already under way.
    pub(super) fn begin(&mut self, incident: ScriptedIncident, from: Second) {
        if !self.is_on(&incident, from) {
            self.0.push(IncidentSpell {
                incident,
                from,
                until: None,
            });
        }
    }

    /// Ends an incident that is under way.
    pub(super) fn end(&mut self, incident: &ScriptedIncident, until: Second) {
        for spell in &mut self.0 {
            if spell.incident == *incident && spell.until.is_none_or(|end| end > until) {
                spell.until = Some(until.max(spell.from));
            }
        }
    }

    /// Adds an incident with both ends known.
    pub(super) fn plan(&mut self, incident: ScriptedIncident, from: Second, until: Second) {
        self.0.push(IncidentSpell {
            incident,
            from,
            until: Some(until),
        });
    }

    /// Takes every spell of an incident back.
    pub(super) fn forget(&mut self, incident: &ScriptedIncident) {
        self.0.retain(|spell| spell.incident != *incident);
    }

    fn is_on(&self, incident: &ScriptedIncident, at: Second) -> bool {
        let mut spells = self.0.iter();
        spells.any(|spell| spell.incident == *incident && spell.covers(at))
    }

    /// What concerns one skill and its agents.
    pub(super) fn of(&self, skill: u32, crew: &[u32]) -> IncidentTrouble {
        let mut trouble = IncidentTrouble::default();
        for spell in &self.0 {
            let stretch = IncidentStretch(spell.from, spell.until.unwrap_or(Second::MAX));
            match spell.incident {
                ScriptedIncident::AgentsGone { skill: gone } if gone == skill => {
                    trouble.agents_gone.push(stretch);
                }
                ScriptedIncident::CallbacksFail { skill: fails } if fails == skill => {
                    trouble.callbacks_fail.push(stretch);
                }
                ScriptedIncident::EndlessHold { agent } if crew.contains(&agent) => {
                    trouble.endless_hold.push((agent, stretch));
                }
                ScriptedIncident::AgentsGone { .. }
                | ScriptedIncident::CallbacksFail { .. }
                | ScriptedIncident::EndlessHold { .. } => {}
            }
        }
        trouble
    }
}

impl IncidentSpell {
    fn covers(&self, at: Second) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// The incidents of one skill.
#[derive(Debug, Default)]
pub(super) struct IncidentTrouble {
    agents_gone: Vec<IncidentStretch>,
    callbacks_fail: Vec<IncidentStretch>,
    endless_hold: Vec<(u32, IncidentStretch)>,
}

/// From the first second, included, to the second, excluded.
#[derive(Clone, Copy, Debug)]
struct IncidentStretch(Second, Second);

impl IncidentStretch {
    fn covers(self, at: Second) -> bool {
        (self.0..self.1).contains(&at)
    }
}

impl IncidentTrouble {
    pub(super) fn agents_gone(&self, at: Second) -> bool {
        self.agents_gone.iter().any(|stretch| stretch.covers(at))
    }

    /// The next second after `at` at which agents go or come back.
    pub(super) fn next_change(&self, at: Second) -> Option<Second> {
        let edges = self
            .agents_gone
            .iter()
            .flat_map(|stretch| [stretch.0, stretch.1]);
        edges.filter(|edge| *edge > at).min()
    }

    pub(super) fn callbacks_fail(&self, at: Second) -> bool {
        self.callbacks_fail.iter().any(|stretch| stretch.covers(at))
    }

    pub(super) fn endless_hold(&self, agent: u32, at: Second) -> bool {
        let mut spells = self.endless_hold.iter();
        spells.any(|(who, stretch)| *who == agent && stretch.covers(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incident_lasts_from_its_beginning_to_its_end() {
        let mut timeline = IncidentTimeline::default();
        timeline.begin(ScriptedIncident::AgentsGone { skill: 7 }, 100);
        timeline.begin(ScriptedIncident::AgentsGone { skill: 7 }, 150);
        timeline.end(&ScriptedIncident::AgentsGone { skill: 7 }, 200);
        let trouble = timeline.of(7, &[]);
        assert!(!trouble.agents_gone(99) && trouble.agents_gone(100));
        assert!(trouble.agents_gone(199) && !trouble.agents_gone(200));
        assert_eq!(trouble.next_change(0), Some(100));
        assert_eq!(trouble.next_change(100), Some(200));
        assert!(!timeline.of(12, &[]).agents_gone(150));
    }

    #[test]
    fn an_incident_can_come_again() {
        let mut timeline = IncidentTimeline::default();
        let hold = ScriptedIncident::EndlessHold { agent: 1001 };
        timeline.begin(hold.clone(), 100);
        timeline.end(&hold, 200);
        timeline.begin(hold.clone(), 300);
        timeline.end(&hold, 400);
        let trouble = timeline.of(7, &[1001]);
        let on = |at| trouble.endless_hold(1001, at);
        assert!(on(150) && !on(250) && on(350) && !on(450));
    }
}
