//! The answer to `/durations`: calls, minutes and cost by length of call.
//!
//! ```text
//! Call durations: 1,650 calls · 2,883 min · whole operation
//! Short (0–5 s): 6.8 % (112 of 1,650) · long (over 120 s): 25.2 % (415 of 1,650)
//! 0–5 s: 6.8 % (112 of 1,650) · 9.3 min · cost 0.00 (0.00 per call)
//! 17 Nov 2026, 14:05–15:05 (1 h) · read at 15:06
//! ```

#[cfg(test)]
mod tests;

use crate::{
    Card, CardField, CardLine, TextSpan, Words,
    charts::{BarChart, Chart},
    report::{
        AnswerContext, AnswerInput, AnswerSource, ComparedValue, FigureColumn, ReportAnswer,
        ReportInput, ReportTable, RowPage, TableCell, bar_picture, bare_sample, count_sample,
        joined_parts, part_sample, plain_row, share_sample, text_field, time_sample, warning_line,
    },
    tidy,
};
use vigia_core::metrics::{
    Facts, Metric, Quantity, Report, Sample, Scope, Unit,
    facts::{CallTraffic, Durations, LengthCalls, SecondsRange},
};

/// The distance of a delivered share from the one of the counts that rounding explains, in
/// points.
const ROUNDING: f64 = 0.05;

/// The distance of an amount of two decimals from the exact one that rounding explains.
const HALF_A_CENT: f64 = 0.005;

/// The warnings about single ranges at most; the others are counted.
const MOST_DOUBTS: usize = 3;

type Figure = FigureColumn<LengthFigures>;

/// The figures of a range or of all calls. The costs of one call and of one minute have fields
/// of their own kind.
const FIGURES: [Figure; 8] = [
    Figure::new("calls", "durations-calls", Unit::Count, Some(0), |row| {
        count_sample(row.traffic.calls)
    }),
    Figure::new(
        "call_share",
        "durations-share",
        Unit::Percent,
        None,
        |row| share_sample(row.traffic.calls, row.all_calls),
    ),
    Figure::new(
        "minutes",
        "durations-minutes",
        Unit::Money,
        Some(1),
        |row| amount_sample(row.traffic.minutes),
    ),
    Figure::new("cost", "durations-cost", Unit::Money, Some(2), |row| {
        amount_sample(row.traffic.cost)
    }),
    Figure::new("cost_per_call", COST_PER_CALL, Unit::Money, None, |row| {
        amount_sample(row.traffic.cost_per_call())
    }),
    Figure::new(
        "cost_per_minute",
        COST_PER_MINUTE,
        Unit::Money,
        None,
        |row| amount_sample(row.traffic.cost_per_minute()),
    ),
    Figure::new(
        "time_per_call",
        "durations-per-call",
        Unit::Duration,
        Some(3),
        |row| time_sample(row.traffic.per_call()),
    ),
    Figure::new(
        "delivered_share",
        "durations-delivered",
        Unit::Percent,
        None,
        |row| row.delivered_share.map(Quantity::Percent).map(bare_sample),
    ),
];

const COST_PER_CALL: &str = "durations-cost-per-call";
const COST_PER_MINUTE: &str = "durations-cost-per-minute";

/// The traffic of a range or of all calls.
struct LengthFigures {
    traffic: CallTraffic,
    /// All calls, of which those of a range are a share.
    all_calls: Option<u64>,
    /// The share as wolkvox delivers it.
    delivered_share: Option<f64>,
}

impl LengthFigures {
    fn of_all(report: &Durations) -> Self {
        Self {
            traffic: report.traffic(),
            all_calls: None,
            delivered_share: None,
        }
    }
}

/// An amount with two decimals, of money or of minutes.
fn amount_sample(amount: Option<f64>) -> Option<Sample> {
    amount.map(Quantity::Money).map(bare_sample)
}

