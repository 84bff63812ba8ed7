//! The links about another email: each asks its holder one thing, over JSON or on a page.

use domain::link::LinkPurpose;
use persistence::accounts::email;
use persistence::{Token, Tx};

use crate::auth::Visitor;
use crate::http::Problem;
use crate::hub::Hub;
use crate::routes::links::{self, LinkToken};

/// What a link about an email does once its holder says yes.
#[derive(Clone, Copy)]
pub(crate) struct EmailLink {
    purpose: LinkPurpose,
    effect: fn(&mut Tx<'_>, &Token) -> persistence::Result<()>,
}

/// The address that it was sent to becomes the account's.
pub(crate) const CONFIRMATION: EmailLink = EmailLink {
    purpose: LinkPurpose::ChangeEmail,
    effect: email::confirm,
};

/// The address that it was sent to stays the account's.
pub(crate) const OBJECTION: EmailLink = EmailLink {
    purpose: LinkPurpose::KeepEmail,
    effect: email::object,
};

impl EmailLink {
    /// Whether such a link works.
    pub async fn works(self, hub: &Hub, path: &LinkToken) -> Result<(), Problem> {
        let token = path.parse()?;
        let found = hub.read(move |db| Ok(email::opened(db, &token, self.purpose)?)).await;
        found.map(drop).map_err(links::not_valid)
    }

    /// Its holder says yes.
    pub async fn follow(self, hub: &Hub, visitor: &Visitor, path: &LinkToken) -> Result<(), Problem> {
        let token = path.parse()?;
        let sought = token.clone();
        let found = hub.read(move |db| Ok(email::opened(db, &sought, self.purpose)?)).await;
        let (_, actor) = found.map_err(links::not_valid)?;
        let done = hub
            .write(visitor.as_actor(actor), move |tx| Ok((self.effect)(tx, &token)?))
            .await;
        done.map_err(links::not_valid)
    }
}
