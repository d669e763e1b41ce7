//! The card: short and long calls first, then the ranges, then what does not add up.

use std::time::Duration;

use crate::{
    Card, CardField, CardLine, Words,
    compared::{ComparedValue, alone, count, part},
    durations::{DurationsAnswer, DurationsInput, chart, doubts, rows},
    report::{AnswerContext, ReportAnswer, circumstances, field, frame, nothing, page, worst_of},
};
use vigia_core::metrics::{
    Metric, Quantity, Report, Sample, Scope,
    facts::{CallTraffic, Durations},
};

/// The figures of all calls together.
#[derive(Clone, Copy)]
struct AllDurations {
    traffic: CallTraffic,
    short: Option<u64>,
    long: Option<u64>,
}

impl AllDurations {
    fn of(report: &Durations) -> Self {
        Self {
            traffic: report.traffic(),
            short: report.short(),
            long: report.long(),
        }
    }
}

/// The answer where the report has rows.
pub(super) fn full(answer: &DurationsAnswer<'_>) -> ReportAnswer {
    let (inquiry, words) = (answer.inquiry, answer.words);
    let all = ComparedValue {
        now: AllDurations::of(answer.report),
        before: answer.before.map(AllDurations::of),
    };
    let traffic = all.now.traffic;
    let ranges = rows::sorted(answer.report);
    let table = rows::table(&ranges, &traffic, words);
    let page = page(ranges, &inquiry.view);
    let first = [Metric::CallsShortShare, Metric::CdrCost];
    let scope = Scope::Operation;
    let mut lines = Vec::from_iter(worst_of(answer.facts, &first, &scope, inquiry, words));
    lines.push(headline(&all.now, words));
    lines.extend(rows::lines(answer, &page, &traffic));
    lines.push(words.line("durations-scope", &[]));
    lines.push(words.line("durations-caution", &[]));
    lines.extend(circumstances(inquiry, words));
    lines.extend(doubts::lines(answer, &traffic));
    ReportAnswer {
        card: Card {
            title: title(&traffic, words),
            lines,
            fields: fields(&all, words),
            chart: chart::chart(answer, &page, &traffic),
            ..frame(inquiry)
        },
        table,
        pages: page.pages,
    }
}

/// The answer where the report is empty or missing.
pub(super) fn no_calls(
    asked: &DurationsInput<'_>,
    inquiry: &AnswerContext<'_>,
    words: &Words,
) -> ReportAnswer {
    let title = words.say("durations-no-data", &[]);
    let empty = vec![words.line("durations-no-data-why", &[])];
    let (part, report) = (&asked.report, Report::Durations);
    nothing(&title, part, report, empty, inquiry, words)
}

fn title(all: &CallTraffic, words: &Words) -> String {
    let place = ("place", words.say("place-operation", &[]).into());
    let Some(calls) = all.calls else {
        return words.say("durations-title-unknown", &[place]);
    };
    let count = ("count", words.count(calls).into());
    let calls = words.say("calls", &[("calls", calls.into()), count]);
    words.say(
        "durations-title",
        &[
            ("calls", calls.into()),
            ("minutes", rows::minutes(all.minutes, words).into()),
            place,
        ],
    )
}

fn headline(all: &AllDurations, words: &Words) -> CardLine {
    let calls = |part| rows::calls(part, all.traffic.calls, words).into();
    words.line(
        "durations-headline",
        &[
            ("short-to", words.count(u64::from(Durations::SHORT)).into()),
            ("short", calls(all.short)),
            ("long-from", words.count(u64::from(Durations::LONG)).into()),
            ("long", calls(all.long)),
        ],
    )
}

fn fields(all: &ComparedValue<AllDurations>, words: &Words) -> Vec<CardField> {
    let name = |id| words.say(id, &[]);
    let seconds =
        |id, seconds: u32| words.say(id, &[("seconds", words.count(u64::from(seconds)).into())]);
    vec![
        all.field(
            name("durations-calls"),
            |all| count(all.traffic.calls),
            words,
        ),
        all.field(
            name("durations-minutes"),
            |all| number(all.traffic.minutes),
            words,
        ),
        all.field(
            name("durations-cost"),
            |all| number(all.traffic.cost),
            words,
        ),
        all.field(
            name("durations-per-call"),
            |all| time(all.traffic.per_call()),
            words,
        ),
        per(
            "durations-cost-per-call",
            all,
            CallTraffic::cost_per_call,
            words,
        ),
        per(
            "durations-cost-per-minute",
            all,
            CallTraffic::cost_per_minute,
            words,
        ),
        all.field(
            seconds("durations-short", Durations::SHORT),
            |all| part(all.short, all.traffic.calls),
            words,
        ),
        all.field(
            seconds("durations-long", Durations::LONG),
            |all| part(all.long, all.traffic.calls),
            words,
        ),
    ]
}

/// What one of something costs. A difference of parts of a cent is told by both amounts,
/// since two decimals would make nothing of it.
fn per(
    id: &str,
    all: &ComparedValue<AllDurations>,
    figure: fn(&CallTraffic) -> Option<f64>,
    words: &Words,
) -> CardField {
    let name = words.say(id, &[]);
    let now = figure(&all.now.traffic);
    let before = all.before.as_ref().and_then(|all| figure(&all.traffic));
    match (now, before) {
        (Some(cost), Some(was)) if cost.abs().min(was.abs()) < 1.0 => {
            let was = words.say(
                "change-before",
                &[("value", rows::money(Some(was), words).into())],
            );
            field(name, format!("{} {was}", rows::money(Some(cost), words)))
        }
        (_, Some(_)) => all.field(name, |all| number(figure(&all.traffic)), words),
        (_, None) => field(name, rows::money(now, words)),
    }
}

/// An amount with two decimals, whether of money or of minutes.
fn number(amount: Option<f64>) -> Option<Sample> {
    amount.map(Quantity::Money).map(alone)
}

fn time(length: Option<Duration>) -> Option<Sample> {
    length.map(Quantity::Duration).map(alone)
}
