//! `/silence`: silences are made, listed and ended.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::commands::{
    arguments::TypedArguments,
    button::WatchPage,
    command::{CommandParameter, SEVERITIES, WatchCommand},
    context::RequestContext,
    lookup::{find_rule, is_all},
    range::{end_after, end_at},
    refusal::CommandRefusal,
    typed::fold,
};
use vigia_cards::{
    Card, CardButton, CardLine, TextSpan,
    silences::{silence_ended, silence_list, silence_made},
    tidy_within,
};
use vigia_core::{
    alerts::{
        Alert, IncidentId, Silence, SilenceId, SilenceMatcher, SilenceRequest, SilenceSchedule,
    },
    metrics::{Scope, SkillSelection},
    rules::{Rule, RuleId, Ruleset, Severity, WeeklyHours},
};

/// The highest number of silences in a list that have a button.
const BUTTONS: usize = 5;

/// The highest length of a comment, in characters.
const COMMENT_ROOM: usize = 500;

/// The rules that a silence names.
#[derive(Clone, Copy, Debug, PartialEq)]
enum SilencedRules<'r> {
    Unnamed,
    All,
    One(&'r Rule),
}

impl RequestContext<'_> {
    /// Without options it lists, with a number after `end` it ends, else it makes a silence.
    pub(crate) async fn run_silence(
        &self,
        typed: &TypedArguments<'_>,
    ) -> Result<Card, CommandRefusal> {
        if let Some(text) = typed.option(CommandParameter::End) {
            return match text.trim_start_matches('#').parse() {
                Ok(number) => self.end_silence(SilenceId(number), text).await,
                Err(_) => Err(self.no_silence(text).await?),
            };
        }
        let options = WatchCommand::Silence.parameters().iter().copied();
        let mut options = options.filter(|option| *option != CommandParameter::Operation);
        if options.all(|option| typed.option(option).is_none()) {
            return self.list_silences(0).await;
        }
        self.make_silence(self.read_silence(typed)?).await
    }

    pub(crate) async fn list_silences(&self, page: u16) -> Result<Card, CommandRefusal> {
        let silences = self.own_silences().await?;
        let reader = self.reader(self.typed(WatchCommand::Silence, &[]));
        let listed = silence_list(&silences, page.into(), &reader, self.words());
        let shown = listed.shown.iter().take(BUTTONS);
        let mut buttons: Vec<_> = shown.map(|silence| self.end_button(silence)).collect();
        buttons.extend(self.page_buttons(page, listed.pages, WatchPage::Silences));
        Ok(Card {
            buttons,
            ..self.named(listed.card)
        })
    }

    pub(crate) async fn make_silence(
        &self,
        request: SilenceRequest,
    ) -> Result<Card, CommandRefusal> {
        let silence = self.stored(move |store| store.silence(request)).await?;
        let silenced = self.silenced_incidents(&silence).await?;
        let reader = self.reader(self.typed(WatchCommand::Silence, &[]));
        let mut card = silence_made(&silence, &silenced, &reader, self.words());
        card.lines.push(self.how_to_end(&silence));
        card.buttons = vec![self.end_button(&silence)];
        Ok(self.named(card))
    }

    /// Returns the open incidents that are quiet from now on: all of their alerts match.
    async fn silenced_incidents(
        &self,
        silence: &Silence,
    ) -> Result<Vec<IncidentId>, CommandRefusal> {
        if !silence.quiet.covers(self.now, self.operation.zone) {
            return Ok(Vec::new());
        }
        let book = self.open_book().await?.book;
        let rules = self.rules();
        let matches = |alert: &Alert| {
            rules.rule(&alert.key.rule).is_some_and(|rule| {
                let (operation, severity) = (&self.operation.name, alert.state.severity());
                let matcher = &silence.matcher;
                matcher.matches(operation, &alert.key, severity, &rule.labels)
            })
        };
        let ids = book.incidents().map(|incident| incident.id);
        let silenced = ids.filter(|id| {
            let alerts = book.alerts();
            let mut alerts = alerts
                .filter(|alert| alert.incident == Some(*id))
                .peekable();
            alerts.peek().is_some() && alerts.all(matches)
        });
        Ok(silenced.collect())
    }

    /// Ends a silence before its time.
    pub(crate) async fn end_silence(
        &self,
        id: SilenceId,
        typed: &str,
    ) -> Result<Card, CommandRefusal> {
        let is_ours = self.own_silences().await?.iter().any(|it| it.id == id);
        let (by, at) = (self.person(), self.now);
        let gone = if is_ours {
            self.stored(move |store| store.end_silence(id, by, at))
                .await?
        } else {
            None
        };
        let Some(silence) = gone else {
            return Err(self.no_silence(typed).await?);
        };
        let reader = self.reader(self.typed(WatchCommand::Silence, &[]));
        Ok(self.named(silence_ended(&silence, &reader, self.words())))
    }

    async fn no_silence(&self, typed: &str) -> Result<CommandRefusal, CommandRefusal> {
        let silences = self.own_silences().await?;
        let reader = self.reader(String::new());
        let words = self.words();
        Ok(CommandRefusal::no_silence(typed, &silences, &reader, words))
    }

    fn end_button(&self, silence: &Silence) -> CardButton {
        let number = ("silence", silence.id.to_string().into());
        let label = self.words().say("button-end-silence", &[number]);
        self.labelled_button(label, WatchPage::EndSilence(silence.id))
    }

    /// Explains how a silence is ended before its time.
    pub(crate) fn how_to_end(&self, silence: &Silence) -> CardLine {
        let number = silence.id.to_string();
        let command = self.typed(WatchCommand::Silence, &[(CommandParameter::End, &number)]);
        let command = ("command", TextSpan::Code(command).into());
        self.words().line("silence-how-to-end", &[command])
    }

    fn read_silence(&self, typed: &TypedArguments<'_>) -> Result<SilenceRequest, CommandRefusal> {
        let rules = self.rules();
        let named = self.named_rules(typed, &rules)?;
        let rule = match named {
            SilencedRules::One(rule) => Some(rule),
            SilencedRules::Unnamed | SilencedRules::All => None,
        };
        let matcher = SilenceMatcher {
            operation: Some(self.operation.name.clone()),
            rule: rule.map(|rule| rule.id.clone()),
            scope: self.typed_scope(typed)?,
            severity: typed.choice(CommandParameter::Severity, &SEVERITIES)?,
            labels: self.typed_labels(typed, &rules)?,
        };
        let says_which = matcher.rule.is_some()
            || matcher.scope.is_some()
            || matcher.severity == Some(Severity::Warning)
            || !matcher.labels.is_empty();
        if !says_which && named == SilencedRules::Unnamed {
            return Err(CommandRefusal::silence_of_what(self.words()));
        }
        let comment = typed.option(CommandParameter::Comment);
        let comment = comment.map(|comment| tidy_within(comment, COMMENT_ROOM));
        Ok(SilenceRequest {
            matcher,
            quiet: self.typed_schedule(typed, rule)?,
            by: self.person(),
            comment: comment.filter(|comment| !comment.is_empty()),
            at: self.now,
        })
    }

    fn named_rules<'r>(
        &self,
        typed: &TypedArguments<'_>,
        rules: &'r Ruleset,
    ) -> Result<SilencedRules<'r>, CommandRefusal> {
        let Some(text) = typed.option(CommandParameter::Rule) else {
            return Ok(SilencedRules::Unnamed);
        };
        if is_all(&fold(text)) && rules.rule(&RuleId::new(text)).is_none() {
            return Ok(SilencedRules::All);
        }
        find_rule(text, rules)
            .map(SilencedRules::One)
            .map_err(|near| CommandRefusal::rule(text, &near, self.words()))
    }

    /// Returns the scope, where a skill, a channel or an agent is named.
    pub(crate) fn typed_scope(
        &self,
        typed: &TypedArguments<'_>,
    ) -> Result<Option<Scope>, CommandRefusal> {
        use CommandParameter::{Agent, Channel, Skill};
        let given = [Skill, Channel, Agent].into_iter();
        let given: Vec<_> = given.filter(|it| typed.option(*it).is_some()).collect();
        if let [one, other, ..] = given.as_slice() {
            return Err(CommandRefusal::two_scopes(*one, *other, self.words()));
        }
        let skill = match typed.skill()? {
            SkillSelection::All => None,
            SkillSelection::One(skill) => Some(Scope::Skill(skill)),
        };
        let channel = typed.channel()?.map(Scope::Channel);
        let agent = typed.agent()?.map(Scope::Agent);
        Ok(skill.or(channel).or(agent))
    }

    /// Reads one label or several: `team=night, site=cali`.
    fn typed_labels(
        &self,
        typed: &TypedArguments<'_>,
        rules: &Ruleset,
    ) -> Result<BTreeMap<String, String>, CommandRefusal> {
        let text = typed.option(CommandParameter::Label).unwrap_or_default();
        let known = known_labels(rules);
        let parts = text.split([',', ';']).map(str::trim);
        parts
            .filter(|part| !part.is_empty())
            .map(|part| {
                let label = part
                    .split_once('=')
                    .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
                // A label that no rule has would silence nothing.
                label
                    .filter(|(name, value)| known.contains(&(name, value)))
                    .ok_or_else(|| CommandRefusal::label(part, &known, self.words()))
            })
            .collect()
    }

    fn typed_schedule(
        &self,
        typed: &TypedArguments<'_>,
        rule: Option<&Rule>,
    ) -> Result<SilenceSchedule, CommandRefusal> {
        use CommandParameter::{Every, For, Until};
        let (from, zone) = (self.now, self.operation.zone);
        let refused = |option| move |fault| CommandRefusal::span(option, &fault, self.words());
        let until: Option<DateTime<Utc>> = match (typed.option(For), typed.option(Until)) {
            (None, None) => None,
            (Some(length), None) => {
                Some(end_after(length, rule, zone, from).map_err(refused(For))?)
            }
            (None, Some(time)) => Some(end_at(time, zone, from).map_err(refused(Until))?),
            (Some(_), Some(_)) => return Err(CommandRefusal::two_ends(self.words())),
        };
        match (typed.option(Every), until) {
            (None, None) => Err(CommandRefusal::silence_until_when(self.words())),
            (None, Some(until)) => Ok(SilenceSchedule::Once { from, until }),
            (Some(text), until) => {
                let weekly: WeeklyHours = text
                    .parse()
                    .map_err(|fault| CommandRefusal::weekly(text, &fault, self.words()))?;
                Ok(SilenceSchedule::Weekly {
                    weekly,
                    from,
                    until,
                })
            }
        }
    }
}

/// The labels of the rules, each once.
pub(crate) fn known_labels(rules: &Ruleset) -> Vec<(&String, &String)> {
    let mut known: Vec<_> = rules.iter().flat_map(|rule| &rule.labels).collect();
    known.sort();
    known.dedup();
    known
}
