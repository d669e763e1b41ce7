//! Polls that do not fit their interval or their day. The clock moves on with each answer, so that no outcome depends
//! on how fast the machine is.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;
use tokio::sync::Notify;
use vigia::watch::{CycleParts, PollCycle, PollPace};
use vigia_clock::Clock;
use vigia_core::{
    metrics::{
        Channel, Facts, Report, ReportRequest, SkillId, SkillNames, SkillRotation, SkillSelection,
        SkillSourceFinding,
        facts::{
            Abandonment, ChannelService, Durations, Holds, ServiceLevel, SkillAbandons, SmartHold,
        },
    },
    rules::{
        ActiveRules, ChannelName, Ruleset,
        parse::{KnownNames, parse},
    },
};
use vigia_store::{Store, StoreSettings};
use vigia_wolkvox::{GateAnswer, GateScript, NameDirectory, QuotaState, RequestGate, SkillSource};

use crate::{cycle::norte, support::service};

const SKILLS: u64 = 40;
/// The skill with half of its calls abandoned.
const BAD: u64 = 30;

const PACE: PollPace = PollPace {
    every: Duration::from_secs(300),
    settle: Duration::from_secs(60),
};

const RULE: &str = "rules:
  - alert: high-abandonment
    metric: abandon.rate
    of: every skill
    window: 60m
    when: { above: { warning: 15% } }
    at_least: 20
    notify: floor
";

const NIGHT: &str = "calendars:
  night: { hours: { mon-sun: '01:00-01:05' } }
";

/// An operation of many skills, each of which is a request.
struct Centre {
    _folder: TempDir,
    store: Store,
    clock: Clock,
    cycle: PollCycle,
    gate: RequestGate,
    /// The requests, and the messages that waited by then.
    asked: Arc<Mutex<Vec<(ReportRequest, usize)>>>,
}

