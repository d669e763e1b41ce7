//! What keeps an alert or an incident from being heard.

use std::collections::{BTreeMap, HashSet};

use crate::{
    alerts::{
        Alert, HoldReason, Incident, Silence, Suppression,
        engine::AdvanceContext,
        engine::turns::{AlertFate, AlertUpdate},
    },
    metrics::{OperationName, Scope},
    rules::{RuleId, RuleRegister},
};

/// What is silent now.
pub(super) struct SuppressionCheck<'poll> {
    operation: &'poll OperationName,
    rules: &'poll RuleRegister<'poll>,
    situation: &'poll AdvanceContext<'poll>,
    /// What nobody wants to hear of now.
    silences: Vec<&'poll Silence>,
    /// What fires, of the rules that others depend on.
    firing: HashSet<(RuleId, Scope)>,
}

impl<'poll> SuppressionCheck<'poll> {
    pub(super) fn of(
        operation: &'poll OperationName,
        rules: &'poll RuleRegister<'poll>,
        turns: &[AlertUpdate],
        situation: &'poll AdvanceContext<'poll>,
    ) -> Self {
        let wanted: HashSet<&RuleId> = rules.rules().flat_map(|rule| &rule.depends_on).collect();
        let firing = turns
            .iter()
            .filter(|turn| turn.fate == AlertFate::Open && turn.alert.state.is_told())
            .filter(|turn| wanted.contains(&turn.alert.key.rule))
            .map(|turn| (turn.alert.key.rule.clone(), turn.alert.key.scope.clone()))
            .collect();
        let AdvanceContext { as_of, zone, .. } = *situation;
        let silences = situation.silences.iter();
        Self {
            operation,
            rules,
            situation,
            silences: silences
                .filter(|silence| silence.quiet.covers(as_of, zone))
                .collect(),
            firing,
        }
    }

    /// What keeps this alert from being told. What would have been silent had it been read in
    /// time is so too when it is read late.
    pub(super) fn hold(&self, alert: &Alert) -> Option<HoldReason> {
        let late = || self.situation.is_late.then_some(HoldReason::CatchUp);
        self.silence(alert)
            .or_else(|| self.dependency(alert))
            .or_else(late)
    }

    /// What keeps this incident from being heard: every alert of it is kept from that.
    pub(super) fn hush<'alert>(
        &self,
        open: impl IntoIterator<Item = &'alert Alert>,
    ) -> Option<HoldReason> {
        let mut hush = None;
        for alert in open {
            hush = Some(self.hold(alert)?);
        }
        hush
    }

    /// The same, as a card tells it. A poll that is read belatedly says nothing of now.
    pub(super) fn told_hush<'alert>(
        &self,
        open: impl IntoIterator<Item = &'alert Alert>,
    ) -> Option<Suppression> {
        let by = self.hush(open)?;
        let until = match &by {
            HoldReason::CatchUp => return None,
            HoldReason::Dependency(_) => None,
            HoldReason::Silence(id) => {
                let silence = self.silences.iter().find(|silence| silence.id == *id)?;
                let AdvanceContext { as_of, zone, .. } = *self.situation;
                silence.quiet.lasts(as_of, zone)
            }
        };
        Some(Suppression { by, until })
    }

    fn silence(&self, alert: &Alert) -> Option<HoldReason> {
        if self.silences.is_empty() {
            return None;
        }
        let none = BTreeMap::new();
        let rule = self.rules.rule(&alert.key.rule);
        let labels = rule.map_or(&none, |rule| &rule.labels);
        let severity = alert.state.severity();
        self.silences
            .iter()
            .find(|silence| {
                let matcher = &silence.matcher;
                matcher.matches(self.operation, &alert.key, severity, labels)
            })
            .map(|silence| HoldReason::Silence(silence.id))
    }

    /// A rule that it depends on fires, for the same or for the whole operation.
    fn dependency(&self, alert: &Alert) -> Option<HoldReason> {
        if self.firing.is_empty() {
            return None;
        }
        let rule = self.rules.rule(&alert.key.rule)?;
        let scopes = [&alert.key.scope, &Scope::Operation];
        rule.depends_on
            .iter()
            .find(|other| {
                let mut scopes = scopes.into_iter();
                scopes.any(|scope| self.firing.contains(&((*other).clone(), scope.clone())))
            })
            .map(|other| HoldReason::Dependency(other.clone()))
    }

    /// Whether somebody has the incident in hand, or does not want to hear of it.
    pub(super) fn is_in_hand(&self, incident: &Incident) -> bool {
        let mark = self.situation.marks.get(&incident.id);
        mark.is_some_and(|mark| {
            mark.holding(incident.severity, incident.scopes).is_some()
                || mark
                    .snoozed(incident.severity, self.situation.as_of)
                    .is_some()
        })
    }
}