/// Answers from the report of calls by length, which is of all calls: inbound, outbound and
/// internal.
pub fn durations_answer(
    asked: &AnswerInput<'_>,
    context: &AnswerContext<'_>,
    words: &Words,
) -> ReportAnswer {
    let source = AnswerSource::new(asked, context, words);
    match asked.report {
        ReportInput::Known(facts @ Facts::Durations(report))
            if !report.lengths.is_empty() || report.total.is_some() =>
        {
            DurationsAnswer::new(source, report).answer(facts)
        }
        ReportInput::Known(_) | ReportInput::Empty | ReportInput::Failed(_) => {
            let title = words.say("durations-no-data", &[]);
            source.no_data(&title, Report::Durations, "durations-no-data-why")
        }
    }
}

struct DurationsAnswer<'a> {
    source: AnswerSource<'a>,
    report: &'a Durations,
    before: Option<&'a Durations>,
    /// The traffic of all calls.
    all: CallTraffic,
    /// The ranges, shortest first; those of an unknown form come last.
    ranges: Vec<&'a LengthCalls>,
}

impl<'a> DurationsAnswer<'a> {
    fn new(source: AnswerSource<'a>, report: &'a Durations) -> Self {
        let mut ranges: Vec<_> = report.lengths.iter().collect();
        ranges.sort_by(|one, other| one.length.cmp(&other.length));
        Self {
            source,
            report,
            before: match source.before_facts() {
                Some(Facts::Durations(before)) => Some(before),
                Some(_) | None => None,
            },
            all: report.traffic(),
            ranges,
        }
    }

    fn answer(&self, facts: &Facts) -> ReportAnswer {
        let (source, words) = (self.source, self.source.words);
        let page = RowPage::new(self.ranges.clone(), &source.context.view);
        let first = [Metric::CallsShortShare, Metric::CdrCost];
        let verdict = source.worst_of_report(facts, &first, &Scope::Operation);
        let mut lines = Vec::from_iter(verdict);
        lines.push(self.headline());
        lines.extend(page.rows.iter().map(|row| self.range_line(row)));
        lines.extend(page.line(words));
        lines.push(words.line("durations-scope", &[]));
        lines.push(words.line("durations-caution", &[]));
        lines.extend(source.closing_lines());
        lines.extend(self.doubts());
        ReportAnswer {
            card: Card {
                title: self.title(),
                lines,
                fields: self.fields(),
                chart: self.chart(&page),
                ..source.card_frame()
            },
            table: self.table(),
            pages: page.pages,
        }
    }

    fn title(&self) -> String {
        let words = self.source.words;
        let place = ("place", words.say("place-operation", &[]).into());
        let Some(calls) = self.all.calls else {
            return words.say("durations-title-unknown", &[place]);
        };
        let count = ("count", words.count(calls).into());
        let calls = words.say("calls", &[("calls", calls.into()), count]);
        let minutes = ("minutes", minutes_text(self.all.minutes, words).into());
        words.say(
            "durations-title",
            &[("calls", calls.into()), minutes, place],
        )
    }

    fn headline(&self) -> CardLine {
        let words = self.source.words;
        let calls = |part| self.part_of_all(part).into();
        words.line(
            "durations-headline",
            &[
                ("short-to", words.count(u64::from(Durations::SHORT)).into()),
                ("short", calls(self.report.short())),
                ("long-from", words.count(u64::from(Durations::LONG)).into()),
                ("long", calls(self.report.long())),
            ],
        )
    }

    /// Writes `6.8 % (112 of 1,650)`, or the calls alone where the whole is not known.
    fn part_of_all(&self, part: Option<u64>) -> String {
        let words = self.source.words;
        words.known_sample(part_sample(part, self.all.calls))
    }

    fn fields(&self) -> Vec<CardField> {
        let words = self.source.words;
        let figures = ComparedValue {
            now: LengthFigures::of_all(self.report),
            before: self.before.map(LengthFigures::of_all),
        };
        let reports = ComparedValue {
            now: self.report,
            before: self.before,
        };
        let name = |id, seconds: u32| {
            let seconds = words.count(u64::from(seconds));
            words.say(id, &[("seconds", seconds.into())])
        };
        let mut fields = Figure::fields(&FIGURES, &figures, words);
        fields.extend([
            cost_field(COST_PER_CALL, &figures, CallTraffic::cost_per_call, words),
            cost_field(
                COST_PER_MINUTE,
                &figures,
                CallTraffic::cost_per_minute,
                words,
            ),
            reports.field(
                name("durations-short", Durations::SHORT),
                |report| part_sample(report.short(), report.traffic().calls),
                words,
            ),
            reports.field(
                name("durations-long", Durations::LONG),
                |report| part_sample(report.long(), report.traffic().calls),
                words,
            ),
        ]);
        fields
    }

