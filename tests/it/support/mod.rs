//! The vocabulary of the tests.

pub(crate) mod bot;
pub(crate) mod floor;
pub(crate) mod judge;
pub(crate) mod nobody;
pub(crate) mod person;
pub(crate) mod sheet;
pub(crate) mod truth;
