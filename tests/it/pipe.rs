//! The whole bot from outside: `vigia run` as a process, between a centre and a chat.

mod alert;
