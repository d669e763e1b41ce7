//! A simulated contact centre that speaks the wolkvox reports API over real HTTP.
