//! Refusals of requests that cannot be answered: what is wrong, what was expected, an example,
//! and what was probably meant.

mod range;
mod watch;

use std::fmt::Display;

use crate::commands::{
    chat::AnswerAudience,
    command::{CommandParameter, FixedChoice, MOST_ROWS},
    lookup::{CHANNELS, LookupFault},
    typed::fold,
};
use vigia_cards::{Card, CardLine, FluentArg, TextSpan, Tone, Words, tidy, tidy_within};
use vigia_core::metrics::{AgentName, Channel, ReadFailure, SkillId, SkillNames};

pub(crate) use range::range_note;

/// The highest number of candidates that a refusal names.
const CANDIDATES: usize = 10;

/// The highest length of the operator's words.
const CONTACT_ROOM: usize = 200;

/// The least likeness at which a choice is proposed for what was typed.
const LIKENESS: f64 = 0.6;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CommandRefusal {
    title: String,
    lines: Vec<CardLine>,
}

/// A name on a button that is not known any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GoneSubject {
    Operation,
    Channel,
    Agent,
}

impl CommandRefusal {
    fn new(title: &str, args: &[(&str, FluentArg)], words: &Words) -> Self {
        Self {
            title: words.say(title, args),
            lines: Vec::new(),
        }
    }

    /// The title quotes what was typed.
    fn quoting(title: &str, typed: &str, words: &Words) -> Self {
        Self::new(title, &[("typed", tidy(typed).into())], words)
    }

    /// The title quotes the value that was typed for an option.
    fn option(title: &str, option: CommandParameter, typed: &str, words: &Words) -> Self {
        let option = ("option", option.label(words).into());
        Self::new(title, &[option, ("typed", tidy(typed).into())], words)
    }

    fn with(mut self, line: CardLine) -> Self {
        self.lines.push(line);
        self
    }

    /// Adds a line without arguments.
    fn say(self, id: &str, words: &Words) -> Self {
        self.with(words.line(id, &[]))
    }

    /// Adds a line with examples, which are shown as code.
    fn examples<const N: usize>(
        self,
        id: &str,
        examples: [(&str, &str); N],
        words: &Words,
    ) -> Self {
        let args = examples.map(|(name, text)| (name, TextSpan::Code(tidy(text)).into()));
        self.with(words.line(id, &args))
    }

    fn meaning(self, meant: Option<&str>, words: &Words) -> Self {
        match meant {
            Some(meant) => self.examples("meant", [("meant", meant)], words),
            None => self,
        }
    }

    /// Adds the candidates, a line each, and how many more there are.
    fn candidates(self, found: impl IntoIterator<Item = CardLine>, words: &Words) -> Self {
        let mut found = found.into_iter();
        let refusal = found.by_ref().take(CANDIDATES).fold(self, Self::with);
        match u64::try_from(found.count()) {
            Ok(more @ 1..) => refusal.with(words.line("candidates-more", &[("more", more.into())])),
            Ok(0) | Err(_) => refusal,
        }
    }

    /// Adds the candidates below one of two introductions: the second where there are none.
    fn known<T: IntoIterator<Item = CardLine>>(
        self,
        [some, none]: [&str; 2],
        found: T,
        words: &Words,
    ) -> Self {
        let mut found = found.into_iter().peekable();
        let id = found.peek().map_or(none, |_| some);
        self.say(id, words).candidates(found, words)
    }

    /// Makes the card, which ends with the refused command.
    pub(crate) fn card(self, command: &str) -> Card {
        Card {
            tone: Tone::Refusal,
            title: self.title,
            lines: self.lines,
            footer: command.trim().to_owned(),
            ..Card::default()
        }
    }

    pub(crate) fn failure(failure: ReadFailure, words: &Words) -> Self {
        let why = words.failure(failure).into();
        Self::new("failure", &[("why", why)], words)
    }

    pub(crate) fn operation(name: Option<&str>, known: &[String], words: &Words) -> Self {
        let refusal = match name {
            Some(name) => Self::quoting("operation-unknown", name, words),
            None => Self::new("operation-which", &[], words),
        };
        refusal.candidates(known.iter().map(|name| code_line(name)), words)
    }

    pub(crate) fn skill(
        typed: &str,
        fault: &LookupFault<SkillId>,
        names: &SkillNames,
        words: &Words,
    ) -> Self {
        let (title, introduction, found) = match fault {
            LookupFault::Ambiguous(found) => ("skill-ambiguous", "skill-which", found),
            LookupFault::Unknown(found) if found.is_empty() => {
                let all = words.say("word-all", &[]);
                let refusal = Self::quoting("skill-unknown", typed, words);
                return refusal.examples("skill-expected", [("all", &all)], words);
            }
            LookupFault::Unknown(found) => ("skill-unknown", "skill-near", found),
        };
        let lines = found
            .iter()
            .map(|id| named_line(id, &names.get(*id).map(tidy).unwrap_or_default()));
        let refusal = Self::quoting(title, typed, words).say(introduction, words);
        refusal.candidates(lines, words)
    }

    pub(crate) fn channel(typed: &str, fault: &LookupFault<Channel>, words: &Words) -> Self {
        let known = CHANNELS.map(Channel::new).to_vec();
        let (title, found) = match fault {
            LookupFault::Unknown(_) => ("channel-unknown", &known),
            LookupFault::Ambiguous(found) => ("channel-ambiguous", found),
        };
        let lines = found
            .iter()
            .map(|channel| named_line(channel, &words.channel(channel)));
        Self::quoting(title, typed, words).candidates(lines, words)
    }

