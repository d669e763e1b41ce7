//! `/help`: what can be asked, and what a figure means.
//!
//! ```text
//! What you can ask
//! /abandon skill:12 last:1h  How many callers gave up, and after how long a wait
//! …
//! ```

use crate::commands::{
    chat::MenuChoice,
    command::{
        ALERT_VIEWS, AlertView, AnyCommand, COMPARISONS, CommandParameter, MOST_ROWS,
        ReportCommand, WatchCommand, choice_label,
    },
    refusal::CommandRefusal,
    typed::fold,
};
use vigia_cards::{Card, CardLine, TextSpan, Words, report::ComparisonSpan, tidy};
use vigia_core::metrics::Metric;

/// The least likeness at which another topic is proposed for a typed one.
const LIKENESS: f64 = 0.7;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HelpTopic {
    Command(AnyCommand),
    Metric(Metric),
}

/// Help with a topic, or with everything.
pub(crate) fn help_card(
    topic: Option<&str>,
    commands: &[AnyCommand],
    words: &Words,
) -> Result<Card, Card> {
    let Some(typed) = topic else {
        return Ok(help_overview(commands, words));
    };
    match find_topic(typed, commands, words) {
        Some(HelpTopic::Command(command)) => Ok(about_command(command, words)),
        Some(HelpTopic::Metric(metric)) => Ok(about_metric(metric, words)),
        None => {
            let near = near_topics(typed, commands, words);
            let command = CommandParameter::Topic.typed(&tidy(typed), words);
            let command = format!("{} {command}", help_typed(words));
            Err(CommandRefusal::topic(typed, &near, words).card(&command))
        }
    }
}

/// The command as people type it: `/ayuda`.
pub(crate) fn help_typed(words: &Words) -> String {
    format!("/{}", words.say("command-help", &[]))
}

/// The topics that the text typed so far may become.
pub(crate) fn help_choices(
    typed: &str,
    commands: Vec<AnyCommand>,
    words: &Words,
) -> Vec<MenuChoice> {
    let text = fold(typed);
    let commands = commands.into_iter().map(|command| MenuChoice {
        label: command.typed(words),
        value: command.name().to_owned(),
    });
    let metrics = Metric::ALL.into_iter().map(|metric| MenuChoice {
        label: words.metric(metric),
        value: metric.name().to_owned(),
    });
    commands
        .chain(metrics)
        .filter(|choice| fold(&choice.label).contains(&text) || choice.value.contains(&text))
        .take(MenuChoice::MOST)
        .collect()
}

fn all_topics(commands: &[AnyCommand]) -> impl Iterator<Item = HelpTopic> {
    let commands = commands.iter().copied().map(HelpTopic::Command);
    commands.chain(Metric::ALL.into_iter().map(HelpTopic::Metric))
}

/// All that a topic is called: by the reader's language, and by rules and scripts.
fn topic_names(topic: HelpTopic, words: &Words) -> [String; 2] {
    match topic {
        HelpTopic::Command(command) => [
            words.say(&command.name_id(), &[]),
            command.name().to_owned(),
        ],
        HelpTopic::Metric(metric) => [words.metric(metric), metric.name().to_owned()],
    }
}

fn find_topic(typed: &str, commands: &[AnyCommand], words: &Words) -> Option<HelpTopic> {
    let text = fold(typed.trim().trim_start_matches('/'));
    let fitting = |fits: fn(&str, &str) -> bool| {
        all_topics(commands).find(|topic| {
            let mut names = topic_names(*topic, words).into_iter();
            names.any(|name| fits(&fold(&name), &text))
        })
    };
    fitting(|name, text| name == text)
        .or_else(|| fitting(|name, text| text.len() > 2 && name.contains(text)))
}

fn near_topics(typed: &str, commands: &[AnyCommand], words: &Words) -> Vec<String> {
    let text = fold(typed);
    let is_like =
        |name: &String| strsim::normalized_damerau_levenshtein(&fold(name), &text) >= LIKENESS;
    let mut found: Vec<String> = Vec::new();
    for [own, other] in all_topics(commands).map(|topic| topic_names(topic, words)) {
        let is_new = !found.iter().any(|name| fold(name) == fold(&own));
        if is_new && (is_like(&own) || is_like(&other)) {
            found.push(own);
        }
    }
    found
}

