//! The sections of a summary: the figures, the worst hours and skills, the other reports, and
//! the watch.

use std::time::Duration;

use chrono::Datelike as _;

use crate::{
    CardLine, TextSpan, Words, abandon,
    report::part_sample,
    service::ChannelKind,
    summary::view::{SummaryView, goal_light, labelled_line},
    tidy, tidy_within,
};
use vigia_core::{
    metrics::{Metric, Quantity, Sample, Unit},
    summaries::{
        CallVolume, CallsHeard, RequestCount, RuleRings, SummaryDay, SummaryFigure, SummaryForm,
    },
};

/// The numbers of hours, skills, channels, agents and rules that are named.
const HOURS: usize = 2;
const SKILLS: usize = 3;
const CHANNELS: usize = 6;
const AGENTS: usize = 3;
const RULES: usize = 3;

/// The number of characters of an agent's name that have room.
const NAME_ROOM: usize = 24;

/// The figures that stand together on one line.
const CALL_FIGURES: [(Metric, &str, &str); 3] = [
    (Metric::CallsOffered, "summary-offered", "calls"),
    (Metric::CallsAnswered, "summary-answered", "calls"),
    (Metric::AbandonCount, "summary-abandoned", "calls"),
];
const WAIT_FIGURES: [(Metric, &str, &str); 2] = [
    (Metric::Asa, "summary-wait-answered", "wait"),
    (Metric::Ata, "summary-wait-abandoned", "wait"),
];

/// The figures beside their goals and the usual ones.
pub(super) fn figure_lines(view: &SummaryView<'_>) -> Vec<CardLine> {
    let mut lines = vec![view.labelled("summary-calls", &joint_figures(&CALL_FIGURES, view))];
    let together_elsewhere = |metric| {
        let mut all = CALL_FIGURES.iter().chain(&WAIT_FIGURES);
        all.any(|(other, _, _)| *other == metric)
    };
    let (shares, others): (Vec<&SummaryFigure>, Vec<_>) = view
        .summary
        .figures
        .iter()
        .filter(|figure| !together_elsewhere(figure.metric))
        .partition(|figure| figure.metric.unit() == Unit::Percent);
    lines.extend(shares.iter().map(|figure| single_figure(figure, view)));
    lines.push(view.labelled("summary-wait", &joint_figures(&WAIT_FIGURES, view)));
    lines.extend(others.iter().map(|figure| single_figure(figure, view)));
    lines.push(comparison_line(view));
    lines
}

/// Formats figures of one line: `2,148 offered (usual 2,031, +5.8 %)`.
fn joint_figures(those: &[(Metric, &str, &str)], view: &SummaryView<'_>) -> Vec<String> {
    let part = |(metric, id, place): &(Metric, &str, &str)| {
        let figure = view.figure(*metric)?;
        let value = view.words.known(figure.sample.map(|sample| sample.value));
        let value = view.words.say(id, &[(*place, value.into())]);
        let beside = goal_and_usual(figure, view);
        let light = goal_light(figure);
        Some(if beside.is_empty() {
            format!("{light}{value}")
        } else {
            format!("{light}{value} ({})", beside.join("; "))
        })
    };
    those.iter().filter_map(part).collect()
}

/// Formats `Abandonment 🔴 6.4 % (137 of 2,148) · goal ≤ 5 % · usual 4.9 %, +1.5 pts`.
fn single_figure(figure: &SummaryFigure, view: &SummaryView<'_>) -> CardLine {
    let words = view.words;
    let value = figure.sample.map_or_else(
        || words.known(None),
        |sample| words.figure(figure.metric, &sample),
    );
    let mut parts = vec![format!("{}{value}", goal_light(figure))];
    parts.extend(goal_and_usual(figure, view));
    labelled_line(words.metric(figure.metric), &parts)
}

fn goal_and_usual(figure: &SummaryFigure, view: &SummaryView<'_>) -> Vec<String> {
    let goal = view.goal(figure);
    let goal = goal.map(|goal| view.words.say("summary-of-goal", &[("goal", goal.into())]));
    goal.into_iter().chain(view.usual(figure)).collect()
}

