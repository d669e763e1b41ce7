//! `/help`: what can be asked, and what a figure means.
//!
//! ```text
//! What can be asked
//! /abandon skill:12 last:1h  How many callers gave up, and after how long a wait
//! …
//! ```

use crate::commands::{
    Choice, Command, Control, Parameter, Question,
    any::AnyCommand,
    command::HELP,
    parameter::{
        ACTS, COMPARISONS, Known, SEVERITIES, Shown, VIEWS, of_act, of_comparison, of_order,
        of_severity, of_view,
    },
    refusal::Refusal,
    typed::fold,
};
use vigia_cards::{Card, Line, Span, Words, report::Comparison, tidy};
use vigia_core::metrics::Metric;

/// How many choices a chat shows.
const CHOICES: usize = 25;

/// How alike two names must be to be told as candidates.
const LIKENESS: f64 = 0.7;

/// What help is there about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Topic {
    Command(AnyCommand),
    Metric(Metric),
}

/// Help with a topic, or with everything.
///
/// # Errors
/// The card that says which topics there are.
pub(crate) fn help(
    topic: Option<&str>,
    commands: &[AnyCommand],
    words: &Words,
) -> Result<Card, Card> {
    let Some(typed) = topic else {
        return Ok(overview(commands, words));
    };
    match find(typed, commands, words) {
        Some(Topic::Command(command)) => Ok(about_command(command, words)),
        Some(Topic::Metric(metric)) => Ok(about_metric(metric, words)),
        None => {
            let near = near(typed, commands, words);
            let command = Parameter::Topic.typed(&tidy(typed), words);
            let command = format!("{} {command}", help_typed(words));
            Err(Refusal::topic(typed, &near, words).card(&command))
        }
    }
}

/// How people type it: `/ayuda`.
pub(crate) fn help_typed(words: &Words) -> String {
    format!("/{}", words.say("command-help", &[]))
}

/// The topics that the text typed so far may become.
pub(crate) fn choices(typed: &str, commands: Vec<AnyCommand>, words: &Words) -> Vec<Choice> {
    let text = fold(typed);
    let commands = commands.into_iter().map(|command| Choice {
        label: command.typed(words),
        value: command.name().to_owned(),
    });
    let metrics = Metric::ALL.into_iter().map(|metric| Choice {
        label: words.metric(metric),
        value: metric.name().to_owned(),
    });
    commands
        .chain(metrics)
        .filter(|choice| fold(&choice.label).contains(&text) || choice.value.contains(&text))
        .take(CHOICES)
        .collect()
}

fn topics(commands: &[AnyCommand]) -> impl Iterator<Item = Topic> {
    let commands = commands.iter().copied().map(Topic::Command);
    commands.chain(Metric::ALL.into_iter().map(Topic::Metric))
}

/// All that a topic is called: by the reader's language, and by rules and scripts.
fn names(topic: Topic, words: &Words) -> [String; 2] {
    match topic {
        Topic::Command(command) => [words.say(command.name_id(), &[]), command.name().to_owned()],
        Topic::Metric(metric) => [words.metric(metric), metric.name().to_owned()],
    }
}

fn find(typed: &str, commands: &[AnyCommand], words: &Words) -> Option<Topic> {
    let text = fold(typed.trim().trim_start_matches('/'));
    let fitting = |fits: fn(&str, &str) -> bool| {
        topics(commands).find(|topic| {
            let mut names = names(*topic, words).into_iter();
            names.any(|name| fits(&fold(&name), &text))
        })
    };
    fitting(|name, text| name == text)
        .or_else(|| fitting(|name, text| text.len() > 2 && name.contains(text)))
}

fn near(typed: &str, commands: &[AnyCommand], words: &Words) -> Vec<String> {
    let text = fold(typed);
    let is_like =
        |name: &String| strsim::normalized_damerau_levenshtein(&fold(name), &text) >= LIKENESS;
    let mut found: Vec<String> = Vec::new();
    for [own, other] in topics(commands).map(|topic| names(topic, words)) {
        let is_new = !found.iter().any(|name| fold(name) == fold(&own));
        if is_new && (is_like(&own) || is_like(&other)) {
            found.push(own);
        }
    }
    found
}

fn overview(commands: &[AnyCommand], words: &Words) -> Card {
    let examples = commands.iter().map(|command| {
        let about = words.say(command.about_id(), &[]);
        Line(vec![
            Span::Code(example(*command, words)),
            Span::Text(format!(" {about}")),
        ])
    });
    let mut lines: Vec<_> = examples.collect();
    let topic = Parameter::Topic.typed(&words.say("command-abandon", &[]), words);
    let topic = Span::Code(format!("{} {topic}", help_typed(words)));
    lines.push(words.line("guide-topics", &[("command", topic.into())]));
    lines.push(words.line("guide-times", &[]));
    lines.push(words.line("guide-private", &[]));
    lines.push(words.line("guide-source", &[]));
    Card {
        title: words.say("guide-title", &[]),
        lines,
        footer: help_typed(words),
        ..Card::default()
    }
}

