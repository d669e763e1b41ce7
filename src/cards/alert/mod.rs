//! The card of an alert, and the lines of its incident's thread.
//!
//! ```text
//! 🔴 CRITICAL · Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice
//! Last 1 h (14:05–15:05) · limit 10 % · 4.8 pts above
//! Since 14:40 (25 minutes ago, 5 checks)
//! Trend 6.1 → 9.8 → 14.8 % ▲ · peak 16.2 % (20 of 123) at 15:00
//! 📋 breaks and logged-in agents
//! rule high-abandonment · data to 15:05 · #7K3M9QZ
//! ```

mod card;
mod log;

#[cfg(test)]
mod tests;

use crate::alerts::AlertId;

pub use card::card;
pub use log::{log_line, thread_title};

/// The mark in the footer of an incident's card, by which the bot finds its own message.
#[must_use]
pub fn mark(alert: AlertId) -> String {
    format!("#{alert}")
}
