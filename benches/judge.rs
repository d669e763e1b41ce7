//! How long it takes to judge: a very large rulebook, and a storm in which everything
//! breaches at once. Both are measured at a quarter and at a half of their size, too, to see
//! how they grow. `cargo bench --bench judge`.
#![expect(
    clippy::print_stdout,
    reason = "a benchmark speaks on its standard output"
)]

#[path = "judge/centre.rs"]
mod centre;
mod figure;

use std::{
    collections::{BTreeSet, HashMap},
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use centre::Day;
use chrono::{DateTime, Datelike};
use chrono_tz::Tz;
use vigia_core::{
    alerts::{AdvanceContext, AlertBook, advance},
    metrics::{
        Facts, OperationName, Reading, Report, ReportRequest, SkillId, SkillSelection, Snapshot,
        TimeWindow,
    },
    rules::{AlertPolicy, BaselinePlan, BaselineRead, JudgeInput, Ruleset, judge, needed_requests},
};

const RULES: u32 = 1_000;
/// The skills, and as many agents, that each of the rules looks at.
const SCOPES: u64 = 60;
/// The agents that breach at once.
const STORM: u64 = 10_000;
/// How often each size is measured.
const TURNS: usize = 21;

/// The distance of polls.
const EVERY: Duration = Duration::from_secs(5 * 60);

const RULEBOOK_LIMIT_MS: f64 = 250.0;
const STORM_LIMIT_MS: f64 = 50.0;
/// Four times as many take four times as long, give or take what else the machine does.
const GROWTH_LIMIT: f64 = 5.0;

/// A quarter, a half, and the whole.
const PARTS: [u32; 3] = [4, 2, 1];

fn main() {
    if !figure::is_measuring() {
        return;
    }
    println!("1,000 rules over 60 skills or agents, each with reports of its own:");
    let rulebooks = PARTS.map(|part| Polls::of(centre::limits(RULES / part), SCOPES));
    grows(&rulebooks, 1, RULEBOOK_LIMIT_MS, |polls| {
        format!("{} verdicts", polls.verdicts())
    });
    println!("\n1,000 such rules that ask what is usual:");
    let rulebooks = PARTS.map(|part| Polls::of(centre::unusual(RULES / part), SCOPES));
    grows(&rulebooks, 1, RULEBOOK_LIMIT_MS, |polls| {
        format!("{} verdicts", polls.verdicts())
    });
    let storms = PARTS.map(|part| Polls::of(centre::storm(), STORM / u64::from(part)));
    println!("\n10,000 agents, all of whom breach at once:");
    grows(&storms, 0, STORM_LIMIT_MS, |polls| {
        format!("{} alerts begin", polls.verdicts())
    });
    println!("\nthe same at the poll after it:");
    grows(&storms, 1, STORM_LIMIT_MS, |polls| {
        format!("{} alerts go on", polls.verdicts())
    });
}

/// Prints what a quarter, a half and the whole take in the poll after so many others, and how
/// much longer the whole takes than the quarter.
///
/// They are measured in turns, and the shortest turn of each counts: the others waited for
/// what else the machine does. It is all one thread, so that is CPU time.
fn grows(polls: &[Polls; 3], before: usize, limit: f64, name: impl Fn(&Polls) -> String) {
    let mut shortest = [Duration::MAX; 3];
    for _ in 0..TURNS {
        for (polls, shortest) in polls.iter().zip(&mut shortest) {
            *shortest = polls.turn(before).min(*shortest);
        }
    }
    let took = shortest.map(|time| time.as_secs_f64() * 1_000.0);
    for ((polls, took), part) in polls.iter().zip(took).zip(PARTS) {
        figure::print(&name(polls), took, limit / f64::from(part), "ms");
    }
    let [quarter, _, whole] = took;
    figure::print(
        "  growth from a quarter",
        whole / quarter,
        GROWTH_LIMIT,
        "x",
    );
}

/// The same figures, poll after poll.
struct Polls {
    rules: Ruleset,
    skills: Vec<SkillId>,
    readings: Vec<Reading>,
    scopes: u64,
}

impl Polls {
    fn of(rules: Ruleset, scopes: u64) -> Self {
        let skills: Vec<SkillId> = (0..SCOPES).map(SkillId).collect();
        let mut known = Known::of(scopes);
        let readings = needed_requests(&rules, &skills, DateTime::UNIX_EPOCH, chrono_tz::Tz::UTC)
            .into_iter()
            .map(|ask| known.reading(ask, Day::Today))
            .collect();
        Self {
            rules,
            skills,
            readings,
            scopes,
        }
    }

    fn verdicts(&self) -> usize {
        let snapshot = self.snapshot();
        judge(
            &self.rules,
            &JudgeInput::new(&self.skills, &snapshot, Tz::UTC),
        )
        .len()
    }

    /// How long it takes to find what is usual, to judge, and to see what becomes of it.
    fn turn(&self, polls_before: usize) -> Duration {
        let policy = AlertPolicy::default();
        let mut snapshot = self.snapshot();
        let mut book = AlertBook::empty(snapshot.operation.clone());
        let mut took = Duration::ZERO;
        for _ in 0..=polls_before {
            let as_of = snapshot.as_of;
            let begun = Instant::now();
            let rules = self.rules.iter().filter(|rule| rule.asks_the_past());
            let recall = BaselinePlan::of(rules, as_of, Tz::UTC, EVERY);
            let needs = recall.needs();
            took = begun.elapsed();
            let remembered = self.remembered(needs);
            forget();
            let begun = Instant::now();
            let past = recall.past(&remembered, &self.skills, Vec::new());
            let look = JudgeInput::new(&self.skills, &snapshot, Tz::UTC).with_past(&past);
            let judgements = judge(&self.rules, &look);
            let situation = AdvanceContext::new(as_of, Tz::UTC, &policy);
            let outcome = advance(&book, &self.rules, &judgements, &situation);
            took += begun.elapsed();
            book.apply(&outcome);
            later(&mut snapshot);
        }
        took
    }

    /// What the store has of earlier days.
    fn remembered(&self, needs: BTreeSet<BaselineRead>) -> Vec<Reading> {
        let mut known = Known::of(self.scopes);
        let mut readings = Vec::new();
        for need in needs {
            let ask = |skills| ReportRequest {
                report: need.report,
                skills,
                window: TimeWindow::ending(need.until, need.window),
            };
            let day = Day::Before(need.until.num_days_from_ce().unsigned_abs().into());
            match need.report {
                Report::ServiceLevel => readings.extend(
                    self.skills
                        .iter()
                        .map(|skill| known.reading(ask(SkillSelection::One(*skill)), day)),
                ),
                Report::Abandonment | Report::SmartHold | Report::Durations | Report::Holds => {
                    readings.push(known.reading(ask(SkillSelection::All), day));
                }
            }
        }
        readings
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot {
            operation: OperationName::new("centro"),
            as_of: DateTime::UNIX_EPOCH,
            readings: self.readings.clone(),
        }
    }
}

/// What reports say, each made once.
struct Known {
    scopes: u64,
    facts: HashMap<(Report, SkillSelection, Day), Arc<Facts>>,
}

impl Known {
    fn of(scopes: u64) -> Self {
        Self {
            scopes,
            facts: HashMap::new(),
        }
    }

    fn reading(&mut self, ask: ReportRequest, day: Day) -> Reading {
        let facts = self.facts.entry((ask.report, ask.skills, day));
        let facts = facts.or_insert_with(|| Arc::new(centre::facts(ask, self.scopes, day)));
        Reading {
            ask,
            outcome: Ok(Arc::clone(facts)),
        }
    }
}

/// The same five minutes later.
fn later(snapshot: &mut Snapshot) {
    snapshot.as_of += EVERY;
    for reading in &mut snapshot.readings {
        let window = &mut reading.ask.window;
        *window = TimeWindow::ending(snapshot.as_of, window.length());
    }
}

/// Fills the caches with something else, as five minutes between two polls do: else few
/// verdicts would be faster than their share, since they find everything at hand.
fn forget() {
    const MORE_THAN_A_CACHE: usize = 96 << 20;
    black_box(vec![1_u8; MORE_THAN_A_CACHE]);
}
