//! `/summary`: what a day was like, or is like so far, in the form in which it is posted.

use chrono::{DateTime, NaiveDate, Utc};

use crate::commands::{
    AlertService, CommandParameter, CommandReply, MenuChoice, Progress, ReplyPlace, ReportSource,
    WatchCommand,
    control::{
        PageTurn,
        visit::{RequestContext, TypedArguments},
    },
    question::TokenTag,
    refusal::CommandRefusal,
    summary::{NoSummary, asked, edition, first, summarise},
};
use vigia_cards::{Card, CardButton, Words, summary::card, tidy};
use vigia_core::{
    alerts::tally_notifications,
    metrics::TimeWindow,
    summaries::{Edition, NotificationTally, SummaryPlan},
};

/// How many incidents of the time are counted at most.
const MOST: usize = 2_000;

impl<R: ReportSource, A: AlertService> RequestContext<'_, R, A> {
    /// The summary that was typed for.
    pub(super) async fn summary(
        &self,
        typed: &TypedArguments<'_>,
        progress: &Progress,
    ) -> Result<CommandReply, CommandRefusal> {
        let latest = self.operation.latest(self.now);
        let (plan, date) = asked(typed.given, self.operation, latest, self.words())?;
        let place = match typed.option(CommandParameter::Share) {
            None | Some("false") => ReplyPlace::Private,
            Some("true") => ReplyPlace::Channel,
            Some(other) => return Err(CommandRefusal::switch(other, self.words())),
        };
        self.summarised(&plan, (date, latest), place, progress)
            .await
    }

    /// The summary that a button is of: as it is now, or for everybody as it was then. One
    /// whose name is gone is told by the first there is.
    pub(super) async fn summary_of(
        &self,
        tag: TokenTag,
        date: NaiveDate,
        shared: Option<DateTime<Utc>>,
        progress: &Progress,
    ) -> Result<CommandReply, CommandRefusal> {
        let mut plans = self.operation.summaries.iter();
        let plan = plans.find(|plan| TokenTag::of(plan.name.as_str()) == tag);
        let plan = plan.cloned().unwrap_or_else(|| first(self.operation));
        let latest = self.operation.latest(self.now);
        let (place, latest) = match shared {
            Some(until) => (ReplyPlace::Channel, until.min(latest)),
            None => (ReplyPlace::Instead, latest),
        };
        self.summarised(&plan, (date, latest), place, progress)
            .await
    }

    async fn summarised(
        &self,
        plan: &SummaryPlan,
        (date, latest): (NaiveDate, DateTime<Utc>),
        place: ReplyPlace,
        progress: &Progress,
    ) -> Result<CommandReply, CommandRefusal> {
        let refused = |fault: NoSummary| CommandRefusal::no_summary(&fault, self.words());
        let edition = edition(plan, date, latest, self.now).map_err(refused)?;
        let alerts = self.tally(edition.window).await?;
        let command = self.typed(
            WatchCommand::Summary,
            &[(CommandParameter::Day, &date.to_string())],
        );
        let reads = |done, of| tell(done, of, &command, self.words(), progress);
        let plan = SummaryPlan {
            names_agents: plan.names_agents && self.audience.names_agents,
            ..plan.clone()
        };
        let summary = summarise(&plan, edition, self.operation, alerts, self.now, reads);
        let summary = summary.await.map_err(refused)?;
        let words = match place {
            ReplyPlace::Private | ReplyPlace::Instead => *self.words(),
            // What everybody reads is in everybody's language.
            ReplyPlace::Channel => Words::new(self.operation.locale, self.operation.zone),
        };
        let card = Card {
            buttons: self.next(&plan, &summary.edition, place),
            footer: command,
            ..self.named(card(&summary, &self.names, &words))
        };
        Ok(CommandReply { card, place })
    }

    async fn tally(&self, window: TimeWindow) -> Result<NotificationTally, CommandRefusal> {
        let name = &self.operation.name;
        // Those that go on beyond it ended later.
        let since = window.from()..self.now;
        let closed = self.alerts().closed(name, since, MOST).await;
        let closed = closed.map_err(self.lapse())?;
        let open = self.alerts().open(name).await.map_err(self.lapse())?;
        Ok(tally_notifications(
            &closed,
            &open.book,
            &open.marks,
            window,
        ))
    }

    /// What can be done next with it. What everybody sees has none but what is answered
    /// privately.
    fn next(&self, plan: &SummaryPlan, edition: &Edition, place: ReplyPlace) -> Vec<CardButton> {
        let tag = TokenTag::of(plan.name.as_str());
        let (date, until) = (edition.date, edition.window.until());
        let share = self.button("button-share", PageTurn::ShareSummary(tag, date, until));
        let refresh = self.button("button-refresh", PageTurn::Summary(tag, date));
        let back = plan
            .day_before(edition)
            .map(|(date, _)| self.button("button-back", PageTurn::Summary(tag, date)));
        match place {
            ReplyPlace::Channel => vec![refresh],
            ReplyPlace::Private | ReplyPlace::Instead => [Some(share), Some(refresh), back]
                .into_iter()
                .flatten()
                .collect(),
        }
    }

    pub(super) fn summary_names(&self) -> Vec<MenuChoice> {
        let plans = self.operation.summaries.iter();
        let choice = |plan: &SummaryPlan| MenuChoice {
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
