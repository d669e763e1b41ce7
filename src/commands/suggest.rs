//! Suggestions for an option while it is typed. Times are shown as they are understood, so that
//! nobody silences alerts for longer than they think. No report is read for a suggestion.

use chrono::{DateTime, Days, Utc};

use crate::commands::{
    chat::{Caller, Given, MenuChoice},
    command::{AnyCommand, CommandParameter, HELP},
    context::RequestContext,
    help::help_choices,
    lookup::{agent_choices, channel_choices, skill_choices},
    range::{end_after, end_at},
    refusal::CommandRefusal,
    service::CommandService,
    silence::known_labels,
    typed::fold,
};
use vigia_cards::{
    silences::{coming_spans, matched_alerts},
    tidy, tidy_within,
};
use vigia_core::rules::WeeklyHours;

/// The number of dates that are suggested beside today and yesterday.
const DATES: u64 = 8;

/// The highest length of a label.
const LABEL_ROOM: usize = 100;

impl CommandService {
    pub async fn suggest(
        &self,
        command: &str,
        option: &str,
        typed: &str,
        given: &Given,
        caller: &Caller,
        now: DateTime<Utc>,
    ) -> Vec<MenuChoice> {
        if !self.access.allows(command, caller) {
            return Vec::new();
        }
        if command == HELP {
            let words = self.words(caller);
            return help_choices(typed, self.commands_of(caller), &words);
        }
        let option = AnyCommand::from_name(command).and_then(|command| {
            let mut taken = command.parameters().iter().copied();
            taken.find(|parameter| parameter.name() == option)
        });
        let Some(option) = option else {
            return Vec::new();
        };
        if option == CommandParameter::Operation {
            let names = self.operations.iter().map(|known| known.name.as_str());
            return fitting(names.map(|name| choice(name, name.to_owned())), typed);
        }
        let named = CommandParameter::Operation.given(given);
        let Ok(operation) = self.operation(named, caller) else {
            return Vec::new();
        };
        let context = RequestContext::new(self, operation, caller, now);
        // Without the store there is nothing to suggest.
        context.suggest(option, typed).await.unwrap_or_default()
    }

    /// The commands that the caller may use.
    pub(crate) fn commands_of(&self, caller: &Caller) -> Vec<AnyCommand> {
        let commands = AnyCommand::all();
        commands
            .filter(|command| self.allows(*command, caller))
            .collect()
    }
}

