//! A stand-in for Discord: REST and gateway, as strict as the real one.
