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
    Arg, Line, Words,
    abandon::in_short,
    alert::{place, sentence},
};
use vigia_core::{
    alerts::{
        Alert,
        clues::{Beside, Clue, Finding},
    },
    metrics::{Quantity, SkillNames, facts::WaitCalls},
};

/// How many causes a card has room for.
const CAUSES: usize = 3;

/// How many checks.
const CHECKS: usize = 2;

/// All that explains one alert.
pub(super) fn lines(alert: &Alert, names: &SkillNames, words: &Words) -> Vec<Line> {
    let told = |clue: &Clue| fact(clue, alert, words);
    let mut lines: Vec<Line> = alert.clues.iter().filter_map(told).collect();
    let causes = causes(alert, words).take(CAUSES);
    lines.extend(causes.map(|cause| words.line("clue-points", &[("cause", cause.into())])));
    lines.extend(checks(alert, names, words));
    lines
}

/// What explains the worst of several alerts, in one line.
pub(super) fn line(alert: &Alert, names: &SkillNames, words: &Words) -> Option<Line> {
    let cause = causes(alert, words).next()?;
    let about = [
        ("place", place(alert, names, words).into()),
        ("cause", cause.into()),
    ];
    Some(words.line("clue-points-of", &about))
}

fn fact(clue: &Clue, alert: &Alert, words: &Words) -> Option<Line> {
    let mut parts = match &clue.finding {
        Finding::Waits {
            by_wait,
            after_20s,
            of,
        } => vec![waits(by_wait, *after_20s, *of, words)],
        Finding::Service { level, asa, ata } => service(*level, *asa, *ata, words),
        Finding::Callbacks {
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
        Finding::MoreCalls { .. }
        | Finding::FewerAnswered { .. }
        | Finding::QuickHangUps { .. }
        | Finding::LongWaits { .. }
        | Finding::FullQueue { .. }
        | Finding::CallbacksFail { .. }
        | Finding::OneAgent { .. }
        | Finding::ManyAgents { .. }
        | Finding::MostOfIt { .. } => return None,
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

fn cause(finding: &Finding, words: &Words) -> Option<String> {
    let told = |figure: &Beside| words.quantity(figure.now).into();
    let usual = |figure: &Beside| words.known(figure.usual_value()).into();
    let part = |part: u64, of: u64| words.part_of(&words.count(part), of).into();
    let count = |number: u32| words.count(u64::from(number)).into();
    let said: (&str, Vec<(&str, Arg)>) = match finding {
        Finding::Waits { .. } | Finding::Service { .. } | Finding::Callbacks { .. } => {
            return None;
        }
        Finding::MoreCalls { offered, .. } => (
            "cause-more-calls",
            vec![
                ("now", told(offered)),
                ("usual", usual(offered)),
                ("change", change(offered, words).into()),
            ],
        ),
        Finding::FewerAnswered { answered, offered } => (
            "cause-fewer-answered",
            vec![
                ("now", told(answered)),
                ("usual", usual(answered)),
                ("change", change(answered, words).into()),
                ("offered", told(offered)),
                ("offered-usual", usual(offered)),
            ],
        ),
        Finding::QuickHangUps { calls, of, asa } => {
            let asa = asa.map_or_else(String::new, |asa| {
                let about = [("now", told(&asa)), ("usual", usual(&asa))];
                format!("; {}", words.say("cause-quick-asa", &about))
            });
            (
                "cause-quick",
                vec![("part", part(*calls, *of)), ("asa", asa.into())],
            )
        }
        Finding::LongWaits { calls, of } => ("cause-long", vec![("part", part(*calls, *of))]),
        Finding::FullQueue {
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
        Finding::CallbacksFail {
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
        Finding::OneAgent { others, median } => (
            "cause-one-agent",
            vec![
                ("others", count(*others)),
                ("median", words.quantity(*median).into()),
            ],
        ),
        Finding::ManyAgents { agents, of, median } => (
            "cause-many-agents",
            vec![
                ("part", part(u64::from(*agents), u64::from(*of))),
                ("median", words.quantity(*median).into()),
            ],
        ),
        Finding::MostOfIt { one, team, agents } => (
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
fn change(figure: &Beside, words: &Words) -> String {
    let Some(ratio) = figure.ratio() else {
        return words.known(None);
    };
    let percent = ((ratio - 1.0) * 100.0).round();
    let sign = if percent > 0.0 { "+" } else { "" };
    format!("{sign}{}", words.stated(Quantity::Percent(percent)))
}

/// What may be worth a look, most likely first, each once.
fn checks(alert: &Alert, names: &SkillNames, words: &Words) -> Option<Line> {
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

fn check(finding: &Finding) -> Option<&'static str> {
    match finding {
        Finding::Waits { .. } | Finding::Service { .. } | Finding::Callbacks { .. } => None,
        Finding::MoreCalls { .. } | Finding::LongWaits { .. } | Finding::FullQueue { .. } => {
            Some("check-agents")
        }
        Finding::FewerAnswered { .. } => Some("check-connected"),
        Finding::QuickHangUps { .. } => Some("check-entrance"),
        Finding::CallbacksFail { .. } => Some("check-callbacks"),
        Finding::OneAgent { .. } | Finding::MostOfIt { .. } => Some("check-support"),
        Finding::ManyAgents { .. } => Some("check-systems"),
    }
}
