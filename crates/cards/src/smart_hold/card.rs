//! The card: what became of the callbacks in words, then the figures, then what does not
//! add up.

use std::time::Duration;

use crate::{
    Card, CardField, CardLine, Tone, Words,
    compared::{count, part, share},
    report::{
        AnswerContext, ReportAnswer, bare, circumstances, field, frame, nothing, page, unseen,
        worst_of,
    },
    smart_hold::{SmartHoldAnswer, SmartHoldInput, chart, doubts, place, rows},
};
use vigia_core::metrics::{
    Metric, Quantity, Report, Sample, Scope, SkillSelection, facts::SmartHoldStages,
};

/// In a window shorter than this, many callbacks are of callers from before it.
const SHORT_WINDOW: Duration = Duration::from_secs(3_600);

/// The answer where the report has rows.
pub(super) fn full(answer: &SmartHoldAnswer<'_>) -> ReportAnswer {
    let (inquiry, words) = (answer.inquiry, answer.words);
    let page = page(answer.rows.clone(), &inquiry.view);
    let first = [Metric::SmartHoldRecallFail, Metric::SmartHoldRecallFailRate];
    let scope = Scope::from(answer.skills);
    let mut lines = Vec::from_iter(worst_of(answer.facts, &first, &scope, inquiry, words));
    lines.push(headline(&answer.stages.now, words));
    lines.extend(rows::lines(answer, &page));
    if inquiry.window.length() < SHORT_WINDOW {
        lines.push(words.line("smart-hold-late", &[]));
    }
    lines.extend(circumstances(inquiry, words));
    lines.extend(doubts::lines(answer));
    ReportAnswer {
        card: Card {
            title: title(answer),
            lines,
            fields: fields(answer),
            chart: chart::chart(answer),
            ..frame(inquiry)
        },
        table: rows::table(&answer.rows, inquiry, words),
        pages: match answer.skills {
            SkillSelection::All => page.pages,
            SkillSelection::One(_) => 1,
        },
    }
}

/// The answer where the report is empty or missing. Empty is usual here: wolkvox has
/// something to tell only where a queue was so full that smart hold set in.
pub(super) fn no_rows(
    asked: &SmartHoldInput<'_>,
    inquiry: &AnswerContext<'_>,
    words: &Words,
) -> ReportAnswer {
    let place = place(asked.skills, inquiry, words);
    let title = words.say("smart-hold-no-data", &[("place", place.into())]);
    let empty = vec![words.line("smart-hold-no-data-why", &[])];
    let (part, report) = (&asked.report, Report::SmartHold);
    nothing(&title, part, report, empty, inquiry, words)
}

/// The answer where the skill asked for has no row.
pub(super) fn unused(
    asked: &SmartHoldInput<'_>,
    inquiry: &AnswerContext<'_>,
    words: &Words,
) -> ReportAnswer {
    if asked.skills == SkillSelection::All {
        return no_rows(asked, inquiry, words);
    }
    let place = place(asked.skills, inquiry, words);
    let title = words.say("smart-hold-unused", &[("place", place.into())]);
    let mut lines = vec![words.line("smart-hold-unused-why", &[])];
    lines.extend(unseen(asked.skills, inquiry, words));
    bare(Tone::Info, title, lines, inquiry, words)
}

fn title(answer: &SmartHoldAnswer<'_>) -> String {
    let (stages, words) = (&answer.stages.now, answer.words);
    let place = place(answer.skills, answer.inquiry, words);
    let told = |number: Option<u64>| words.known(number.map(Quantity::Count));
    match (stages.treated, share(stages.accepted, stages.treated)) {
        (Some(0), _) => words.say("smart-hold-title-none", &[("place", place.into())]),
        (_, Some(accepted)) => words.say(
            "smart-hold-title",
            &[
                ("accepted", told(accepted.part).into()),
                ("treated", told(accepted.of).into()),
                ("share", words.quantity(accepted.value).into()),
                ("place", place.into()),
            ],
        ),
        (_, None) => words.say(
            "smart-hold-title-unsure",
            &[
                ("accepted", told(stages.accepted).into()),
                ("treated", told(stages.treated).into()),
                ("place", place.into()),
            ],
        ),
    }
}

fn headline(stages: &SmartHoldStages, words: &Words) -> CardLine {
    let told = |number: Option<u64>| words.known(number.map(Quantity::Count)).into();
    let open = ("open", told(stages.open));
    match (stages.called_back, share(stages.failed, stages.called_back)) {
        (_, Some(failed)) => words.line(
            "smart-hold-callbacks",
            &[
                ("ended", told(stages.called_back)),
                ("reached", told(stages.reached)),
                ("failed", told(stages.failed)),
                ("share", words.quantity(failed.value).into()),
                open,
            ],
        ),
        (Some(_), None) => words.line("smart-hold-callbacks-none", &[open]),
        (None, None) => words.line("smart-hold-callbacks-unknown", &[]),
    }
}

/// A figure of the stages.
type Figure = fn(&SmartHoldStages) -> Option<Sample>;

fn fields(answer: &SmartHoldAnswer<'_>) -> Vec<CardField> {
    let (stages, words) = (&answer.stages, answer.words);
    let figures: [(&str, Figure); 8] = [
        ("smart-hold-treated", |now| count(now.treated)),
        ("smart-hold-accepted", |now| part(now.accepted, now.treated)),
        ("smart-hold-declined", |now| part(now.declined, now.treated)),
        ("smart-hold-undecided", |now| {
            part(now.undecided, now.treated)
        }),
        ("smart-hold-reached", |now| {
            part(now.reached, now.called_back)
        }),
        ("smart-hold-failed", |now| part(now.failed, now.called_back)),
        ("smart-hold-open", |now| part(now.open, now.accepted)),
        ("smart-hold-completion", |now| {
            share(now.reached, now.accepted)
        }),
    ];
    let told = |(id, figure): (&str, Figure)| stages.field(words.say(id, &[]), figure, words);
    let mut fields: Vec<_> = figures.into_iter().map(told).collect();
    if let (SkillSelection::One(_), [row]) = (answer.skills, answer.rows.as_slice()) {
        let gain = row.gain.map(Quantity::Money);
        fields.push(field(words.say("smart-hold-gain", &[]), words.known(gain)));
    }
    fields
}
