//! The card: what became of the callbacks in words, then the figures, then what does not
//! add up.

use std::time::Duration;

use crate::{
    cards::{
        Card, Field, Line, Tone, Words,
        compared::{count, part, share},
        report::{
            Inquiry, Part, Sheet, compared, field, gap, metrics_of, page, window, worst,
        },
        smart_hold::{Answer, Asked, chart, doubts, place, rows},
    },
    metrics::{Metric, Quantity, Report, Scope, Skills, facts::Stages, sample},
};

/// In a window shorter than this, many callbacks are of callers from before it.
const SHORT_WINDOW: Duration = Duration::from_secs(3_600);

/// The answer where the report has rows.
pub(super) fn full(answer: &Answer<'_>) -> Sheet {
    let (inquiry, words) = (answer.inquiry, answer.words);
    let page = page(answer.rows.clone(), &inquiry.view);
    let mut lines: Vec<_> = judged(answer).into_iter().collect();
    lines.push(headline(&answer.stages.now, words));
    lines.extend(rows::lines(answer, &page));
    lines.extend(circumstances(inquiry, words));
    if inquiry.window.length() < SHORT_WINDOW {
        lines.push(words.line("smart-hold-late", &[]));
    }
    lines.extend(inquiry.notes.iter().cloned());
    lines.extend(doubts::lines(answer));
    Sheet {
        card: Card {
            title: title(answer),
            lines,
            fields: fields(answer),
            chart: chart::chart(answer),
            ..frame(inquiry)
        },
        table: rows::table(&answer.rows, inquiry, words),
        pages: match answer.skills {
            Skills::All => page.pages,
            Skills::One(_) => 1,
        },
    }
}

/// The answer where the report is empty or missing. Empty is usual here: wolkvox has
/// something to tell only where a queue was so full that smart hold set in.
pub(super) fn nothing(asked: &Asked<'_>, inquiry: &Inquiry<'_>, words: &Words) -> Sheet {
    let place = place(asked.skills, inquiry, words);
    let title = words.say("smart-hold-no-data", &[("place", place.into())]);
    let why = match &asked.report {
        Part::Known(_) | Part::Empty => words.line("smart-hold-no-data-why", &[]),
        failed @ Part::Failed(_) => {
            gap(failed, Report::SmartHold, words).unwrap_or_default()
        }
    };
    bare(Tone::NoData, format!("⚪ {title}"), why, inquiry, words)
}

/// The answer where the skill asked for has no row.
pub(super) fn unused(asked: &Asked<'_>, inquiry: &Inquiry<'_>, words: &Words) -> Sheet {
    let Skills::One(skill) = asked.skills else {
        return nothing(asked, inquiry, words);
    };
    let place = place(asked.skills, inquiry, words);
    let title = words.say("smart-hold-unused", &[("place", place.into())]);
    let why = words.line("smart-hold-unused-why", &[]);
    let mut sheet = bare(Tone::Info, title, why, inquiry, words);
    if inquiry.names.get(skill).is_none() {
        let skill = ("skill", skill.to_string().into());
        sheet
            .card
            .lines
            .insert(1, words.line("answer-skill-unseen", &[skill]));
    }
    sheet
}

fn bare(
    tone: Tone,
    title: String,
    why: Line,
    inquiry: &Inquiry<'_>,
    words: &Words,
) -> Sheet {
    let mut lines = vec![why];
    lines.extend(circumstances(inquiry, words));
    lines.extend(inquiry.notes.iter().cloned());
    Sheet {
        card: Card {
            tone,
            title,
            lines,
            ..frame(inquiry)
        },
        pages: 1,
        ..Sheet::default()
    }
}

fn circumstances(inquiry: &Inquiry<'_>, words: &Words) -> impl Iterator<Item = Line> {
    [Some(window(inquiry, words)), compared(inquiry, words)]
        .into_iter()
        .flatten()
}

fn frame(inquiry: &Inquiry<'_>) -> Card {
    Card {
        footer: inquiry.command.clone(),
        as_of: Some(inquiry.as_of()),
        ..Card::default()
    }
}

fn title(answer: &Answer<'_>) -> String {
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

/// The worst verdict of the rules about smart hold.
fn judged(answer: &Answer<'_>) -> Option<Line> {
    let first = [Metric::SmartHoldRecallFail, Metric::SmartHoldRecallFailRate];
    let metrics = metrics_of(Report::SmartHold, &first);
    let scope = Scope::from(answer.skills);
    let figure = |metric| sample(metric, &scope, answer.facts);
    worst(&metrics, &scope, figure, answer.inquiry, answer.words)
}

fn headline(stages: &Stages, words: &Words) -> Line {
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

fn fields(answer: &Answer<'_>) -> Vec<Field> {
    let (stages, words) = (&answer.stages, answer.words);
    let name = |id| words.say(id, &[]);
    let mut fields = vec![
        stages.field(name("smart-hold-treated"), |now| count(now.treated), words),
        stages.field(
            name("smart-hold-accepted"),
            |now| part(now.accepted, now.treated),
            words,
        ),
        stages.field(
            name("smart-hold-declined"),
            |now| part(now.declined, now.treated),
            words,
        ),
        stages.field(
            name("smart-hold-undecided"),
            |now| part(now.undecided, now.treated),
            words,
        ),
        stages.field(
            name("smart-hold-reached"),
            |now| part(now.reached, now.called_back),
            words,
        ),
        stages.field(
            name("smart-hold-failed"),
            |now| part(now.failed, now.called_back),
            words,
        ),
        stages.field(
            name("smart-hold-open"),
            |now| part(now.open, now.accepted),
            words,
        ),
        stages.field(
            name("smart-hold-completion"),
            |now| share(now.reached, now.accepted),
            words,
        ),
    ];
    if let (Skills::One(_), [row]) = (answer.skills, answer.rows.as_slice()) {
        let gain = row.gain.map(Quantity::Money);
        fields.push(field(name("smart-hold-gain"), words.known(gain)));
    }
    fields
}
