//! The post of a summary, and the edit that corrects it.

use tracing::{debug, info, warn};

use crate::watch::{ChatError, ChatPlatform};
use vigia_cards::{Card, summary};
use vigia_core::alerts::{DeliveryState, MessageRef, SummaryNews};

use super::teller::{DeliveryFailure, EventDelivery, nonce};

impl<C: ChatPlatform> EventDelivery<C> {
    /// An edition is one message: what follows the first post changes it. Where somebody
    /// deleted it, it stays so.
    pub(super) async fn deliver_summary(
        &self,
        row: &DeliveryState,
        news: &SummaryNews,
    ) -> Result<Option<MessageRef>, DeliveryFailure> {
        let edition = news.summary.edition.id();
        match (self.store.message(edition)?, &news.summary.correction) {
            (None, None) => self.post_summary(row, news).await.map(Some),
            // It is in the chat already.
            (Some(_), None) => Ok(None),
            (Some(post), Some(_)) => {
                self.correct_summary(row, news, post).await?;
                Ok(None)
            }
            (None, Some(_)) => {
                debug!(%edition, "its post is not known; the correction is let go");
                Ok(None)
            }
        }
    }

    async fn post_summary(
        &self,
        row: &DeliveryState,
        news: &SummaryNews,
    ) -> Result<MessageRef, DeliveryFailure> {
        let (channel, ring) = (&news.channel, &news.ring);
        let edition = news.summary.edition.id();
        let mark = summary::mark(edition);
        let look = |since| self.chat.find(channel, &mark, since);
        if let Some(message) = self.begin(row, look).await? {
            return Ok(message);
        }
        let card = self.voices.summary(&row.event, news);
        let nonce = nonce(row, "");
        let posted = self.chat.post(channel, &card, ring, &nonce).await;
        let message = match refused(&posted, card) {
            Some(plain) => self.chat.post(channel, &plain, ring, &nonce).await,
            None => posted,
        }?;
        info!(%edition, %channel, "posted");
        Ok(message)
    }

    async fn correct_summary(
        &self,
        row: &DeliveryState,
        news: &SummaryNews,
        post: MessageRef,
    ) -> Result<(), DeliveryFailure> {
        let card = self.voices.summary(&row.event, news);
        let edited = self.chat.edit(post, &card).await;
        let edited = match refused(&edited, card) {
            Some(plain) => self.chat.edit(post, &plain).await,
            None => edited,
        };
        let edition = news.summary.edition.id();
        match edited {
            Err(ChatError::Gone) => {
                debug!(%edition, "its post was deleted; the correction is let go");
                Ok(())
            }
            edited => {
                edited?;
                info!(%edition, "corrected");
                Ok(())
            }
        }
    }
}

/// What is told where the chat refuses a card that brings a picture or a file: the card alone.
fn refused<T>(told: &Result<T, ChatError>, card: Card) -> Option<Card> {
    let brings = card.chart.is_some() || card.file.is_some();
    match told {
        Err(ChatError::Rejected { why }) if brings => {
            warn!(%why, "a summary is told without its picture and file");
            Some(Card {
                chart: None,
                file: None,
                ..card
            })
        }
        Ok(_) | Err(ChatError::Rejected { .. } | ChatError::Transient { .. } | ChatError::Gone) => {
            None
        }
    }
}
