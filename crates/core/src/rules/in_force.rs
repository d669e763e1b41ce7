//! The rules in force: those that the watch judges by and the commands speak of. A reload
//! replaces them as a whole, between two polls.

use std::sync::{Arc, PoisonError, RwLock};

use crate::rules::Ruleset;

/// The rules in force. Clones are the same.
#[derive(Clone, Debug, Default)]
pub struct ActiveRules(Arc<RwLock<Arc<Ruleset>>>);

impl ActiveRules {
    /// These rules.
    #[must_use]
    pub fn new(rules: Ruleset) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(rules))))
    }

    /// The rules as they are now: whoever looks twice may see two sets.
    #[must_use]
    pub fn get(&self) -> Arc<Ruleset> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts others in their place.
    pub fn replace(&self, rules: Ruleset) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(rules);
    }
}