/// The past days that the figures are compared with, and the day before.
fn comparison_line(view: &SummaryView<'_>) -> CardLine {
    let (summary, words) = (view.summary, view.words);
    let day = ("day", words.day(summary.edition.date.weekday()).into());
    let weeks = u64::from(summary.compared_weeks());
    let number = [
        ("weeks", weeks.into()),
        ("count", words.count(weeks).into()),
    ];
    let mut line = match (summary.form, weeks) {
        (SummaryForm::Week, 0) => words.say("summary-first-week", &[]),
        (SummaryForm::Day | SummaryForm::Shift, 0) => words.say("summary-first-day", &[day]),
        (SummaryForm::Week, _) => words.say("summary-compared-week", &number),
        (SummaryForm::Day | SummaryForm::Shift, _) => {
            let [weeks, count] = number;
            words.say("summary-compared-day", &[weeks, count, day])
        }
    };
    if let Some(before) = day_before_text(view) {
        line = format!("{line} · {before}");
    }
    CardLine::text(line)
}

/// Formats `day before (Mon 16 Nov): 2,050 offered, Abandonment 5.0 %, …`.
fn day_before_text(view: &SummaryView<'_>) -> Option<String> {
    let (words, day) = (view.words, view.summary.before.as_ref()?);
    let value = |metric| Some(view.figure(metric)?.before?.value);
    let offered = value(Metric::CallsOffered).map(|offered| {
        words.say(
            "summary-offered",
            &[("calls", words.quantity(offered).into())],
        )
    });
    let share = |metric| {
        let value = words.quantity(value(metric)?);
        Some(format!("{} {value}", words.metric(metric)))
    };
    let figures = [
        offered,
        share(Metric::AbandonRate),
        share(Metric::ServiceLevel20s),
    ];
    let figures: Vec<_> = figures.into_iter().flatten().collect();
    (!figures.is_empty()).then(|| {
        let day = ("day", view.day(day.date).into());
        words.say(
            "summary-before",
            &[day, ("figures", figures.join(", ").into())],
        )
    })
}

/// The worst hours of a day, or the days of a week and the weeks before.
pub(super) fn time_lines(view: &SummaryView<'_>) -> Vec<CardLine> {
    match view.summary.form {
        SummaryForm::Day | SummaryForm::Shift => hours_line(view).into_iter().collect(),
        SummaryForm::Week => day_lines(view)
            .into_iter()
            .chain(weeks_line(view))
            .collect(),
    }
}

fn hours_line(view: &SummaryView<'_>) -> Option<CardLine> {
    let words = view.words;
    if !view
        .summary
        .hours
        .iter()
        .any(|hour| hour.heard.calls().is_some())
    {
        return None;
    }
    let hours = view
        .summary
        .worst_hours(HOURS)
        .into_iter()
        .map(|(hour, rate)| {
            let level = hour.heard.calls().and_then(CallVolume::level);
            words.say(
                "summary-hour",
                &[
                    ("hour", view.hour(hour.window).into()),
                    ("rate", words.sample(&rate).into()),
                    ("level", words.known(level.map(|level| level.value)).into()),
                ],
            )
        });
    Some(worst_line(
        "summary-hours",
        "summary-hours-none",
        hours.collect(),
        view,
    ))
}

/// The skills with the highest abandonment.
pub(super) fn skills_line(view: &SummaryView<'_>) -> Option<CardLine> {
    let is_known = |calls: &CallVolume| calls.abandonment().is_some();
    if !view
        .summary
        .skills
        .rows
        .iter()
        .any(|row| is_known(&row.calls))
    {
        return None;
    }
    let skills = view
        .summary
        .worst_skills(SKILLS)
        .into_iter()
        .map(|(row, rate)| place_text(view.skill(row.skill), &rate, view));
    Some(worst_line(
        "summary-skills",
        "summary-skills-none",
        skills.collect(),
        view,
    ))
}

fn place_text(place: String, rate: &Sample, view: &SummaryView<'_>) -> String {
    let rate = ("rate", view.words.sample(rate).into());
    view.words
        .say("summary-place", &[("place", place.into()), rate])
}

