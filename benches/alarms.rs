//! How many alarms are false and how soon an incident is found: simulated weeks of a centre
//! with incidents whose times are known, judged by the rules of `rules/` as the bot judges
//! them, and beside them by what others use. `cargo bench --bench alarms`; `-- 8` throws
//! other dice, and `-- hold` tells of the stories alone whose names begin so.
#![expect(
    clippy::print_stdout,
    reason = "a benchmark speaks on its standard output"
)]

mod figure;

#[path = "alarms/calls.rs"]
mod calls;
#[path = "alarms/chance.rs"]
mod chance;
#[path = "alarms/detectors.rs"]
mod detectors;
#[path = "alarms/floor.rs"]
mod floor;
#[path = "alarms/holds.rs"]
mod holds;
#[path = "alarms/hours.rs"]
mod hours;
#[path = "alarms/past.rs"]
mod past;
#[path = "alarms/score.rs"]
mod score;
#[path = "alarms/stories.rs"]
mod stories;

use std::time::Instant;

use hours::WEEKS;
use score::{Score, quiet_days};
use stories::{Story, stories};

const MOST_FALSE: f64 = 0.5;

/// Other dice than those by which the settings of the rules were looked for.
const DICE: u64 = 7;

fn main() {
    if !figure::is_measuring() {
        return;
    }
    let arguments = || std::env::args().skip(1).filter(|it| !it.starts_with('-'));
    let dice = arguments().find_map(|argument| argument.parse().ok());
    let name = arguments().find(|argument| argument.parse::<u64>().is_err());
    let begun = Instant::now();
    for story in stories(dice.unwrap_or(DICE)) {
        if name
            .as_ref()
            .is_none_or(|name| story.what.starts_with(name))
        {
            tell(&story);
        }
    }
    println!("took {:.1} s", begun.elapsed().as_secs_f64());
}

fn tell(story: &Story) {
    println!("\n{}, {WEEKS} weeks:", story.what);
    for part in &story.parts {
        let floor = (part.floor)();
        let days = quiet_days(floor.as_ref());
        let runs = story.detectors.runs(floor.as_ref());
        let scores: Vec<_> = runs
            .iter()
            .map(|run| Score::of(run, floor.as_ref(), story.limit, days))
            .collect();
        print(&part.name, &scores);
        println!();
        for score in scores.iter().take(story.detectors.own.len()) {
            let name = format!("{}: false a day", score.name);
            figure::print(&name, score.false_a_day, MOST_FALSE, "");
        }
        if let (Some(limit), Some(own)) = (part.found_limit, scores.first()) {
            let found = own.found_within(50).unwrap_or(f64::INFINITY);
            figure::print(&format!("{}: found", own.name), found, limit, "min");
        }
    }
}

fn print(name: &str, scores: &[Score]) {
    println!(
        "\n{name:<26} {:>9} {:>9} {:>8} {:>8} {:>8} {:>8}",
        "false/day", "of chance", "found", "90 %", "missed", "of",
    );
    for score in scores {
        let minutes = |percent| {
            let found = score.found_within(percent);
            found.map_or("–".to_owned(), |minutes| format!("{minutes} min"))
        };
        println!(
            "{:<26} {:>9.3} {:>9.3} {:>8} {:>8} {:>6.0} % {:>8}",
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