/// One question as people would type it.
fn example(command: AnyCommand, words: &Words) -> String {
    let today = words.say("word-today", &[]);
    let yesterday = words.say("word-yesterday", &[]);
    let (_, week) = of_comparison(Comparison::LastWeek);
    let week = words.say(week, &[]);
    let history = words.say(of_view(Shown::History).1, &[]);
    let options = match command {
        AnyCommand::Report(Command::Abandon) => {
            vec![(Parameter::Skill, "12"), (Parameter::Last, "1h")]
        }
        AnyCommand::Report(Command::Service) => {
            vec![(Parameter::From, "08:00"), (Parameter::To, "12:00")]
        }
        AnyCommand::Report(Command::SmartHold) => vec![(Parameter::Day, today.as_str())],
        AnyCommand::Report(Command::Hold) => {
            vec![(Parameter::Last, "2h"), (Parameter::Top, "5")]
        }
        AnyCommand::Report(Command::Durations) => vec![
            (Parameter::Day, yesterday.as_str()),
            (Parameter::Compare, week.as_str()),
        ],
        AnyCommand::Watch(Control::Alerts) => vec![
            (Parameter::View, history.as_str()),
            (Parameter::Last, "24h"),
        ],
        AnyCommand::Watch(Control::Silence) => {
            vec![(Parameter::Skill, "12"), (Parameter::For, "2h")]
        }
        AnyCommand::Watch(Control::Summary) => vec![(Parameter::Day, yesterday.as_str())],
        AnyCommand::Watch(Control::Rules | Control::Status) => Vec::new(),
    };
    let options = options
        .into_iter()
        .map(|(parameter, value)| format!(" {}", parameter.typed(value, words)));
    format!("{}{}", command.typed(words), options.collect::<String>())
}

fn about_command(command: AnyCommand, words: &Words) -> Card {
    let mut lines = vec![Line::text(words.say(command.about_id(), &[]))];
    lines.push(words.line(
        "guide-example",
        &[("example", Span::Code(example(command, words)).into())],
    ));
    lines.extend(command.parameters().iter().map(|parameter| {
        let about = words.say(parameter.about_id(), &[]);
        let values = values(*parameter, command, words);
        Line(vec![
            Span::Code(words.say(parameter.name_id(), &[])),
            Span::Text(format!(" {about}{values}")),
        ])
    }));
    if let AnyCommand::Report(command) = command {
        let report = words.report(command.main_report());
        lines.push(words.line("guide-report", &[("report", report.into())]));
    }
    Card {
        title: command.typed(words),
        lines,
        footer: help_typed(words),
        ..Card::default()
    }
}

/// What an option can be, where there is not much.
fn values(parameter: Parameter, command: AnyCommand, words: &Words) -> String {
    let told = |known: Vec<Known>| {
        let names = known.into_iter().map(|(_, id)| words.say(id, &[]));
        format!(": {}", names.collect::<Vec<_>>().join(" · "))
    };
    match parameter {
        Parameter::Compare => told(COMPARISONS.map(of_comparison).to_vec()),
        Parameter::Sort => told(command.orders().iter().copied().map(of_order).collect()),
        Parameter::View => told(VIEWS.map(of_view).to_vec()),
        Parameter::Do => told(ACTS.map(of_act).to_vec()),
        Parameter::Severity => told(SEVERITIES.map(of_severity).to_vec()),
        Parameter::Top => format!(": 1–{}", Question::MOST_ROWS),
        Parameter::Skill
        | Parameter::Channel
        | Parameter::Agent
        | Parameter::Last
        | Parameter::Day
        | Parameter::From
        | Parameter::To
        | Parameter::Format
        | Parameter::Share
        | Parameter::Summary
        | Parameter::Operation
        | Parameter::Topic
        | Parameter::Incident
        | Parameter::Note
        | Parameter::Rule
        | Parameter::Label
        | Parameter::For
        | Parameter::Until
        | Parameter::Every
        | Parameter::Comment
        | Parameter::End
        | Parameter::Show
        | Parameter::Explain
        | Parameter::Reload => String::new(),
    }
}

fn about_metric(metric: Metric, words: &Words) -> Card {
    let texts = [words.formula(metric), words.trap(metric)];
    let mut lines: Vec<_> = texts
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(Line::text)
        .collect();
    lines.push(words.line(
        "guide-rules-name",
        &[("name", Span::Code(metric.name().to_owned()).into())],
    ));
    lines.push(words.source(metric));
    Card {
        title: words.metric(metric),
        lines,
        footer: help_typed(words),
        ..Card::default()
    }
}

/// Whether a command is the one that helps.
pub(crate) fn is_help(command: &str) -> bool {
    command == HELP
}
