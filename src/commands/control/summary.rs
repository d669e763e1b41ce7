//! `/summary`: what a day was like, or is like so far, in the form in which it is posted.

use chrono::{DateTime, NaiveDate, Utc};

use crate::commands::{
    Alerts, Choice, Control, Parameter, Place, Progress, Reply, Reports,
    control::{
        Turn,
        visit::{Typed, Visit},
    },
    question::Tag,
    refusal::Refusal,
    summary::{NoSummary, asked, edition, first, summarise},
};
use vigia_cards::{Button, Card, Words, summary::card, tidy};
use vigia_core::{
    alerts::tally,
    metrics::Window,
    summaries::{Edition, Plan, Tally},
};

/// How many incidents of the time are counted at most.
const MOST: usize = 2_000;

impl<R: Reports, A: Alerts> Visit<'_, R, A> {
    /// The summary that was typed for.
    pub(super) async fn summary(
        &self,
        typed: &Typed<'_>,
        progress: &Progress,
    ) -> Result<Reply, Refusal> {
        let latest = self.operation.latest(self.now);
        let (plan, date) = asked(typed.given, self.operation, latest, self.words())?;
        let place = match typed.option(Parameter::Share) {
            None | Some("false") => Place::Private,
            Some("true") => Place::Channel,
            Some(other) => return Err(Refusal::switch(other, self.words())),
        };
        self.summarised(&plan, (date, latest), place, progress)
            .await
    }

    /// The summary that a button is of: as it is now, or for everybody as it was then. One
    /// whose name is gone is told by the first there is.
    pub(super) async fn summary_of(
        &self,
        tag: Tag,
        date: NaiveDate,
        shared: Option<DateTime<Utc>>,
        progress: &Progress,
    ) -> Result<Reply, Refusal> {
        let mut plans = self.operation.summaries.iter();
        let plan = plans.find(|plan| Tag::of(plan.name.as_str()) == tag);
        let plan = plan.cloned().unwrap_or_else(|| first(self.operation));
        let latest = self.operation.latest(self.now);
        let (place, latest) = match shared {
            Some(until) => (Place::Channel, until.min(latest)),
            None => (Place::Instead, latest),
        };
        self.summarised(&plan, (date, latest), place, progress)
            .await
    }

    async fn summarised(
        &self,
        plan: &Plan,
        (date, latest): (NaiveDate, DateTime<Utc>),
        place: Place,
        progress: &Progress,
    ) -> Result<Reply, Refusal> {
        let refused = |fault: NoSummary| Refusal::no_summary(&fault, self.words());
        let edition = edition(plan, date, latest, self.now).map_err(refused)?;
        let alerts = self.tally(edition.window).await?;
        let command = self.typed(Control::Summary, &[(Parameter::Day, &date.to_string())]);
        let reads = |done, of| tell(done, of, &command, self.words(), progress);
        let plan = Plan {
            names_agents: plan.names_agents && self.audience.names_agents,
            ..plan.clone()
        };
        let summary = summarise(&plan, edition, self.operation, alerts, self.now, reads);
        let summary = summary.await.map_err(refused)?;
        let words = match place {
            Place::Private | Place::Instead => *self.words(),
            // What everybody reads is in everybody's language.
            Place::Channel => Words::new(self.operation.locale, self.operation.zone),
        };
        let card = Card {
            buttons: self.next(&plan, &summary.edition, place),
            footer: command,
            ..self.named(card(&summary, &self.names, &words))
        };
        Ok(Reply { card, place })
    }

    async fn tally(&self, window: Window) -> Result<Tally, Refusal> {
        let name = &self.operation.name;
        // Those that go on beyond it ended later.
        let since = window.from()..self.now;
        let closed = self.alerts().closed(name, since, MOST).await;
        let closed = closed.map_err(self.lapse())?;
        let open = self.alerts().open(name).await.map_err(self.lapse())?;
        Ok(tally(&closed, &open.book, &open.marks, window))
    }

    /// What can be done next with it. What everybody sees has none but what is answered
    /// privately.
    fn next(&self, plan: &Plan, edition: &Edition, place: Place) -> Vec<Button> {
        let tag = Tag::of(plan.name.as_str());
        let (date, until) = (edition.date, edition.window.until());
        let share = self.button("button-share", Turn::ShareSummary(tag, date, until));
        let refresh = self.button("button-refresh", Turn::Summary(tag, date));
        let back = plan
            .day_before(edition)
            .map(|(date, _)| self.button("button-back", Turn::Summary(tag, date)));
        match place {
            Place::Channel => vec![refresh],
            Place::Private | Place::Instead => [Some(share), Some(refresh), back]
                .into_iter()
                .flatten()
                .collect(),
        }
    }

    pub(super) fn summary_names(&self) -> Vec<Choice> {
        let plans = self.operation.summaries.iter();
        let choice = |plan: &Plan| Choice {
            label: tidy(plan.name.as_str()),
            value: plan.name.to_string(),
        };
        plans.map(choice).collect()
    }
}

/// Says how far it is: a day that is not kept takes some forty calls.
fn tell(done: usize, of: usize, command: &str, words: &Words, progress: &Progress) {
    let count = |number: usize| words.count(u64::try_from(number).unwrap_or(u64::MAX));
    let title = words.say(
        "progress-summary",
        &[("done", count(done).into()), ("of", count(of).into())],
    );
    progress.send_replace(Some(Card {
        title,
        footer: command.to_owned(),
        ..Card::default()
    }));
}