fn worst_line(id: &str, none: &str, mut parts: Vec<String>, view: &SummaryView<'_>) -> CardLine {
    if parts.is_empty() {
        let least = Metric::AbandonRate.least_sample();
        let least = view.count(least.map(|least| least.count));
        parts.push(view.words.say(none, &[("least", least.into())]));
    }
    view.labelled(id, &parts)
}

/// The waits of the callers who gave up.
pub(super) fn waits_line(view: &SummaryView<'_>) -> Option<CardLine> {
    let waits = view.summary.waits.as_ref()?;
    let ranges = abandon::wait_ranges(waits, view.words)?;
    Some(view.labelled("summary-waits", &[ranges]))
}

/// The days of a week, each on a line with its light.
fn day_lines(view: &SummaryView<'_>) -> Vec<CardLine> {
    if view.summary.days.is_empty() {
        return Vec::new();
    }
    let heading = view.words.say("summary-days", &[]);
    let mut lines = vec![CardLine::of(vec![TextSpan::Strong(heading)])];
    lines.extend(view.summary.days.iter().map(|day| day_line(day, view)));
    lines
}

fn day_line(day: &SummaryDay, view: &SummaryView<'_>) -> CardLine {
    let words = view.words;
    let figures = match &day.heard {
        CallsHeard::Nothing => words.say("summary-day-nothing", &[]),
        CallsHeard::Unread => words.say("summary-day-unread", &[]),
        CallsHeard::Calls(calls) => {
            let shares = [
                (Metric::AbandonRate, calls.abandonment()),
                (Metric::ServiceLevel20s, calls.level()),
            ];
            let mut parts = shares
                .map(|(metric, sample)| {
                    let light =
                        figure_of_day(metric, sample, view).map_or("", |it| goal_light(&it));
                    format!("{light}{}", words.known(sample.map(|sample| sample.value)))
                })
                .to_vec();
            parts.push(view.count(calls.offered));
            parts.join(" · ")
        }
    };
    let day = ("day", view.day(day.date).into());
    words.line("summary-day", &[day, ("figures", figures.into())])
}

/// The figure of a day with the goal of the summary.
fn figure_of_day(
    metric: Metric,
    sample: Option<Sample>,
    view: &SummaryView<'_>,
) -> Option<SummaryFigure> {
    let figure = view.figure(metric)?;
    Some(SummaryFigure {
        sample,
        ..figure.clone()
    })
}

type Share = fn(&CallVolume) -> Option<Sample>;

/// Formats `Week by week Abandonment 5.2 → 5.0 → 6.4 % · …` with this week last.
fn weeks_line(view: &SummaryView<'_>) -> Option<CardLine> {
    let words = view.words;
    let figures: [(Metric, Share); 2] = [
        (Metric::AbandonRate, CallVolume::abandonment),
        (Metric::ServiceLevel20s, CallVolume::level),
    ];
    let parts = figures.into_iter().filter_map(|(metric, share)| {
        let before = view
            .summary
            .weeks
            .iter()
            .filter_map(|week| share(week.heard.calls()?));
        let now = view.figure(metric).and_then(|figure| figure.sample)?;
        let mut values: Vec<Quantity> = before.map(|sample| sample.value).collect();
        values.push(now.value);
        (values.len() > 1).then(|| {
            words.say(
                "summary-trend",
                &[
                    ("figure", words.metric(metric).into()),
                    ("values", words.row(&values).into()),
                ],
            )
        })
    });
    let parts: Vec<_> = parts.collect();
    (!parts.is_empty()).then(|| view.labelled("summary-weeks", &parts))
}

