//! What explains an alert, in words: facts, what they point to, and what may be worth a look.
//!
//! ```text
//! Waited before hanging up: ≤10 s 3 · 11–20 s 2 · 21–50 s 4 · ≥51 s 9 (13 of 18 after 20 s)
//! Service level 20 s 54.1 % · ASA 48 s · wait of those who hung up (ATA) 1 min 03 s
//! 🔎 Points to: demand above usual (122 calls vs. 93, +31 %)
//! 👉 Worth checking: agents available in skill 12 Soporte TV, and breaks that are due
//! ```

use std::time::Duration;

use crate::{
    CardLine, FluentArg, Words,
    abandon::in_short,
    alert::{place, sentence},
};
use vigia_core::{
    alerts::{
        Alert,
        clues::{CauseClue, CauseContext, CauseFinding},
    },
    metrics::{Quantity, SkillNames, facts::WaitCalls},
};

/// How many causes a card has room for.
const CAUSES: usize = 3;

/// How many checks.
const CHECKS: usize = 2;

/// All that explains one alert.
pub(super) fn lines(alert: &Alert, names: &SkillNames, words: &Words) -> Vec<CardLine> {
    let told = |clue: &CauseClue| fact(clue, alert, words);
    let mut lines: Vec<CardLine> = alert.clues.iter().filter_map(told).collect();
    let causes = causes(alert, words).take(CAUSES);
    lines.extend(causes.map(|cause| words.line("clue-points", &[("cause", cause.into())])));
    lines.extend(checks(alert, names, words));
    lines
}

/// What explains the worst of several alerts, in one line.
pub(super) fn line(alert: &Alert, names: &SkillNames, words: &Words) -> Option<CardLine> {
    let cause = causes(alert, words).next()?;
    let about = [
        ("place", place(alert, names, words).into()),
        ("cause", cause.into()),
    ];
    Some(words.line("clue-points-of", &about))
}

fn fact(clue: &CauseClue, alert: &Alert, words: &Words) -> Option<CardLine> {
    let mut parts = match &clue.finding {
        CauseFinding::Waits {
            by_wait,
            after_20s,
            of,
        } => vec![waits(by_wait, *after_20s, *of, words)],
        CauseFinding::Service { level, asa, ata } => service(*level, *asa, *ata, words),
        CauseFinding::Callbacks {
            treated,
            accepted,
            reached,
            failed,
        } => {
            let told = |calls: Option<u64>| words.known(calls.map(Quantity::Count)).into();
            let about = [
                ("treated", told(*treated)),
                ("accepted", told(*accepted)),
                ("reached", told(*reached)),
                ("failed", told(*failed)),
            ];
            vec![words.say("clue-callbacks", &about)]
        }
        CauseFinding::MoreCalls { .. }
        | CauseFinding::FewerAnswered { .. }
        | CauseFinding::QuickHangUps { .. }
        | CauseFinding::LongWaits { .. }
        | CauseFinding::FullQueue { .. }
        | CauseFinding::CallbacksFail { .. }
        | CauseFinding::OneAgent { .. }
        | CauseFinding::ManyAgents { .. }
        | CauseFinding::MostOfIt { .. } => return None,
    };
    if clue.window != alert.window.length() {
        let length = words.duration(clue.window);
        parts.push(words.say("clue-window", &[("length", length.into())]));
    }
    Some(sentence(&parts))
}

fn waits(ranges: &[WaitCalls], late: Option<u64>, of: u64, words: &Words) -> String {
    let ranges = in_short(ranges, words);
    let text = words.say("clue-waits", &[("ranges", ranges.into())]);
    let late = late.map(|late| {
        let part = words.part_of(&words.count(late), of);
        format!(
            " {}",
            words.say("clue-waits-late", &[("part", part.into())])
        )
    });
    format!("{text}{}", late.unwrap_or_default())
}

fn service(
    level: Option<f64>,
    asa: Option<Duration>,
    ata: Option<Duration>,
    words: &Words,
) -> Vec<String> {
    let level = level.map(|level| ("clue-level", "level", words.percent(level)));
    let wait = |id, wait: Option<Duration>| Some((id, "wait", words.duration(wait?)));
    [level, wait("clue-asa", asa), wait("clue-ata", ata)]
        .into_iter()
        .flatten()
        .map(|(id, name, figure)| words.say(id, &[(name, figure.into())]))
        .collect()
}

fn causes(alert: &Alert, words: &Words) -> impl Iterator<Item = String> {
    let findings = alert.clues.iter().map(|clue| &clue.finding);
    findings.filter_map(|finding| cause(finding, words))
}

