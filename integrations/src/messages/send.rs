//! How messages leave the process: mails by SMTP, text messages by a gateway; in the sandbox both stay in a mailbox.

pub mod mail;
pub mod mailbox;
pub mod sms;
pub mod smtp;