pub(super) fn smart_hold_line(view: &SummaryView<'_>) -> Option<CardLine> {
    let words = view.words;
    let held = view.summary.smart_hold.as_ref()?;
    let stages = held.stages;
    let part = |part, of| {
        let part = part_sample(part, of);
        part.map_or_else(|| words.known(None), |part| words.sample(&part))
    };
    let failed = part(stages.failed, stages.called_back);
    let reached = ("reached", view.count(stages.reached).into());
    let usual = held.failing.usual.map(|usual| words.quantity(usual.value));
    let callbacks = match usual {
        Some(usual) => words.say(
            "summary-callbacks-usual",
            &[reached, ("failed", failed.into()), ("usual", usual.into())],
        ),
        None => words.say("summary-callbacks", &[reached, ("failed", failed.into())]),
    };
    let calls = |id, calls: String| words.say(id, &[("calls", calls.into())]);
    let mut parts = vec![
        calls("summary-treated", view.count(stages.treated)),
        calls("summary-accepted", part(stages.accepted, stages.treated)),
        callbacks,
    ];
    // Callbacks of the evening before end today, so that what is open is often not known.
    if stages.open.is_some() {
        parts.push(calls("summary-open", view.count(stages.open)));
    }
    Some(view.labelled("summary-smart-hold", &parts))
}

/// The channels of customers other than voice. Those inside the centre are in no figure of
/// customers; the file has them.
pub(super) fn channels_line(view: &SummaryView<'_>) -> Option<CardLine> {
    let words = view.words;
    let is_shown = |row: &&RequestCount| match ChannelKind::of(&row.channel) {
        ChannelKind::Message | ChannelKind::Unknown => true,
        ChannelKind::Voice
        | ChannelKind::InternalCall
        | ChannelKind::InternalChat
        | ChannelKind::Outbound => false,
    };
    let rows: Vec<_> = view.summary.channels.rows.iter().filter(is_shown).collect();
    let channel = |row: &&RequestCount| {
        let answered = match (row.answered, row.offered) {
            (Some(answered), Some(offered)) => words.part_of(&words.count(answered), offered),
            (answered, _) => view.count(answered),
        };
        words.say(
            "summary-channel",
            &[
                ("channel", words.channel(&row.channel).into()),
                ("answered", answered.into()),
            ],
        )
    };
    let mut parts: Vec<_> = rows.iter().take(CHANNELS).map(channel).collect();
    let more = u64::try_from(rows.len().saturating_sub(CHANNELS)).unwrap_or_default();
    parts.extend(more_text(
        more.saturating_add(view.summary.channels.more),
        view,
    ));
    (!rows.is_empty()).then(|| view.labelled("summary-channels", &parts))
}

fn more_text(more: u64, view: &SummaryView<'_>) -> Option<String> {
    let words = view.words;
    (more > 0).then(|| words.say("summary-more", &[("count", words.count(more).into())]))
}

pub(super) fn holds_line(view: &SummaryView<'_>) -> Option<CardLine> {
    let words = view.words;
    let team = view.summary.holds.as_ref()?;
    let times = team.times;
    let time = |time: Option<_>| words.known(time.map(Quantity::Duration));
    let long = |length: Option<_>| {
        length.map_or_else(|| words.known(None), |length| long_duration(length, words))
    };
    let total = words.say(
        "summary-holds-total",
        &[
            ("total", long(times.total).into()),
            ("uses", words.uses(times.uses).into()),
            ("each", time(times.per_use()).into()),
        ],
    );
    let both = words.say(
        "summary-holds-parts",
        &[
            ("hold", long(times.hold).into()),
            ("mute", long(times.mute).into()),
        ],
    );
    let mut parts = vec![total, both];
    let agents = team.agents.rows.iter().take(AGENTS).map(|agent| {
        let name = tidy_within(agent.agent.as_str(), NAME_ROOM);
        format!("{name} {}", long(agent.times.total))
    });
    let agents = agents.collect::<Vec<_>>().join(", ");
    if !agents.is_empty() {
        parts.push(words.say("summary-holds-agents", &[("agents", agents.into())]));
    }
    Some(view.labelled("summary-holds", &parts))
}

/// Formats the time of a team in hours, however many: `27 h 45 min`.
fn long_duration(length: Duration, words: &Words) -> String {
    let minutes = length.as_secs().saturating_add(30) / 60;
    if minutes < 24 * 60 {
        return words.duration(length);
    }
    format!("{} h {:02} min", words.count(minutes / 60), minutes % 60)
}

