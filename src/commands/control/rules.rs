//! `/rules`: what is watched for, a rule as it is written, and why it fires or does not.
//! And `/status`: whether all goes well.

use crate::commands::{
    AlertService, CommandParameter, OpenAlert, ReloadResult, ReportSource, WatchCommand,
    any::AnyCommand,
    control::{
        PageTurn,
        incident::opened,
        visit::{RequestContext, TypedArguments},
        wish::find_rule,
    },
    refusal::CommandRefusal,
};
use vigia_cards::{
    Card,
    rules::{RuleExplanation, RuleListing, explain, list, refused, reloaded, written},
    status::{StatusReport, status_card},
};
use vigia_core::{
    alerts::{AlertKey, HoldReason, Silence},
    metrics::Scope,
    rules::{Rule, ScopeSelection, Severity},
};

impl<R: ReportSource, A: AlertService> RequestContext<'_, R, A> {
    pub(super) async fn ruling(&self, typed: &TypedArguments<'_>) -> Result<Card, CommandRefusal> {
        match typed.option(CommandParameter::Reload) {
            None | Some("false") => {}
            Some("true") => return self.reload().await,
            Some(other) => return Err(CommandRefusal::switch(other, self.words())),
        }
        let rules = self.rules();
        if let Some(text) = typed.option(CommandParameter::Show) {
            let rule = find_rule(text, &rules)
                .map_err(|near| CommandRefusal::rule(text, &near, self.words()))?;
            return self.written(rule).await;
        }
        if let Some(text) = typed.option(CommandParameter::Explain) {
            let rule = find_rule(text, &rules)
                .map_err(|near| CommandRefusal::rule(text, &near, self.words()))?;
            let scope = self.scope(typed)?;
            return self.explained(rule, scope, typed).await;
        }
        self.rule_list(0).await
    }

    /// The rules with their state.
    pub(super) async fn rule_list(&self, page: u16) -> Result<Card, CommandRefusal> {
        let name = &self.operation.name;
        let open = self.alerts().open(name).await.map_err(self.lapse())?;
        let judged = self.alerts().judged(name, None).await;
        let judged = judged.map_err(self.lapse())?;
        let rules = self.rules();
        let known = RuleListing {
            rules: &rules,
            book: &open.book,
            judged: judged.as_ref(),
        };
        let reader = self.reader(self.typed(WatchCommand::Rules, &[]));
        let sheet = list(&known, page.into(), &reader, self.words());
        let mut buttons = vec![self.button("button-refresh", PageTurn::Rules(page))];
        buttons.extend(self.pages(page, sheet.pages, PageTurn::Rules));
        Ok(Card {
            buttons,
            ..self.named(sheet.card)
        })
    }

    /// A rule that names agents is not for everybody.
    async fn written(&self, rule: &Rule) -> Result<Card, CommandRefusal> {
        if matches!(rule.of, ScopeSelection::Agents(_)) && !self.audience.names_agents {
            return Err(CommandRefusal::no_agents_here(&self.audience));
        }
        let found = self.alerts().written(&rule.id).await;
        let found = found.ok_or_else(|| CommandRefusal::no_text(&rule.id, self.words()))?;
        let shown = [(CommandParameter::Show, rule.id.as_str())];
        let reader = self.reader(self.typed(WatchCommand::Rules, &shown));
        Ok(written(
            &rule.id,
            &found.place,
            &found.text,
            &reader,
            self.words(),
        ))
    }

    async fn reload(&self) -> Result<Card, CommandRefusal> {
        let done = self.alerts().reload(self.person()).await;
        let reader = self.reader(self.typed(WatchCommand::Rules, &[]));
        let words = self.words();
        Ok(match done.map_err(self.lapse())? {
            ReloadResult::Done {
                rules,
                changed,
                removed,
            } => reloaded((rules, changed, removed), &reader, words),
            ReloadResult::Refused(faults) => refused(&faults, &reader, words),
        })
    }

    async fn explained(
        &self,
        rule: &Rule,
        scope: Option<Scope>,
        typed: &TypedArguments<'_>,
    ) -> Result<Card, CommandRefusal> {
        let name = &self.operation.name;
        let open = self.alerts().open(name).await.map_err(self.lapse())?;
        let judged = self.alerts().judged(name, Some(&rule.id)).await;
        let judged = judged.map_err(self.lapse())?;
        let silences = self.alerts().silences(self.now).await;
        let silences = silences.map_err(self.lapse())?;
        let alerts: Vec<_> = open
            .book
            .alerts()
            .filter(|alert| alert.key.rule == rule.id)
            .collect();
        let standing = alerts.iter().filter_map(|alert| {
            let of = opened(&open, alert.incident?)?;
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
            judged: judged.as_ref(),
            standing: standing.collect(),
            hold: asked.and_then(|scope| self.hold(rule, scope, &open, &silences)),
            opens: calendar.and_then(|calendar| calendar.opens(self.now, zone)),
            alerts,
        };
        let again = AnyCommand::from(typed.control).as_typed(typed.given, self.words());
        let reader = self.reader(again);
        Ok(self.named(explain(&explained, &reader, self.words())))
    }

    /// What would keep people from hearing of it now.
    fn hold(
        &self,
        rule: &Rule,
        scope: &Scope,
        open: &OpenAlert,
        silences: &[Silence],
    ) -> Option<HoldReason> {
        let key = AlertKey {
            rule: rule.id.clone(),
            scope: scope.clone(),
        };
        let known = open.book.get(&key);
        let severity = known.map_or(Severity::Warning, |alert| alert.state.severity());
        let (operation, zone) = (&self.operation.name, self.operation.zone);
        let silence = silences.iter().find(|silence| {
            let matcher = &silence.matcher;
            silence.quiet.covers(self.now, zone)
                && matcher.matches(operation, &key, severity, &rule.labels)
        });
        let fires = |rule: &&vigia_core::rules::RuleId| {
            [scope, &Scope::Operation].into_iter().any(|scope| {
                let key = AlertKey {
                    rule: (*rule).clone(),
                    scope: scope.clone(),
                };
                let alert = open.book.get(&key);
                alert.is_some_and(|alert| alert.state.is_told())
            })
        };
        silence
            .map(|silence| HoldReason::Silence(silence.id))
            .or_else(|| {
                let mut others = rule.depends_on.iter();
                others.find(fires).cloned().map(HoldReason::Dependency)
            })
    }

    /// Whether all goes well.
    pub(super) async fn status(&self) -> Result<Card, CommandRefusal> {
        let name = &self.operation.name;
        let state = self.alerts().state(name).await.map_err(self.lapse())?;
        let open = self.alerts().open(name).await.map_err(self.lapse())?;
        let silences = self.alerts().silences(self.now).await;
        let silences = silences.map_err(self.lapse())?;
        let ours = silences.iter().filter(|silence| self.is_ours(silence));
        let status = StatusReport {
            state,
            open: open.book.incidents().count(),
            silences: ours.count(),
            rules: self.rules().rules.len(),
        };
        let reader = self.reader(self.typed(WatchCommand::Status, &[]));
        let card = status_card(&status, &reader, self.words());
        Ok(Card {
            buttons: vec![self.button("button-refresh", PageTurn::Status)],
            ..self.named(card)
        })
    }
}
