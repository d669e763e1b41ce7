//! What is told besides the cards of incidents: notices, and words to other channels.

use tracing::{error, info};

use crate::watch::{ChatError, ChatPlatform};
use vigia_cards::Card;
use vigia_core::{
    alerts::{DeliveryState, IncidentNews, MessageRef, NotificationLevel},
    rules::ChannelName,
};
use vigia_store::Store;

use super::teller::{DeliveryFailure, EventDelivery, named, nonce};

impl<C: ChatPlatform> EventDelivery<C> {
    /// What is about no open incident is one message.
    pub(super) async fn deliver_notice(&self, row: &DeliveryState) -> Result<(), DeliveryFailure> {
        if let Some(card) = self.voices.notice(&row.event, &mark_of(row)) {
            let ring = NotificationLevel::default();
            self.post_once(row, row.event.channel(), &card, &ring, &nonce(row, ""))
                .await?;
        }
        Ok(())
    }

    /// Notes that the incident's own channel knows: what another one is told may be tried for
    /// long, and the chat is not to be trusted for so long to know the first again.
    pub(super) async fn has_told(
        &self,
        row: &DeliveryState,
        news: &IncidentNews,
        posted: Option<MessageRef>,
    ) -> Result<(), DeliveryFailure> {
        let (id, card) = (
            row.id,
            posted.map(|posted| (news.incident.id.into(), posted)),
        );
        let note = move |store: &Store| store.mark_posted(id, card);
        Ok(self.store.blocking(note).await?)
    }

    /// Another channel hears of it too, with the way to the incident's thread.
    pub(super) async fn tell_elsewhere(
        &self,
        row: &DeliveryState,
        news: &IncidentNews,
        channel: &ChannelName,
    ) -> Result<(), DeliveryFailure> {
        let row = &DeliveryState {
            attempted_at: row.attempted_at.filter(|_| row.is_told),
            ..row.clone()
        };
        let card = self.store.message(news.incident.id)?;
        let card = self.voices.pointer(&row.event, news, card, &mark_of(row));
        let posted = self
            .post_once(row, channel, &card, &news.ring, &nonce(row, "e"))
            .await;
        if let Err(DeliveryFailure::Chat(ChatError::Rejected { why })) = &posted {
            // The card is where it belongs: a channel that takes nothing must not keep it
            // from the changes to come.
            error!(incident = %news.incident.id, %channel, %why, "another channel takes no word");
            return Ok(());
        }
        posted
    }

    /// Posts a card that bears the mark of its row, unless an earlier try did.
    async fn post_once(
        &self,
        row: &DeliveryState,
        channel: &ChannelName,
        card: &Card,
        ring: &NotificationLevel,
        nonce: &str,
    ) -> Result<(), DeliveryFailure> {
        let mark = mark_of(row);
        let look = async |since| self.chat.find(channel, &mark, since).await;
        if self.begin(row, look).await?.is_none() {
            self.chat.post(channel, card, ring, nonce).await?;
            info!(%channel, "posted");
        }
        Ok(())
    }
}

/// The mark in the footer of a message that is no incident's card. It is in no other mark,
/// and none is in it.
fn mark_of(row: &DeliveryState) -> String {
    format!("#{:x}·{}", row.id.0, named(row.event.about()))
}