fn help_overview(commands: &[AnyCommand], words: &Words) -> Card {
    let examples = commands.iter().map(|command| {
        let about = words.say(&command.about_id(), &[]);
        CardLine::of(vec![
            TextSpan::Code(command_example(*command, words)),
            TextSpan::Text(format!(" {about}")),
        ])
    });
    let mut lines: Vec<_> = examples.collect();
    let topic = CommandParameter::Topic.typed(&words.say("command-abandon", &[]), words);
    let topic = TextSpan::Code(format!("{} {topic}", help_typed(words)));
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
fn command_example(command: AnyCommand, words: &Words) -> String {
    let today = words.say("word-today", &[]);
    let yesterday = words.say("word-yesterday", &[]);
    let week = choice_label(ComparisonSpan::LastWeek, &COMPARISONS, words);
    let history = choice_label(AlertView::History, &ALERT_VIEWS, words);
    let options = match command {
        AnyCommand::Report(ReportCommand::Abandon) => {
            vec![
                (CommandParameter::Skill, "12"),
                (CommandParameter::Last, "1h"),
            ]
        }
        AnyCommand::Report(ReportCommand::Service) => {
            vec![
                (CommandParameter::From, "08:00"),
                (CommandParameter::To, "12:00"),
            ]
        }
        AnyCommand::Report(ReportCommand::SmartHold) => {
            vec![(CommandParameter::Day, today.as_str())]
        }
        AnyCommand::Report(ReportCommand::Hold) => {
            vec![(CommandParameter::Last, "2h"), (CommandParameter::Top, "5")]
        }
        AnyCommand::Report(ReportCommand::Durations) => vec![
            (CommandParameter::Day, yesterday.as_str()),
            (CommandParameter::Compare, week.as_str()),
        ],
        AnyCommand::Watch(WatchCommand::Alerts) => vec![
            (CommandParameter::View, history.as_str()),
            (CommandParameter::Last, "24h"),
        ],
        AnyCommand::Watch(WatchCommand::Silence) => {
            vec![
                (CommandParameter::Skill, "12"),
                (CommandParameter::For, "2h"),
            ]
        }
        AnyCommand::Watch(WatchCommand::Summary) => {
            vec![(CommandParameter::Day, yesterday.as_str())]
        }
        AnyCommand::Watch(WatchCommand::Rules | WatchCommand::Status) => Vec::new(),
    };
    let options = options
        .into_iter()
        .map(|(parameter, value)| format!(" {}", parameter.typed(value, words)));
    format!("{}{}", command.typed(words), options.collect::<String>())
}

fn about_command(command: AnyCommand, words: &Words) -> Card {
    let mut lines = vec![CardLine::text(words.say(&command.about_id(), &[]))];
    lines.push(words.line(
        "guide-example",
        &[(
            "example",
            TextSpan::Code(command_example(command, words)).into(),
        )],
    ));
    lines.extend(command.parameters().iter().map(|parameter| {
        let about = words.say(&parameter.about_id(), &[]);
        let values = option_values(*parameter, command, words);
        CardLine::of(vec![
            TextSpan::Code(parameter.label(words)),
            TextSpan::Text(format!(" {about}{values}")),
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

/// Lists the values of an option, where there are only a few.
fn option_values(parameter: CommandParameter, command: AnyCommand, words: &Words) -> String {
    let choices = match parameter {
        CommandParameter::Top => return format!(": 1–{MOST_ROWS}"),
        // The text about this option names its values already.
        CommandParameter::Format => Vec::new(),
        option => option.choices(command.orders()),
    };
    if choices.is_empty() {
        return String::new();
    }
    let names = choices.into_iter().map(|(_, id)| words.say(id, &[]));
    format!(": {}", names.collect::<Vec<_>>().join(" · "))
}

fn about_metric(metric: Metric, words: &Words) -> Card {
    let texts = [words.formula(metric), words.trap(metric)];
    let mut lines: Vec<_> = texts
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(CardLine::text)
        .collect();
    lines.push(words.line(
        "guide-rules-name",
        &[("name", TextSpan::Code(metric.name().to_owned()).into())],
    ));
    lines.push(words.source(metric));
    Card {
        title: words.metric(metric),
        lines,
        footer: help_typed(words),
        ..Card::default()
    }
}