impl Centre {
    /// An operation whose API takes so long for an answer, and has used so many of 25,000 requests.
    fn open(rules: &str, seconds: i64, used: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(StoreSettings::new(folder.path())).unwrap();
        let clock = Clock::leaping(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (kept, seen, moved) = (store.clone(), Arc::clone(&asked), clock.clone());
        let script = GateScript {
            answer: Box::new(move |ask, _| {
                seen.lock().unwrap().push((ask, kept.waiting()));
                moved.leap_to(moved.now() + TimeDelta::seconds(seconds));
                Ok(GateAnswer {
                    facts: Some(Arc::new(facts(&ask))),
                    read_at: moved.now(),
                    spoiled: [].into(),
                    spoils: 0,
                    joined: 0,
                })
            }),
            quota: QuotaState {
                used,
                day: clock.now().date_naive(),
                ..service::no_reports().quota
            },
            per_skill: SkillSource::EachSkill,
            ..service::no_reports()
        };
        let zone = chrono_tz::Tz::UTC;
        let (gate, work) = RequestGate::scripted(script, clock.clone(), zone);
        tokio::spawn(work);
        let names = (1..=SKILLS).map(|skill| (SkillId(skill), format!("Skill {skill}")));
        let names = SkillNames(names.collect());
        let known = KnownNames {
            channels: &[ChannelName::new("floor")],
            roles: &[],
            poll_every: PACE.every,
        };
        let rules = parse(rules, known).unwrap();
        let cycle = PollCycle::resume(CycleParts {
            operation: norte(),
            directory: NameDirectory::knowing(gate.clone(), names),
            gate: gate.clone(),
            zone,
            every: PACE.every,
            rules: ActiveRules::new(Ruleset { rules }),
            policy: Arc::default(),
            traffic: Arc::default(),
            store: store.clone(),
            clock: clock.clone(),
            wake_dispatcher: Arc::new(Notify::new()),
        })
        .unwrap();
        Self {
            _folder: folder,
            store,
            clock,
            cycle,
            gate,
            asked,
        }
    }

    /// Waits for the next poll, and returns its mark, its requests, and the messages that waited by then.
    async fn poll(&mut self) -> (DateTime<Utc>, Vec<(ReportRequest, usize)>) {
        let last = self.cycle.last_poll().unwrap();
        let tick = PACE.next(self.clock.now(), last);
        self.clock.leap_to(tick.at);
        self.cycle.poll(tick).await.unwrap();
        (tick.as_of, std::mem::take(&mut *self.asked.lock().unwrap()))
    }
}

fn facts(ask: &ReportRequest) -> Facts {
    match ask.report {
        Report::Abandonment => Facts::Abandonment(Abandonment {
            skills: (1..=SKILLS)
                .map(|skill| SkillAbandons {
                    skill: Some(SkillId(skill)),
                    name: None,
                    abandoned: Some(if skill == BAD { 50 } else { 1 }),
                    by_wait: Vec::new(),
                })
                .collect(),
            all: None,
        }),
        Report::ServiceLevel => {
            let is_bad = ask.skills == SkillSelection::One(SkillId(BAD));
            let abandoned = if is_bad { 50 } else { 1 };
            Facts::ServiceLevel(ServiceLevel {
                channels: vec![ChannelService {
                    channel: Channel::inbound(),
                    offered: Some(100),
                    answered: Some(100 - abandoned),
                    abandoned: Some(abandoned),
                    within_10s: None,
                    within_20s: None,
                    within_30s: None,
                    abandon_rate: None,
                    asa: None,
                    ata: None,
                }],
            })
        }
        Report::SmartHold => Facts::SmartHold(SmartHold::default()),
        Report::Durations => Facts::Durations(Durations::default()),
        Report::Holds => Facts::Holds(Holds::default()),
    }
}

fn skills(asked: &[(ReportRequest, usize)]) -> Vec<u64> {
    let skills = asked.iter().filter_map(|(ask, _)| match ask.skills {
        SkillSelection::One(skill) => Some(skill.0),
        SkillSelection::All => None,
    });
    skills.collect()
}

#[tokio::test]
async fn an_alert_does_not_wait_for_the_rest_of_a_poll() {
    let mut centre = Centre::open(RULE, 19, 0);
    let (_, asked) = centre.poll().await;
    assert_eq!(skills(&asked)[0], BAD, "it has the most abandoned calls");
    let place = asked.iter().position(|(_, waiting)| *waiting > 0);
    let place = place.expect("an alert while the poll goes on");
    assert!(
        place + 5 < asked.len(),
        "request {place} of {}",
        asked.len()
    );
    let told = centre.store.pending().unwrap();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(centre.cycle.book().alerts().count(), 1);
    // The next poll finds it as it is, and rings for nothing.
    centre.poll().await;
    let alert = centre.cycle.book().alerts().next().unwrap();
    assert_eq!((alert.checks, alert.no_data), (2, None));
}

#[tokio::test]
async fn a_poll_that_does_not_fit_goes_on_where_the_last_one_stopped() {
    let mut centre = Centre::open(RULE, 19, 0);
    let (mut seen, mut marks) = (BTreeSet::new(), Vec::new());
    for _ in 0..5 {
        let (mark, asked) = centre.poll().await;
        let skills = skills(&asked);
        assert!((8..=14).contains(&skills.len()), "{skills:?}");
        seen.extend(skills);
        marks.push(mark);
    }
    assert_eq!(seen.len() as u64, SKILLS, "{seen:?}");
    let steps: BTreeSet<_> = marks.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(steps, [TimeDelta::minutes(5)].into(), "no mark is left out");
    let finding = centre.gate.skill_tables().finding();
    let Some(SkillSourceFinding::EachSkill {
        rotation: Some(SkillRotation { read, of }),
        fault: None,
    }) = finding
    else {
        panic!("{finding:?}");
    };
    assert!((8..=14).contains(&read) && of == 40, "{read} of {of}");
}

#[tokio::test]
async fn where_the_requests_of_the_day_are_short_each_poll_takes_its_share() {
    // It is 8:00, and 192 polls are left.
    let mut centre = Centre::open(RULE, 0, 25_000 - 2_500 - 192 * 15);
    let (_, asked) = centre.poll().await;
    assert!((14..=15).contains(&asked.len()), "{}", asked.len());
    assert_eq!(skills(&asked)[0], BAD);
    let mut rich = Centre::open(RULE, 0, 0);
    let (_, asked) = rich.poll().await;
    assert_eq!(asked.len() as u64, 5 + SKILLS);
}

#[tokio::test]
async fn outside_every_calendar_nothing_is_asked_and_nothing_is_blind() {
    let asleep = RULE.replace("    notify:", "    during: night\n    notify:");
    let mut centre = Centre::open(&format!("{NIGHT}{asleep}"), 0, 0);
    for _ in 0..4 {
        let (mark, asked) = centre.poll().await;
        assert_eq!(asked, []);
        assert_eq!(centre.cycle.last_poll().unwrap(), Some(mark));
    }
    assert_eq!(centre.store.feed(&norte()).unwrap().failures, 0);
}