    fn range_line(&self, row: &LengthCalls) -> CardLine {
        let (traffic, words) = (row.traffic(), self.source.words);
        let figures = words.say(
            "durations-row",
            &[
                ("calls", self.part_of_all(row.calls).into()),
                ("minutes", minutes_text(traffic.minutes, words).into()),
                ("cost", cost_text(traffic.cost, words).into()),
                ("per-call", cost_text(traffic.cost_per_call(), words).into()),
            ],
        );
        CardLine::of(vec![
            TextSpan::Strong(length_label(&row.length, words)),
            TextSpan::Text(format!(": {figures}")),
        ])
    }

    fn table(&self) -> ReportTable {
        let (ranges, words) = (&self.ranges, self.source.words);
        let mut table = ReportTable::with_rows(ranges.len());
        let labels = ranges.iter().map(|row| length_label(&row.length, words));
        let title = words.say("durations-range", &[]);
        table.push_column("length", title, labels.map(TableCell::Text));
        let figures = ranges.iter().map(|row| LengthFigures {
            traffic: row.traffic(),
            all_calls: self.all.calls,
            delivered_share: row.share,
        });
        let figures: Vec<_> = figures.collect();
        Figure::add_columns(&FIGURES, &mut table, &figures, words);
        table
    }

    /// Warns of sums and shares that should agree and do not.
    fn doubts(&self) -> Vec<CardLine> {
        let mut doubts = self.doubt_sums();
        doubts.extend(self.doubt_shares());
        doubts.extend(self.doubt_hundred());
        doubts.into_iter().map(warning_line).collect()
    }

    fn doubt_sums(&self) -> Vec<CardLine> {
        let words = self.source.words;
        let Some(whole) = self.report.total.as_ref().map(LengthCalls::traffic) else {
            return Vec::new();
        };
        let sum = self.report.sums();
        let line = |id, (sum, whole): (String, String)| {
            words.line(id, &[("sum", sum.into()), ("whole", whole.into())])
        };
        let amounts = |sum: Option<f64>, whole: Option<f64>| {
            let (sum, whole) = (sum?, whole?);
            let amount = |amount| words.quantity(Quantity::Money(amount));
            ((sum - whole).abs() > self.tolerance()).then(|| (amount(sum), amount(whole)))
        };
        let calls = sum.calls.zip(whole.calls);
        let calls = calls.filter(|(sum, whole)| sum != whole);
        let calls = calls.map(|(sum, whole)| (words.count(sum), words.count(whole)));
        [
            ("durations-doubt-calls", calls),
            (
                "durations-doubt-minutes",
                amounts(sum.minutes, whole.minutes),
            ),
            ("durations-doubt-cost", amounts(sum.cost, whole.cost)),
        ]
        .into_iter()
        .filter_map(|(id, figures)| Some(line(id, figures?)))
        .collect()
    }

    /// Every range and the total are rounded by themselves.
    fn tolerance(&self) -> f64 {
        let rows = self.ranges.iter().map(|_| HALF_A_CENT);
        rows.sum::<f64>() + HALF_A_CENT + 1e-6
    }

    fn doubt_shares(&self) -> Vec<CardLine> {
        let words = self.source.words;
        let rows = self.ranges.iter();
        let mut lines: Vec<_> = rows.filter_map(|row| self.doubt_share(row)).collect();
        let more = lines.len().saturating_sub(MOST_DOUBTS);
        if more > 0 {
            lines.truncate(MOST_DOUBTS);
            let more = u64::try_from(more).unwrap_or(u64::MAX);
            lines.push(words.line("durations-doubt-more", &[("more", more.into())]));
        }
        lines
    }

