//! Somebody comes in, by whatever way: a session begins, and they are told where it is not as they did before.

use std::net::IpAddr;

use domain::ids::SessionId;
use domain::notification::NotificationKind;
use domain::rules::new_sign_in;

use crate::error::Result;
use crate::frontends::Granted;
use crate::notify::{self, About};
use crate::owner::Owner;
use crate::sessions::{self, Entry};
use crate::store::Tx;
use crate::token::Token;
use crate::{audit, known_networks};

/// From where somebody signs in, and with what.
#[derive(Debug, Clone, Copy)]
pub struct From<'a> {
    /// The network.
    pub network: IpAddr,
    /// What their client calls itself.
    pub user_agent: Option<&'a str>,
    /// For which registered frontend, and how far it reaches; none where they sign in directly.
    pub granted: Option<&'a Granted>,
}

/// Begins a session of somebody who proved who they are; its id and its first refresh token.
pub fn begin(tx: &mut Tx<'_>, owner: Owner, entry: Entry, from: From<'_>) -> Result<(SessionId, Token)> {
    let program = new_sign_in::program(from.user_agent.unwrap_or_default());
    let familiar = known_networks::familiar(tx, owner, from.network, &program)?;
    known_networks::remember(tx, owner, from.network)?;
    known_networks::remember_program(tx, owner, &program)?;
    let (session, token) = sessions::begin(tx, owner, entry, from)?;
    if new_sign_in::is_told(owner.audience(), familiar) {
        audit::of_owner(tx, "new_sign_in", Some(owner))?;
        notify::tell_owner(tx, NotificationKind::NewSignIn, owner, About::session(session))?;
    }
    Ok((session, token))
}
