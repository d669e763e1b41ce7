//! Summaries of very large centres still fit into one message, whole.

use super::{super::*, at, edition, found, plan, week, words};
use crate::TextSpan;
use vigia_core::{
    metrics::{Report, SkillId, SkillSelection},
    summaries::{
        Edition, Summary, SummaryInputs, SummaryPlan,
        fixtures::made_up::{self, reading, service, voice},
    },
};

/// What Discord takes of a title, of a description, and of both with the footer.
const TITLE: usize = 256;
const DESCRIPTION: usize = 4_096;
const ALL: usize = 6_000;

/// The length of a text of which each mark of punctuation has to be escaped, in the units in
/// which Discord counts, which also writes strong text between four asterisks.
fn width(text: &str) -> usize {
    let of = |letter: char| letter.len_utf16() + usize::from(letter.is_ascii_punctuation());
    text.chars().map(of).sum::<usize>() + 5
}

fn description(card: &Card) -> usize {
    let text = |span: &TextSpan| match span {
        TextSpan::Text(text) | TextSpan::Strong(text) | TextSpan::Code(text) => width(text),
        TextSpan::Link(..) => 40,
    };
    let spans = card.lines.iter().flat_map(|line| &line.spans);
    spans.map(text).sum::<usize>() + card.lines.len()
}

/// Two hundred skills and agents with long names that are all markup.
fn large(mut found: SummaryInputs, edition: &Edition) -> (SummaryInputs, SkillNames) {
    let name = |number: u64| format!("{number} {}", "_*~`|>".repeat(40));
    for skill in 1_000..1_200 {
        let facts = service(vec![voice(10_000 + skill, 1_200, 6_000)]);
        let skills = SkillSelection::One(SkillId(skill));
        let window = edition.window;
        found
            .readings
            .push(reading(Report::ServiceLevel, skills, window, facts));
    }
    let whole = edition
        .whole()
        .into_iter()
        .find(|ask| ask.report == Report::Holds)
        .unwrap();
    found.readings.retain(|reading| reading.ask != whole);
    let agents = (0..2_000).map(|number| made_up::held(&name(number)));
    found
        .readings
        .push(made_up::holding(whole.window, agents.collect()));
    let names = (1_000..1_200).map(|skill| (SkillId(skill), name(skill)));
    (found, SkillNames(names.collect()))
}

#[test]
fn the_card_of_the_largest_centre_fits_whole_in_each_language() {
    let with_agents = |plan| SummaryPlan {
        names_agents: true,
        ..plan
    };
    for (plan, edition, found) in [
        (with_agents(plan()), edition(), found()),
        (
            with_agents(week::of_plan()),
            week::edition(),
            week::found_of_week(),
        ),
    ] {
        let (found, names) = large(found, &edition);
        let summary = Summary::of(&plan, edition, found, at("23:59"));
        for tag in ["en", "es-CO", "pt-BR"] {
            let card = card(&summary, &names, &words(tag));
            assert!(width(&card.title) <= TITLE, "{}", card.title);
            let text = description(&card);
            assert!(text <= DESCRIPTION, "{text} in {tag}\n{card}");
            let all = width(&card.title) + text + width(&card.footer);
            assert!(all <= ALL, "{all} in {tag}");
            assert!(
                card.chart
                    .is_some_and(|chart| chart.alt.chars().count() <= 1_000)
            );
            let file = card.file.unwrap();
            assert!(file.text.lines().count() > 200 * 7, "all skills are in it");
        }
    }
}
