//! What the dispatcher can carry out.

mod delete_objects;
mod send_emails;
mod send_texts;

pub use delete_objects::DeleteObjects;
pub use send_emails::SendEmails;
pub use send_texts::SendTexts;

use persistence::outbox::Claimed;
use serde::de::DeserializeOwned;

use super::NotDone;

/// What a message's kind needs to know. It may have been written by a newer version of the hub, which will read it.
fn payload<P: DeserializeOwned>(message: &Claimed) -> Result<P, NotDone> {
    serde_json::from_value(message.payload.clone())
        .map_err(|error| NotDone::Later(format!("the payload cannot be read: {error}")))
}
