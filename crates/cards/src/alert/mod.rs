//! The card of an incident, its long form, its buttons and picture, and what else is posted of it.

mod buttons;
mod card;
mod chart;
mod context;
mod event;
mod long;
mod posts;
mod shared;
#[cfg(test)]
mod tests;

pub use crate::button::{AlertAction, AlertButton, SnoozeLength};
pub use buttons::{details_menu, snooze_buttons, snoozed_buttons};
pub use card::card;
pub use chart::{AlertChart, AlertChartView};
pub use long::long_card;
pub(crate) use posts::log_line;
pub use posts::{caught_up, first_card_line, notice, ring_line};
pub use shared::shared_card;
