//! How many alarms are false and how soon an incident is found: simulated weeks of a centre
//! with incidents whose times are known, at three levels of traffic, judged by the rules of
//! `rules/` as the bot judges them, and beside them by what others use.
//! `cargo bench --bench alarms`; `-- 8` throws other dice.
#![expect(
    clippy::print_stdout,
    reason = "a benchmark speaks on its standard output"
)]

mod figure;

#[path = "alarms/centre.rs"]
mod centre;
#[path = "alarms/chance.rs"]
mod chance;
#[path = "alarms/detectors.rs"]
mod detectors;
#[path = "alarms/score.rs"]
mod score;

use std::time::Instant;

use centre::{Centre, Swing, WEEKS};
use score::Score;

const MOST_FALSE: f64 = 0.5;

/// Other dice than those by which the settings of the rules were looked for.
const DICE: u64 = 7;

/// Calls an hour and skill, and the minutes within which half of the incidents are found.
const LEVELS: [(f64, Option<f64>); 3] =
    [(12.0, None), (40.0, Some(45.0)), (120.0, Some(25.0))];

fn main() {
    if !figure::is_measuring() {
        return;
    }
    let dice: u64 = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(DICE);
    let begun = Instant::now();
    for (what, swing) in [
        ("dice alone", Swing::NONE),
        ("a true rate that swings as measured", Swing::MEASURED),
    ] {
        println!("abandonment, {WEEKS} weeks, 3 % usual and 15 % in an incident, {what}:");
        for (place, (calls, found_limit)) in (0..).zip(LEVELS) {
            let seed = 10 * dice + place;
            let centre = Centre::new(calls, swing, seed);
            let scores = detectors::runs(&centre);
            let scores: Vec<_> = scores.iter().map(|run| Score::of(run, &centre)).collect();
            print(calls, &scores);
            if let Some(own) = scores.first() {
                print_figures(calls, own, found_limit);
            }
        }
    }
    println!("took {:.1} s", begun.elapsed().as_secs_f64());
}

fn print(calls: f64, scores: &[Score]) {
    println!(
        "\n{:<26} {:>9} {:>9} {:>8} {:>8} {:>8} {:>8}",
        format!("{calls} calls/h and skill"),
        "false/day",
        "of chance",
        "found",
        "90 %",
        "missed",
        "of",
    );
    for score in scores {
        let minutes = |percent| {
            let found = score.found_within(percent);
            found.map_or("–".to_owned(), |minutes| format!("{minutes} min"))
        };
        println!(
            "{:<26} {:>9.2} {:>9.2} {:>8} {:>8} {:>6.0} % {:>8}",
            score.name,
            score.false_a_day,
            score.lies_a_day,
            minutes(50),
            minutes(90),
            score.missed(),
            format!("{}+{}", score.incidents(), score.hidden),
        );
    }
}

fn print_figures(calls: f64, score: &Score, found_limit: Option<f64>) {
    println!();
    let name = format!("false a day at {calls} calls/h");
    figure::print(&name, score.false_a_day, MOST_FALSE, "");
    if let Some(limit) = found_limit {
        let found = score.found_within(50).unwrap_or(f64::INFINITY);
        figure::print(&format!("found at {calls} calls/h"), found, limit, "min");
    }
}
