//! The project's own rules over simulated skills, through the same judgement and alerts as in the bot.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono_tz::Tz;

use crate::{
    centre::{OpenDay, SkillDays},
    queue::OPEN,
    score::{Cards, Shown},
};
use vigia_core::{
    alerts::{AdvanceContext, AlertBook, advance},
    metrics::{
        Channel, Facts, OperationName, Reading, Report, ReportRequest, Scope, SkillId,
        SkillSelection, Snapshot,
        facts::{ChannelService, ServiceLevel},
    },
    rules::{
        AlertPolicy, ChannelName, DepartureBook, JudgeInput, Ruleset, further_requests, judge,
        needed_requests,
        parse::{KnownNames, parse},
    },
};

/// The hours of the centre, which every rule of the simulation has.
const CALENDAR: &str = "calendars:\n  floor:\n    hours: { mon-sat: \"08:00-20:00\" }\n";

/// Reads rules of which one is named, with the hours of the centre.
pub(crate) fn ruleset(text: &str, name: &str) -> Ruleset {
    let channels = ["floor", "managers", "ops"].map(ChannelName::new);
    let known = KnownNames {
        channels: &channels,
        roles: &[],
        poll_every: Duration::from_secs(300),
    };
    let hours = text.replace(
        "\n    notify: floor\n",
        "\n    notify: floor\n    during: floor\n",
    );
    let rules = parse(&format!("{CALENDAR}\n{hours}"), known);
    let rules = match rules {
        Ok(rules) => rules.into_iter(),
        Err(faults) => panic!("the rules of the benchmark have faults: {faults:?}"),
    };
    Ruleset {
        rules: rules.filter(|rule| rule.id.as_str() == name).collect(),
    }
}

/// Plays the skills of one centre, and returns the cards of each.
pub(crate) fn cards(rules: &Ruleset, centre: &[&SkillDays]) -> Vec<Cards> {
    let skills: Vec<SkillId> = (1..).take(centre.len()).map(SkillId).collect();
    let policy = AlertPolicy::default();
    let operation = || OperationName::new("centro");
    let mut book = AlertBook::empty(operation());
    let mut departures = DepartureBook::default();
    let mut all: Vec<Cards> = centre.iter().map(|_| Vec::new()).collect();
    let days = centre.first().map_or(0, |skill| skill.days.len());
    for day in 0..days {
        let today: Vec<&OpenDay> = centre.iter().filter_map(|it| it.days.get(day)).collect();
        let mut cards: BTreeMap<Scope, Vec<Shown>> = BTreeMap::new();
        // The last poll is after the centre has closed.
        for until in OpenDay::polls().chain([OPEN + crate::centre::POLL]) {
            let Some(as_of) = today.first().map(|day| day.at(until)) else {
                continue;
            };
            let mut snapshot = Snapshot {
                operation: operation(),
                as_of,
                readings: Vec::new(),
            };
            let awake = rules.awake(as_of, Tz::UTC);
            let mut needed = needed_requests(awake, &skills, as_of, Tz::UTC);
            while !needed.is_empty() {
                let answers = needed.iter().map(|ask| answer(&today, *ask, until));
                snapshot.readings.extend(answers);
                needed = further_requests(rules, &JudgeInput::new(&skills, &snapshot, Tz::UTC));
            }
            let input = JudgeInput::new(&skills, &snapshot, Tz::UTC);
            let open = book
                .alerts()
                .filter_map(|alert| Some((alert, alert.incident?)));
            let taken = open.filter(|(alert, _)| is_of_incident(&today, &alert.key.scope, until));
            let taken: Vec<_> = taken
                .map(|(alert, incident)| (alert.key.rule.clone(), incident.get()))
                .collect();
            (departures, _) = departures.after(rules, &input.departure_poll(), &taken);
            let judgements = judge(rules, &input.with_departures(&departures));
            let context = AdvanceContext::new(as_of, Tz::UTC, &policy);
            let outcome = advance(&book, rules, &judgements, &context);
            for alert in outcome.changed.iter().filter(|it| it.state.is_told()) {
                let known = book.get(&alert.key);
                if known.is_none_or(|known| !known.state.is_told()) {
                    let shown = Shown {
                        from: until,
                        until: OPEN,
                    };
                    cards
                        .entry(alert.key.scope.clone())
                        .or_default()
                        .push(shown);
                }
            }
            for key in &outcome.ended {
                let shown = cards.get_mut(&key.scope).and_then(|cards| cards.last_mut());
                if let Some(shown) = shown {
                    shown.until = until.min(OPEN);
                }
            }
            book.apply(&outcome);
        }
        for (skill, all) in skills.iter().zip(&mut all) {
            all.push(cards.remove(&Scope::Skill(*skill)).unwrap_or_default());
        }
    }
    all
}

/// Supervisors take the cards of what really goes wrong.
fn is_of_incident(today: &[&OpenDay], scope: &Scope, now: u32) -> bool {
    let Scope::Skill(SkillId(skill)) = scope else {
        return false;
    };
    let day = today.get(
        usize::try_from(*skill)
            .unwrap_or_default()
            .saturating_sub(1),
    );
    let incident = day.and_then(|day| day.incident);
    incident.is_some_and(|it| (it.from..it.until + 900).contains(&now))
}

fn answer(today: &[&OpenDay], ask: ReportRequest, until: u32) -> Reading {
    let place = match ask.skills {
        SkillSelection::One(SkillId(skill)) => usize::try_from(skill - 1).unwrap_or_default(),
        SkillSelection::All => 0,
    };
    assert_eq!(
        ask.report,
        Report::ServiceLevel,
        "only this report is played"
    );
    let length = u32::try_from(ask.window.length().as_secs()).unwrap_or(u32::MAX);
    let counts = today
        .get(place)
        .map(|day| day.read(until, length))
        .unwrap_or_default();
    let row = ChannelService {
        channel: Channel::inbound(),
        offered: Some(counts.of.into()),
        answered: Some((counts.of - counts.bad).into()),
        abandoned: Some(counts.bad.into()),
        within_10s: None,
        within_20s: None,
        within_30s: None,
        abandon_rate: None,
        asa: None,
        ata: None,
    };
    let facts = Facts::ServiceLevel(ServiceLevel {
        channels: vec![row],
    });
    Reading {
        ask,
        outcome: Ok(Arc::new(facts)),
    }
}