pub(super) fn volume_line(view: &SummaryView<'_>) -> Option<CardLine> {
    let words = view.words;
    let volume = view.summary.volume?;
    let traffic = volume.traffic;
    let amount = |amount: Option<f64>, decimals| {
        amount.map_or_else(
            || words.known(None),
            |amount| words.decimal(amount, decimals),
        )
    };
    let mut parts = vec![
        view.count(traffic.calls),
        words.say(
            "summary-minutes",
            &[("minutes", amount(traffic.minutes, 0).into())],
        ),
        words.say("summary-cost", &[("cost", amount(traffic.cost, 0).into())]),
    ];
    if let Some(short) = volume.short_share() {
        parts.push(words.say("summary-short", &[("calls", words.sample(&short).into())]));
    }
    Some(view.labelled("summary-volume", &parts))
}

pub(super) fn alert_lines(view: &SummaryView<'_>) -> Vec<CardLine> {
    let (words, tally) = (view.words, &view.summary.alerts);
    let mut parts = Vec::new();
    if tally.opened == 0 {
        parts.push(words.say("summary-alerts-none", &[]));
    } else {
        let opened = ("incidents", tally.opened.into());
        let count = ("count", words.count(tally.opened).into());
        parts.push(words.say("summary-alerts-opened", &[opened, count]));
        let acknowledged = ("acknowledged", words.count(tally.acknowledged).into());
        parts.push(match tally.acknowledged_within {
            Some(median) => {
                let median = ("median", words.duration(median).into());
                words.say("summary-alerts-within", &[acknowledged, median])
            }
            None => words.say("summary-alerts-acknowledged", &[acknowledged]),
        });
    }
    parts.extend(tally.longest.map(|longest| {
        let longest = words.duration(longest);
        words.say("summary-alerts-longest", &[("longest", longest.into())])
    }));
    let mut lines = vec![view.labelled("summary-alerts", &parts)];
    if view.summary.form == SummaryForm::Week {
        lines.extend(noisy_rules_line(view));
    }
    lines
}

/// The rules with most alerts, and the alerts that were not acknowledged: they need tuning.
fn noisy_rules_line(view: &SummaryView<'_>) -> Option<CardLine> {
    let (words, tally) = (view.words, &view.summary.alerts);
    let rule = |rang: &RuleRings| {
        words.say(
            "summary-rang-rule",
            &[
                ("rule", tidy(rang.rule.as_str()).into()),
                ("times", words.count(rang.times).into()),
                ("unanswered", rang.unanswered.into()),
                ("count", words.count(rang.unanswered).into()),
            ],
        )
    };
    let mut parts: Vec<_> = tally.rules.iter().take(RULES).map(rule).collect();
    let more = u64::try_from(tally.rules.len().saturating_sub(RULES)).unwrap_or_default();
    parts.extend(more_text(
        more.saturating_add(view.summary.rules_more),
        view,
    ));
    let unanswered = tally.opened.saturating_sub(tally.acknowledged);
    if unanswered > 0 {
        let part = words.part_of(&words.count(unanswered), tally.opened);
        parts.push(words.say("summary-rang-unanswered", &[("part", part.into())]));
    }
    (!parts.is_empty()).then(|| view.labelled("summary-rang", &parts))
}

/// The share of the time that could be read.
pub(super) fn quality_line(view: &SummaryView<'_>) -> Option<CardLine> {
    let (summary, words) = (view.summary, view.words);
    let reads = summary.reads;
    let mut parts = Vec::new();
    if reads.asked > 0 {
        let read = words.part_of(&words.count(reads.came), reads.asked);
        parts.push(words.say("summary-reads", &[("reads", read.into())]));
    }
    let unread = summary
        .hours
        .iter()
        .filter(|hour| hour.heard == CallsHeard::Unread);
    let unread: Vec<_> = unread.map(|hour| words.clock(hour.window.from())).collect();
    if !unread.is_empty() {
        let hours = ("hours", unread.join(", ").into());
        parts.push(words.say("summary-hours-unread", &[hours]));
    }
    if reads.skills_unread > 0 {
        let skills = words.known(Some(Quantity::Count(reads.skills_unread)));
        parts.push(words.say("summary-skills-unread", &[("skills", skills.into())]));
    }
    (!parts.is_empty()).then(|| view.labelled("summary-quality", &parts))
}
