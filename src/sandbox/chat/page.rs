//! The stand-in's own web page, on which a newcomer sees what the bot does.

use std::sync::Arc;

use axum::Router;

use super::server::Shared;

/// The page's routes.
pub(super) fn routes() -> Router<Arc<Shared>> {
    Router::new()
}
