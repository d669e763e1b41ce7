//! What may be meant by what is typed so far into an option of these commands. Times are
//! told as they are understood, so that nobody is silenced for longer than they think.

use chrono::{DateTime, Utc};

use crate::commands::{
    AlertService, CommandParameter, MenuChoice, ReportSource, StoreUnavailable,
    control::{
        span::{after, until},
        visit::RequestContext,
        wish::known_labels,
    },
    typed::fold,
};
use vigia_cards::{
    silences::{coming_spans, matched_alerts},
    tidy, tidy_within,
};
use vigia_core::rules::WeeklyHours;

/// How many choices a chat shows.
const CHOICES: usize = 25;

/// How long a choice's label may be.
const LABEL: usize = 100;

impl<R: ReportSource, A: AlertService> RequestContext<'_, R, A> {
    /// The choices, where the option is one of these commands alone.
    pub(crate) async fn suggested(
        &self,
        option: CommandParameter,
        typed: &str,
    ) -> Result<Vec<MenuChoice>, StoreUnavailable> {
        let found = match option {
            CommandParameter::Incident => self.incidents().await?,
            CommandParameter::End => self.endable().await?,
            CommandParameter::Rule => self.rule_names(true),
            CommandParameter::Show | CommandParameter::Explain => self.rule_names(false),
            CommandParameter::Label => self.label_choices(),
            CommandParameter::Summary => self.summary_names(),
            CommandParameter::For => return Ok(self.lengths(typed)),
            CommandParameter::Until => return Ok(self.times(typed)),
            CommandParameter::Every => return Ok(self.weeks(typed)),
            CommandParameter::Skill
            | CommandParameter::Channel
            | CommandParameter::Agent
            | CommandParameter::Last
            | CommandParameter::Day
            | CommandParameter::From
            | CommandParameter::To
            | CommandParameter::Compare
            | CommandParameter::Sort
            | CommandParameter::Top
            | CommandParameter::Format
            | CommandParameter::Share
            | CommandParameter::Operation
            | CommandParameter::Topic
            | CommandParameter::View
            | CommandParameter::Do
            | CommandParameter::Note
            | CommandParameter::Severity
            | CommandParameter::Comment
            | CommandParameter::Reload => Vec::new(),
        };
        let text = fold(typed.trim_start_matches('#'));
        let fits = |choice: &MenuChoice| {
            fold(&choice.label).contains(&text) || fold(&choice.value).contains(&text)
        };
        Ok(found.into_iter().filter(fits).take(CHOICES).collect())
    }

    /// The open incidents, and what they are about.
    async fn incidents(&self) -> Result<Vec<MenuChoice>, StoreUnavailable> {
        let open = self.alerts().open(&self.operation.name).await?;
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
    async fn endable(&self) -> Result<Vec<MenuChoice>, StoreUnavailable> {
        let silences = self.alerts().silences(self.now).await?;
        let reader = self.reader(String::new());
        let ours = silences.iter().filter(|silence| self.is_ours(silence));
        Ok(ours
            .map(|silence| {
                let matched = matched_alerts(&silence.matcher, &reader, self.words());
                let number = silence.id.to_string();
                choice(&format!("{number} · {matched}"), number)
            })
            .collect())
    }

    fn rule_names(&self, with_all: bool) -> Vec<MenuChoice> {
        let rules = self.rules();
        let words = self.words();
        let all = words.say("word-all", &[]);
        let all = with_all.then(|| choice(&words.say("silence-all", &[]), all));
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

    /// What was typed with its end, or the usual ones.
    fn lengths(&self, typed: &str) -> Vec<MenuChoice> {
        let zone = self.operation.zone;
        let shift = self.words().say("word-shift", &[]);
        let usual = ["30m", "2h", "8h", "1d", &shift];
        let told = |text: &str| {
            let end = after(text, None, zone, self.now).ok()?;
            Some(self.until_choice(text, end))
        };
        let is_begun = |text: &&&str| fold(text).starts_with(&fold(typed));
        let own = told(typed.trim());
        match own {
            Some(own) => vec![own],
            None => usual
                .iter()
                .filter(is_begun)
                .copied()
                .filter_map(told)
                .collect(),
        }
    }

    fn until_choice(&self, text: &str, end: DateTime<Utc>) -> MenuChoice {
        let words = self.words();
        let until = ("until", words.moment(end, self.now).into());
        let until = words.say("choice-until", &[until]);
        choice(&format!("{} · {until}", tidy(text)), text.to_owned())
    }

    fn times(&self, typed: &str) -> Vec<MenuChoice> {
        let zone = self.operation.zone;
        let tomorrow = self.words().say("word-tomorrow", &[]);
        let usual = [
            "18:00".to_owned(),
            "22:00".to_owned(),
            format!("{tomorrow} 08:00"),
        ];
        let told = |text: &str| {
            let end = until(text, zone, self.now).ok()?;
            Some(self.until_choice(text, end))
        };
        match told(typed.trim()) {
            Some(own) => vec![own],
            None if typed.trim().is_empty() => usual.iter().filter_map(|text| told(text)).collect(),
            None => Vec::new(),
        }
    }

    /// What was typed with the next times, so that it is seen before it is wished for.
    fn weeks(&self, typed: &str) -> Vec<MenuChoice> {
        let words = self.words();
        let told = |text: &str| {
            let weekly: WeeklyHours = text.parse().ok()?;
            let next = coming_spans(&weekly, self.now, None, self.now, words).join(", ");
            let weekly = words.weekly(&weekly);
            Some(choice(&format!("{weekly} · {next}"), weekly))
        };
        let usual = ["mon-fri 22:00-06:00", "sat, sun 00:00-24:00"];
        match told(typed.trim()) {
            Some(own) => vec![own],
            None if typed.trim().is_empty() => usual.into_iter().filter_map(told).collect(),
            None => Vec::new(),
        }
    }
}

fn choice(label: &str, value: String) -> MenuChoice {
    MenuChoice {
        label: tidy_within(label, LABEL),
        value,
    }
}
