//! `/rules`: the rules with their state, a rule as it is written, and why it fires or does not.
//! `/status`: the state of the bot.

use crate::commands::{
    alerts::open_incident,
    arguments::TypedArguments,
    button::WatchPage,
    command::{CommandParameter, WatchCommand},
    context::{OpenBook, RequestContext},
    lookup::find_rule,
    refusal::CommandRefusal,
};
use crate::config::ConfigProblem;
use vigia_cards::{
    Card,
    rules::{RuleExplanation, RuleListing, explain, list, refused, reloaded, written},
    status::{StatusReport, status_card},
};
use vigia_core::{
    alerts::{AlertKey, HoldReason, Silence},
    metrics::Scope,
    rules::{Rule, RuleId, Ruleset, ScopeSelection, Severity, blind_reports},
};

impl RequestContext<'_> {
    pub(crate) async fn run_rules(
        &self,
        typed: &TypedArguments<'_>,
    ) -> Result<Card, CommandRefusal> {
        use CommandParameter::{Explain, Reload, Show};
        if typed.switch(Reload)? {
            return self.reload_rules().await;
        }
        let rules = self.rules();
        let named = |text: &str| {
            find_rule(text, &rules).map_err(|near| CommandRefusal::rule(text, &near, self.words()))
        };
        if let Some(text) = typed.option(Show) {
            return self.show_rule(named(text)?).await;
        }
        if let Some(text) = typed.option(Explain) {
            let rule = named(text)?;
            let scope = self.typed_scope(typed)?;
            return self.explain_rule(rule, scope, typed).await;
        }
        self.list_rules(0).await
    }

    pub(crate) async fn list_rules(&self, page: u16) -> Result<Card, CommandRefusal> {
        let open = self.open_book().await?;
        let judged = self.service.alerts.judged(self.operation, None).await;
        let judged = self.checked(judged)?;
        let listing = RuleListing {
            rules: &self.rules(),
            book: &open.book,
            judged: judged.as_ref(),
        };
        let reader = self.reader(self.typed(WatchCommand::Rules, &[]));
        let sheet = list(&listing, page.into(), &reader, self.words());
        let mut buttons = vec![self.button("button-refresh", WatchPage::Rules(page))];
        buttons.extend(self.page_buttons(page, sheet.pages, WatchPage::Rules));
        Ok(Card {
            buttons,
            ..self.named(sheet.card)
        })
    }

    /// A rule that names agents is not for everybody.
    async fn show_rule(&self, rule: &Rule) -> Result<Card, CommandRefusal> {
        if matches!(rule.of, ScopeSelection::Agents(_)) && !self.audience.names_agents {
            return Err(CommandRefusal::no_agents_here(&self.audience));
        }
        let words = self.words();
        let text = self.service.alerts.reloader.rule_text(&rule.id).await;
        let (place, text) = text.ok_or_else(|| CommandRefusal::no_text(&rule.id, words))?;
        let shown = [(CommandParameter::Show, rule.id.as_str())];
        let reader = self.reader(self.typed(WatchCommand::Rules, &shown));
        Ok(written(&rule.id, &place, &text, &reader, words))
    }

    async fn reload_rules(&self) -> Result<Card, CommandRefusal> {
        let before = self.rules();
        let read = self.service.alerts.reloader.reload(self.person());
        let read = self.checked(read.await)?;
        let reader = self.reader(self.typed(WatchCommand::Rules, &[]));
        Ok(match read {
            Ok(rules) => {
                let counts = changed_rules(&before, &rules.set);
                reloaded(counts, &reader, self.words())
            }
            Err(problems) => {
                let faults: Vec<_> = problems.iter().map(ConfigProblem::line).collect();
                refused(&faults, &reader, self.words())
            }
        })
    }

    async fn explain_rule(
        &self,
        rule: &Rule,
        scope: Option<Scope>,
        typed: &TypedArguments<'_>,
    ) -> Result<Card, CommandRefusal> {
        let open = self.open_book().await?;
        let judged = self.service.alerts.judged(self.operation, Some(&rule.id));
        let judged = self.checked(judged.await)?;
        let silences = self.all_silences().await?;
        let name = self.operation.name.clone();
        let feed = self.stored(move |store| store.feed(&name)).await?;
        let skills: Vec<_> = self.names.0.keys().copied().collect();
        let own = Ruleset {
            rules: vec![rule.clone()],
        };
        let blind = blind_reports(&own, &feed, &skills, feed.as_of, self.operation.zone);
        let alerts = open.book.alerts();
        let alerts: Vec<_> = alerts.filter(|alert| alert.key.rule == rule.id).collect();
        let standing = alerts.iter().filter_map(|alert| {
            let of = open_incident(&open, alert.incident?)?;
            Some((&alert.key.scope, &of.incident.standing, of.mark))
        });
        let only = judged.as_ref().and_then(|judged| match &*judged.looks {
            [only] => Some(&only.scope),
            _ => None,
        });
        let asked = scope.as_ref().or(only);
        let calendar = rule.during.as_ref();
        let zone = self.operation.zone;
        let explained = RuleExplanation {
            rule,
            scope: scope.as_ref(),
            blind,
            judged: judged.as_ref(),
            standing: standing.collect(),
            hold: asked.and_then(|scope| self.hold_reason(rule, scope, &open, &silences)),
            opens: calendar.and_then(|calendar| calendar.opens(self.now, zone)),
            alerts,
        };
        let reader = self.reader(typed.as_typed());
        Ok(self.named(explain(&explained, &reader, self.words())))
    }

    /// Returns the reason for which an alert of the rule would not be posted now.
    fn hold_reason(
        &self,
        rule: &Rule,
        scope: &Scope,
        open: &OpenBook,
        silences: &[Silence],
    ) -> Option<HoldReason> {
        let key = |rule: &RuleId, scope: &Scope| AlertKey {
            rule: rule.clone(),
            scope: scope.clone(),
        };
        let own = key(&rule.id, scope);
        let known = open.book.get(&own);
        let severity = known.map_or(Severity::Warning, |alert| alert.state.severity());
        let (operation, zone) = (&self.operation.name, self.operation.zone);
        let silence = silences.iter().find(|silence| {
            let matcher = &silence.matcher;
            silence.quiet.covers(self.now, zone)
                && matcher.matches(operation, &own, severity, &rule.labels)
        });
        let fires = |rule: &&RuleId| {
            [scope, &Scope::Operation].into_iter().any(|scope| {
                let alert = open.book.get(&key(rule, scope));
                alert.is_some_and(|alert| alert.state.is_told())
            })
        };
        let dependency = || rule.depends_on.iter().find(fires).cloned();
        silence
            .map(|silence| HoldReason::Silence(silence.id))
            .or_else(|| dependency().map(HoldReason::Dependency))
    }

    pub(crate) async fn show_status(&self) -> Result<Card, CommandRefusal> {
        let name = self.operation.name.clone();
        let stored = self.stored(move |store| {
            Ok((
                store.last_poll(&name)?,
                store.waiting(),
                store.size_on_disk()?,
            ))
        });
        let (last_poll, waiting, disk) = stored.await?;
        let quota = self.operation.reports.gate.quota();
        let health = &self.service.alerts.health;
        let status = StatusReport {
            health: health
                .report(&[self.operation.watched()], self.now, self.words())
                .await,
            last_poll,
            every: self.operation.every,
            calls: (quota.used, quota.limit),
            reserved: self.operation.reports.reserved,
            per_skill: self.operation.reports.gate.skill_tables().finding(),
            waiting,
            disk,
            started_at: health.started_at(),
            open: self.open_book().await?.book.incidents().count(),
            silences: self.own_silences().await?.len(),
            rules: self.rules().rules.len(),
        };
        let reader = self.reader(self.typed(WatchCommand::Status, &[]));
        let card = status_card(&status, &reader, self.words());
        Ok(Card {
            buttons: vec![self.button("button-refresh", WatchPage::Status)],
            ..self.named(card)
        })
    }
}

/// Counts all rules, those that are new or changed, and those that are gone.
fn changed_rules(before: &Ruleset, after: &Ruleset) -> (usize, usize, usize) {
    let is_same = |rule: &&Rule| before.rule(&rule.id) == Some(rule);
    let is_gone = |rule: &&Rule| after.rule(&rule.id).is_none();
    let same = after.iter().filter(is_same).count();
    let all = after.rules.len();
    (all, all - same, before.iter().filter(is_gone).count())
}