fn cause(finding: &CauseFinding, words: &Words) -> Option<String> {
    let told = |figure: &CauseContext| words.quantity(figure.now).into();
    let usual = |figure: &CauseContext| words.known(figure.usual_value()).into();
    let part = |part: u64, of: u64| words.part_of(&words.count(part), of).into();
    let count = |number: u32| words.count(u64::from(number)).into();
    let said: (&str, Vec<(&str, FluentArg)>) = match finding {
        CauseFinding::Waits { .. }
        | CauseFinding::Service { .. }
        | CauseFinding::Callbacks { .. } => {
            return None;
        }
        CauseFinding::MoreCalls { offered, .. } => (
            "cause-more-calls",
            vec![
                ("now", told(offered)),
                ("usual", usual(offered)),
                ("change", change(offered, words).into()),
            ],
        ),
        CauseFinding::FewerAnswered { answered, offered } => (
            "cause-fewer-answered",
            vec![
                ("now", told(answered)),
                ("usual", usual(answered)),
                ("change", change(answered, words).into()),
                ("offered", told(offered)),
                ("offered-usual", usual(offered)),
            ],
        ),
        CauseFinding::QuickHangUps { calls, of, asa } => {
            let asa = asa.map_or_else(String::new, |asa| {
                let about = [("now", told(&asa)), ("usual", usual(&asa))];
                format!("; {}", words.say("cause-quick-asa", &about))
            });
            (
                "cause-quick",
                vec![("part", part(*calls, *of)), ("asa", asa.into())],
            )
        }
        CauseFinding::LongWaits { calls, of } => ("cause-long", vec![("part", part(*calls, *of))]),
        CauseFinding::FullQueue {
            level,
            asa,
            treated,
        } => (
            "cause-full-queue",
            vec![
                ("level", told(level)),
                ("level-usual", usual(level)),
                ("asa", told(asa)),
                ("asa-usual", usual(asa)),
                ("treated", told(treated)),
                ("treated-usual", usual(treated)),
            ],
        ),
        CauseFinding::CallbacksFail {
            failed,
            of,
            treated,
        } => (
            "cause-callbacks",
            vec![
                ("part", part(*failed, *of)),
                ("now", told(treated)),
                ("usual", usual(treated)),
            ],
        ),
        CauseFinding::OneAgent { others, median } => (
            "cause-one-agent",
            vec![
                ("others", count(*others)),
                ("median", words.quantity(*median).into()),
            ],
        ),
        CauseFinding::ManyAgents { agents, of, median } => (
            "cause-many-agents",
            vec![
                ("part", part(u64::from(*agents), u64::from(*of))),
                ("median", words.quantity(*median).into()),
            ],
        ),
        CauseFinding::MostOfIt { one, team, agents } => (
            "cause-most",
            vec![
                ("one", words.quantity(*one).into()),
                ("team", words.quantity(*team).into()),
                ("agents", count(*agents)),
            ],
        ),
    };
    let (id, about) = said;
    Some(words.say(id, &about))
}

/// How far a figure lies from what is usual: `+31 %`.
fn change(figure: &CauseContext, words: &Words) -> String {
    let Some(ratio) = figure.ratio() else {
        return words.known(None);
    };
    let percent = ((ratio - 1.0) * 100.0).round();
    let sign = if percent > 0.0 { "+" } else { "" };
    format!("{sign}{}", words.stated(Quantity::Percent(percent)))
}

/// What may be worth a look, most likely first, each once.
fn checks(alert: &Alert, names: &SkillNames, words: &Words) -> Option<CardLine> {
    let mut checks: Vec<String> = Vec::new();
    for clue in &alert.clues {
        let Some(id) = check(&clue.finding) else {
            continue;
        };
        let place = place(alert, names, words);
        let check = words.say(id, &[("place", place.into())]);
        if !checks.contains(&check) && checks.len() < CHECKS {
            checks.push(check);
        }
    }
    let checks = checks.join("; ");
    (!checks.is_empty()).then(|| words.line("clue-check", &[("checks", checks.into())]))
}

fn check(finding: &CauseFinding) -> Option<&'static str> {
    match finding {
        CauseFinding::Waits { .. }
        | CauseFinding::Service { .. }
        | CauseFinding::Callbacks { .. } => None,
        CauseFinding::MoreCalls { .. }
        | CauseFinding::LongWaits { .. }
        | CauseFinding::FullQueue { .. } => Some("check-agents"),
        CauseFinding::FewerAnswered { .. } => Some("check-connected"),
        CauseFinding::QuickHangUps { .. } => Some("check-entrance"),
        CauseFinding::CallbacksFail { .. } => Some("check-callbacks"),
        CauseFinding::OneAgent { .. } | CauseFinding::MostOfIt { .. } => Some("check-support"),
        CauseFinding::ManyAgents { .. } => Some("check-systems"),
    }
}