    pub(crate) fn agent(typed: &str, fault: &LookupFault<AgentName>, words: &Words) -> Self {
        let (title, introduction, found) = match fault {
            LookupFault::Ambiguous(found) => ("agent-ambiguous", "agent-which", found),
            LookupFault::Unknown(found) if found.is_empty() => {
                return Self::quoting("agent-unknown", typed, words).say("agent-expected", words);
            }
            LookupFault::Unknown(found) => ("agent-unknown", "agent-near", found),
        };
        let lines = found.iter().map(|agent| code_line(agent.as_str()));
        let refusal = Self::quoting(title, typed, words).say(introduction, words);
        refusal.candidates(lines, words)
    }

    pub(crate) fn topic(typed: &str, near: &[String], words: &Words) -> Self {
        let near = near.iter().map(|name| code_line(name));
        Self::quoting("topic-unknown", typed, words).known(
            ["topic-near", "topic-expected"],
            near,
            words,
        )
    }

    /// Refuses a command that is for other roles.
    pub(crate) fn not_yours(command: &str, contact: Option<&str>, words: &Words) -> Self {
        Self::new("refused-role", &[("command", command.into())], words)
            .with(contact_line(contact, words))
    }

    pub(crate) fn no_agents_here(audience: &AnswerAudience) -> Self {
        let words = &audience.words;
        Self::new("refused-agents", &[], words)
            .with(contact_line(audience.contact.as_deref(), words))
    }

    /// Refuses a button of another version.
    pub(crate) fn button(command: &str, words: &Words) -> Self {
        let refusal = Self::new("refused-button", &[], words);
        refusal.examples("refused-ask-again", [("command", command)], words)
    }

    pub(crate) fn gone(what: GoneSubject, command: &str, words: &Words) -> Self {
        let id = match what {
            GoneSubject::Operation => "refused-gone-operation",
            GoneSubject::Channel => "refused-gone-channel",
            GoneSubject::Agent => "refused-gone-agent",
        };
        let refusal = Self::new(id, &[], words);
        refusal.examples("refused-ask-again", [("command", command)], words)
    }

    pub(crate) fn no_command(help: &str, words: &Words) -> Self {
        let refusal = Self::new("refused-command", &[], words);
        refusal.examples("refused-see-help", [("command", help)], words)
    }

    pub(crate) fn choice(
        option: CommandParameter,
        typed: &str,
        of: &[FixedChoice],
        words: &Words,
    ) -> Self {
        let lines = of
            .iter()
            .map(|(value, id)| named_line(value, &words.say(id, &[])));
        Self::option("value-unknown", option, typed, words)
            .say("value-one-of", words)
            .candidates(lines, words)
            .meaning(nearest_choice(typed, of, words), words)
    }

    pub(crate) fn top(typed: &str, words: &Words) -> Self {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let rows = digits.parse::<u64>().ok().filter(|rows| *rows > 0);
        let meant = rows.map(|rows| rows.min(MOST_ROWS.into()).to_string());
        let (most, example) = (
            MOST_ROWS.to_string(),
            CommandParameter::Top.typed("5", words),
        );
        let examples = [("least", "1"), ("most", &most), ("example", &example)];
        Self::option("value-unknown", CommandParameter::Top, typed, words)
            .examples("value-count", examples, words)
            .meaning(meant.as_deref(), words)
    }

    pub(crate) fn switch(typed: &str, words: &Words) -> Self {
        let meant = match fold(typed).as_str() {
            "si" | "sim" | "yes" | "y" | "s" | "1" | "verdadero" | "verdadeiro" => Some("true"),
            "no" | "nao" | "n" | "0" | "falso" => Some("false"),
            _ => None,
        };
        Self::option("value-unknown", CommandParameter::Share, typed, words)
            .examples("value-switch", [("on", "true"), ("off", "false")], words)
            .meaning(meant, words)
    }

    /// A file is never for everybody.
    pub(crate) fn shared_file(words: &Words) -> Self {
        let file = CommandParameter::Format.typed("csv", words);
        let share = CommandParameter::Share.typed("true", words);
        let either = [("one", file.as_str()), ("other", share.as_str())];
        Self::new("value-shared-file", &[], words).examples("value-either", either, words)
    }
}

fn code_line(text: &str) -> CardLine {
    CardLine::of(vec![TextSpan::Code(tidy(text))])
}

/// A value as code, and its name.
fn named_line(value: impl Display, name: &str) -> CardLine {
    CardLine::of(vec![
        TextSpan::Code(value.to_string()),
        TextSpan::Text(format!(" {name}")),
    ])
}

/// Names the person to ask, in the operator's words where there are any.
pub(crate) fn contact_line(contact: Option<&str>, words: &Words) -> CardLine {
    let contact = contact.map(|contact| tidy_within(contact, CONTACT_ROOM));
    match contact.filter(|contact| !contact.is_empty()) {
        Some(contact) => {
            let contact = ("contact", TextSpan::Text(contact).into());
            words.line("refused-contact", &[contact])
        }
        None => words.line("refused-no-contact", &[]),
    }
}

fn nearest_choice<'a>(typed: &str, of: &[FixedChoice], words: &Words) -> Option<&'a str> {
    let text = fold(typed);
    let likeness = |(value, id): &FixedChoice| {
        [fold(value), fold(&words.say(id, &[]))]
            .into_iter()
            .map(|name| strsim::normalized_damerau_levenshtein(&text, &name))
            .fold(0.0, f64::max)
    };
    of.iter()
        .map(|known| (likeness(known), known.0))
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, value)| value)
}
