//! What people are told, by mail, text message and in-app notice.
//!
//! A message is composed when it is sent ([`compose`]: rows to [`content`]), rendered by the templates that anyone can
//! edit ([`render`]), and handed to a mail server or a gateway ([`send`]).

pub(crate) mod compose;
pub(crate) mod content;
pub mod render;
pub mod send;
