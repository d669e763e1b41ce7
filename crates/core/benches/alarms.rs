//! How often an alert is wrong, and how soon it is right: simulated skills with a queue and with incidents whose times are known, judged
//! by the default rule as the bot judges them, and beside it by what others use.
//!
//! `cargo bench -p vigia-core --bench alarms`; `-- 8` plays other days, and `-- 8 40` more centres.
#![expect(
    clippy::print_stdout,
    reason = "a benchmark speaks on its standard output"
)]

#[path = "alarms/centre.rs"]
mod centre;
#[path = "alarms/chance.rs"]
mod chance;
#[path = "alarms/queue.rs"]
mod queue;
#[path = "alarms/rivals.rs"]
mod rivals;
#[path = "alarms/rules.rs"]
mod rules;
#[path = "alarms/score.rs"]
mod score;

use std::time::Instant;

use centre::SkillDays;
use queue::{FAMILIES, Incident};
use rivals::{Chart, Drawn, equal_threshold, spikes};
use score::{Cards, Score};

/// Calls of a skill an hour.
const TRAFFIC: [u32; 5] = [6, 12, 40, 120, 400];
/// Skills of one centre in the second part, which share the budget of a rule.
const SKILLS: usize = 5;
/// Seeds of the published figures. The simulation was adjusted with seed 1 alone.
const SEED: u64 = 11;
/// Centres of each family.
const CENTRES: u64 = 4;

const DEFAULT: &str = include_str!("../../../rules/abandonment.yaml");
const DEFAULT_NAME: &str = "abandonment-skill";
/// A limit as people write it first, with all that this project's own condition offers.
const PLAIN: &str = "
rules:
  - alert: plain
    metric: abandon.rate
    of: every skill
    window: 25m to 100m
    when: { above: { warning: 5% } }
    confidence: 99.5%
    at_least: 15
    keep_firing_for: 30m
    recover: { below: 4% }
    notify: floor
";

fn main() {
    if std::env::args().any(|it| it == "--test") {
        return;
    }
    let numbers: Vec<u64> = std::env::args()
        .skip(1)
        .filter_map(|it| it.parse().ok())
        .collect();
    let seed = numbers.first().copied().unwrap_or(SEED);
    let centres = numbers.get(1).copied().unwrap_or(CENTRES);
    let begun = Instant::now();
    println!(
        "| calls/h | detector | false a day | announced | hidden | min to detect | to close | open | cards | F1 |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let mut budgets = Vec::new();
    for calls in TRAFFIC {
        budgets.push(compare(calls, seed, centres));
    }
    println!("\nfive skills of one centre, and their common budget of one false alarm a day:\n");
    println!(
        "| calls/h | false a day of the centre | announced | incidents | announced alone, by kind |"
    );
    println!("|---|---|---|---|---|");
    for line in budgets {
        println!("{line}");
    }
    println!("\ntook {:.0} s", begun.elapsed().as_secs_f64());
}

/// Prints the detectors at one traffic, and returns the line of the common budget.
fn compare(calls: u32, seed: u64, centres: u64) -> String {
    let played: Vec<SkillDays> = (0..centres * SKILLS as u64)
        .flat_map(|number| FAMILIES.map(|family| (family, number)))
        .map(|(family, number)| {
            let dice = seed * 1_000_003 + number * 101 + u64::from(calls);
            SkillDays::play(family, f64::from(calls), dice)
        })
        .collect();
    let score = |cards: &[Cards]| Score::of(played.iter().zip(cards));
    let alone = |text: &str, name: &str| -> Vec<Cards> {
        let rules = rules::ruleset(text, name);
        let each = played.iter().map(|skill| rules::cards(&rules, &[skill]));
        each.flatten().collect()
    };
    let own = alone(DEFAULT, DEFAULT_NAME);
    let of_own = score(&own);
    println!("| {calls} | `{DEFAULT_NAME}` {}", of_own.line());
    for (name, chart) in [("EWMA", Chart::Ewma), ("p′ of 60 min", Chart::Laney)] {
        let drawn: Vec<Drawn> = played.iter().map(|it| Drawn::of(chart, it)).collect();
        let at =
            |threshold: f64| -> Vec<Cards> { drawn.iter().map(|it| it.cards(threshold)).collect() };
        let threshold = equal_threshold(of_own.false_a_day(), |it| score(&at(it)).false_a_day());
        println!("| {calls} | {name}, equal {}", score(&at(threshold)).line());
    }
    let plain = alone(PLAIN, "plain");
    println!("| {calls} | 5 %, 99.5 % sure {}", score(&plain).line());
    let spiked: Vec<Cards> = played.iter().map(spikes).collect();
    println!("| {calls} | spike of 60 min {}", score(&spiked).line());
    for family in FAMILIES {
        let of = played.iter().zip(&own);
        let of = Score::of(of.filter(|(skill, _)| skill.family.name == family.name));
        println!("| {calls} | … {} centres {}", family.name, of.line());
    }
    let kinds = Incident::KINDS.map(|kind| format!("{kind:?} {:.0} %", of_own.announced_of(kind)));
    let rules = rules::ruleset(DEFAULT, DEFAULT_NAME);
    let mut all: Vec<(&SkillDays, Cards)> = Vec::new();
    for family in FAMILIES {
        let of_family = played.iter().filter(|it| it.family.name == family.name);
        let of_family: Vec<&SkillDays> = of_family.collect();
        for centre in of_family.chunks(SKILLS) {
            let cards = rules::cards(&rules, centre);
            all.extend(centre.iter().copied().zip(cards));
        }
    }
    let shared = Score::of(all.iter().map(|(skill, cards)| (*skill, cards)));
    #[expect(clippy::cast_precision_loss, reason = "five skills")]
    let of_centre = shared.false_a_calendar_day() * SKILLS as f64;
    format!(
        "| {calls} | {of_centre:.2} | {:.0} % | {} | {} |",
        shared.announced(),
        of_own.incidents(),
        kinds.join(", "),
    )
}
