//! The vocabulary of the tests.

pub(crate) mod bot;
pub(crate) mod floor;
pub(crate) mod http_stub;
pub(crate) mod judge;
pub(crate) mod led;
pub(crate) mod led_floor;
pub(crate) mod person;
pub(crate) mod service;
pub(crate) mod sheet;
pub(crate) mod soak;
pub(crate) mod truth;
