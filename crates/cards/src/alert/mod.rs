//! The card of an incident, its buttons and picture, and what else is posted of it.
//!
//! ```text
//! 🔴 CRITICAL · Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice
//! Last 1 h (14:05–15:05) · limit 10 % · 4.8 pts above
//! Since 14:40 (25 minutes ago, 5 checks)
//! Trend 6.1 → 9.8 → 14.8 % ▲ · peak 16.2 % (20 of 123) at 15:00
//! 📋 breaks and logged-in agents
//! rule high-abandonment · data to 15:05 · #7K3M9QZ
//! ```

mod buttons;
mod card;
mod chart;
mod context;
mod event;
mod posts;
mod shared;
#[cfg(test)]
mod tests;

pub use crate::button::{AlertAction, AlertButton, SnoozeLength};
pub use card::card;
pub use chart::{AlertChart, AlertChartView};
pub use event::mark;
pub(crate) use posts::log_line;
pub use posts::{caught_up, first_card_line, notice, ring_line};
pub use shared::shared_card;
