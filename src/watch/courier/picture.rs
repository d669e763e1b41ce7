//! The picture on an incident's card: what it shows of the past is read from the store when
//! the card is told, so that a row of the outbox holds no more than its facts, and a picture
//! is the same after a restart.

use tracing::warn;

use crate::watch::ChatPlatform;
use vigia_cards::{Card, alert::AlertChart};
use vigia_core::alerts::{DeliveryState, IncidentNews};
use vigia_store::StoreError;

use super::teller::EventDelivery;

impl<C: ChatPlatform> EventDelivery<C> {
    /// The incident's card with its picture, where there is one.
    pub(super) async fn card(
        &self,
        row: &DeliveryState,
        news: &IncidentNews,
    ) -> Result<Card, StoreError> {
        let card = self.voices.card(&row.event, news);
        let Some(picture) = AlertChart::of(news, row.event.at) else {
            return Ok(card);
        };
        let (operation, shown) = (row.event.operation.clone(), picture.shown());
        let read = self.store.blocking(move |store| {
            let scope = &shown.scope;
            store.series(&operation, shown.metric, scope, shown.window, shown.range)
        });
        let values = match read.await {
            Ok(values) => values,
            Err(failure) if failure.is_fault() => return Err(failure),
            Err(failure) => {
                warn!(incident = %news.incident.id, %failure, "a picture shows less of the past");
                Vec::new()
            }
        };
        Ok(self.voices.with_chart(card, &row.event, &picture, values))
    }
}