    fn doubt_share(&self, row: &LengthCalls) -> Option<CardLine> {
        let words = self.source.words;
        let (delivered, counted) = (row.share?, share_sample(row.calls, self.all.calls)?);
        let (part, of) = (counted.part?, counted.of?);
        let counted = counted.value.scalar();
        ((delivered - counted).abs() > ROUNDING).then(|| {
            words.line(
                "durations-doubt-share",
                &[
                    ("range", length_label(&row.length, words).into()),
                    ("delivered", percent_text(delivered, words).into()),
                    ("part", words.part_of(&words.count(part), of).into()),
                    ("share", percent_text(counted, words).into()),
                ],
            )
        })
    }

    /// Shares of no calls are all zero, which is no fault.
    fn doubt_hundred(&self) -> Option<CardLine> {
        let words = self.source.words;
        if self.all.calls == Some(0) || self.ranges.is_empty() {
            return None;
        }
        let shares = self.report.lengths.iter().map(|row| row.share);
        let sum = shares.sum::<Option<f64>>()?;
        let is_apart = (sum - 100.0).abs() > ROUNDING + self.tolerance();
        let sum = ("sum", percent_text(sum, words).into());
        is_apart.then(|| words.line("durations-doubt-hundred", &[sum]))
    }

    /// The share of the calls that each range of the page has; `None` where no share is known.
    fn chart(&self, page: &RowPage<&LengthCalls>) -> Option<Chart> {
        let words = self.source.words;
        let rows = page.rows.iter().map(|row| {
            let share = share_sample(row.calls, self.all.calls).map(|share| share.value);
            let text = joined_parts(
                share
                    .map(|share| words.quantity(share))
                    .into_iter()
                    .chain([words.known_count(row.calls)]),
            );
            plain_row(words.seconds_range(&row.length), share, text)
        });
        let bars = BarChart {
            heading: String::new(),
            rows: rows.collect(),
            whole: Some(100.0),
            tick: None,
        };
        bar_picture(bars, "durations-alt", words)
    }
}

/// The cost of one call or minute. A difference of parts of a cent shows both amounts, since
/// two decimals would make nothing of it.
fn cost_field(
    id: &str,
    figures: &ComparedValue<LengthFigures>,
    cost: fn(&CallTraffic) -> Option<f64>,
    words: &Words,
) -> CardField {
    let name = words.say(id, &[]);
    let now = cost(&figures.now.traffic);
    let before = figures.before.as_ref();
    let before = before.and_then(|figures| cost(&figures.traffic));
    match (now, before) {
        (Some(now), Some(was)) if now.abs().min(was.abs()) < 1.0 => {
            let was = ("value", cost_text(Some(was), words).into());
            let was = words.say("change-before", &[was]);
            text_field(name, format!("{} {was}", cost_text(Some(now), words)))
        }
        (_, Some(_)) => figures.field(name, |row| amount_sample(cost(&row.traffic)), words),
        (_, None) => text_field(name, cost_text(now, words)),
    }
}

/// Writes minutes as the report has them, with as many digits as can be read.
fn minutes_text(minutes: Option<f64>, words: &Words) -> String {
    match minutes {
        Some(minutes) if minutes.abs() < 100.0 => words.decimal(minutes, 1),
        Some(minutes) => words.decimal(minutes, 0),
        None => words.known(None),
    }
}

/// Writes an amount of money. Less than one has four decimals, since a call may cost a part of
/// a cent.
fn cost_text(amount: Option<f64>, words: &Words) -> String {
    match amount {
        Some(amount) if amount.abs() < 1.0 && amount != 0.0 => words.decimal(amount, 4),
        Some(amount) => words.decimal(amount, 2),
        None => words.known(None),
    }
}

/// Writes a percentage with the two decimals that wolkvox gives.
fn percent_text(share: f64, words: &Words) -> String {
    words.stated(Quantity::Percent((share * 100.0).round() / 100.0))
}

/// Writes `0–5 s`, `121 s or more`, and a range of an unknown form as it is spelt.
fn length_label(length: &SecondsRange, words: &Words) -> String {
    let count = |seconds: &u32| words.count(u64::from(*seconds));
    match length {
        SecondsRange::Between(from, to) => format!("{}–{} s", count(from), count(to)),
        SecondsRange::AtLeast(from) => {
            words.say("durations-at-least", &[("seconds", count(from).into())])
        }
        SecondsRange::Other(text) => match tidy(text) {
            text if text.is_empty() => words.known(None),
            text => text,
        },
    }
}
