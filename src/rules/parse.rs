//! Rules from YAML text.
