//! Driven by people: a file for each command. Everything behind the chat's face is here, so
//! that it is tested without a chat.