impl RequestContext<'_> {
    async fn suggest(
        &self,
        option: CommandParameter,
        typed: &str,
    ) -> Result<Vec<MenuChoice>, CommandRefusal> {
        use CommandParameter::{
            Agent, Channel, Day, End, Every, Explain, For, Incident, Label, Rule, Show, Skill,
            Summary, Until,
        };
        let directory = &self.operation.reports.directory;
        let found = match option {
            Skill => return Ok(skill_choices(typed, &self.names, self.words())),
            Channel => return Ok(channel_choices(typed, self.words())),
            Agent if self.audience.names_agents => {
                return Ok(agent_choices(typed, &directory.agents()));
            }
            For => return Ok(self.length_choices(typed)),
            Until => return Ok(self.time_choices(typed)),
            Every => return Ok(self.weekly_choices(typed)),
            Day => self.day_choices(),
            Incident => self.incident_choices().await?,
            End => self.silence_choices().await?,
            Rule => self.rule_choices(true),
            Show | Explain => self.rule_choices(false),
            Label => self.label_choices(),
            Summary => self.summary_choices(),
            _ => Vec::new(),
        };
        Ok(fitting(found, typed.trim_start_matches('#')))
    }

    /// Today, yesterday, and the dates before, by the operation's calendar.
    fn day_choices(&self) -> Vec<MenuChoice> {
        let words = self.words();
        let names = ["word-today", "word-yesterday"].map(|id| words.say(id, &[]));
        let near = names.into_iter().map(|name| choice(&name, name.clone()));
        let dates = (2..2 + DATES).filter_map(|ago| {
            let time = self.now.checked_sub_days(Days::new(ago))?;
            let day = time.with_timezone(&words.zone()).format("%Y-%m-%d");
            Some(choice(
                &format!("{day} · {}", words.date(time)),
                day.to_string(),
            ))
        });
        near.chain(dates).collect()
    }

    async fn incident_choices(&self) -> Result<Vec<MenuChoice>, CommandRefusal> {
        let open = self.open_book().await?;
        let words = self.words();
        let incidents = open.book.incidents().map(|incident| {
            let name = incident.condition().map_or_else(
                || words.say("incident-digest", &[]),
                |condition| tidy(condition.rule.as_str()),
            );
            let severity = words.severity(incident.severity);
            let since = words.at(incident.opened_at, self.now);
            let number = format!("#{}", incident.id);
            choice(&format!("{number} · {name} · {severity} · {since}"), number)
        });
        Ok(incidents.collect())
    }

    /// The silences that can be ended.
    async fn silence_choices(&self) -> Result<Vec<MenuChoice>, CommandRefusal> {
        let silences = self.own_silences().await?;
        let reader = self.reader(String::new());
        let choices = silences.iter().map(|silence| {
            let matched = matched_alerts(&silence.matcher, &reader, self.words());
            let number = silence.id.to_string();
            choice(&format!("{number} · {matched}"), number)
        });
        Ok(choices.collect())
    }

    fn rule_choices(&self, with_all: bool) -> Vec<MenuChoice> {
        let words = self.words();
        let all = words.say("word-all", &[]);
        let all = with_all.then(|| choice(&words.say("silence-all", &[]), all));
        let rules = self.rules();
        let names = rules.iter().map(|rule| {
            let metric = words.metric(rule.metric);
            let name = rule.id.to_string();
            choice(&format!("{name} · {metric}"), name)
        });
        names.chain(all).collect()
    }

    fn label_choices(&self) -> Vec<MenuChoice> {
        let rules = self.rules();
        let labels = known_labels(&rules).into_iter();
        let labels = labels.map(|(name, value)| format!("{name}={value}"));
        labels.map(|label| choice(&label, label.clone())).collect()
    }

    fn summary_choices(&self) -> Vec<MenuChoice> {
        let plans = self.operation.summaries.iter();
        plans
            .map(|plan| choice(plan.name.as_str(), plan.name.to_string()))
            .collect()
    }

    /// Suggests the typed length with its end, or the usual ones.
    fn length_choices(&self, typed: &str) -> Vec<MenuChoice> {
        let end = |text: &str| {
            let end = end_after(text, None, self.operation.zone, self.now).ok()?;
            Some(self.until_choice(text, end))
        };
        if let Some(own) = end(typed.trim()) {
            return vec![own];
        }
        let shift = self.words().say("word-shift", &[]);
        let usual = ["30m", "2h", "8h", "1d", &shift].into_iter();
        let begun = usual.filter(|text| fold(text).starts_with(&fold(typed)));
        begun.filter_map(end).collect()
    }

    fn time_choices(&self, typed: &str) -> Vec<MenuChoice> {
        let end = |text: &str| {
            let end = end_at(text, self.operation.zone, self.now).ok()?;
            Some(self.until_choice(text, end))
        };
        let tomorrow = format!("{} 08:00", self.words().say("word-tomorrow", &[]));
        own_or_usual(typed, ["18:00", "22:00", &tomorrow], end)
    }

    fn until_choice(&self, text: &str, end: DateTime<Utc>) -> MenuChoice {
        let words = self.words();
        let until = ("until", words.moment(end, self.now).into());
        let until = words.say("choice-until", &[until]);
        choice(&format!("{} · {until}", tidy(text)), text.to_owned())
    }

    /// Suggests the typed hours with the next times at which they begin.
    fn weekly_choices(&self, typed: &str) -> Vec<MenuChoice> {
        let words = self.words();
        let hours = |text: &str| {
            let weekly: WeeklyHours = text.parse().ok()?;
            let next = coming_spans(&weekly, self.now, None, self.now, words).join(", ");
            let weekly = words.weekly(&weekly);
            Some(choice(&format!("{weekly} · {next}"), weekly))
        };
        own_or_usual(
            typed,
            ["mon-fri 22:00-06:00", "sat, sun 00:00-24:00"],
            hours,
        )
    }
}

/// Suggests what was typed, where it makes sense, and usual values before anything is typed.
fn own_or_usual<const N: usize>(
    typed: &str,
    usual: [&str; N],
    read: impl Fn(&str) -> Option<MenuChoice>,
) -> Vec<MenuChoice> {
    match read(typed.trim()) {
        Some(own) => vec![own],
        None if typed.trim().is_empty() => usual.into_iter().filter_map(read).collect(),
        None => Vec::new(),
    }
}

fn fitting(choices: impl IntoIterator<Item = MenuChoice>, typed: &str) -> Vec<MenuChoice> {
    let text = fold(typed);
    let fits = |choice: &MenuChoice| {
        fold(&choice.label).contains(&text) || fold(&choice.value).contains(&text)
    };
    let choices = choices.into_iter().filter(fits);
    choices.take(MenuChoice::MOST).collect()
}

fn choice(label: &str, value: String) -> MenuChoice {
    MenuChoice {
        label: tidy_within(label, LABEL_ROOM),
        value,
    }
}
