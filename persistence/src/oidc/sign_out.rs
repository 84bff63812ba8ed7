//! Signing out, from either side: somebody who leaves the hub leaves their provider too, and the provider says that a
//! session of its own is over (OpenID Connect Back-Channel Logout 1.0).

use domain::federation::Audience;
use domain::ids::SessionId;
use serde_json::json;

use super::{Provider, links};
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::each;
use crate::error::{Error, Result};
use crate::keys::Seal;
use crate::schema::{logout_tokens, oidc_sessions};
use crate::store::{Db, Tx};
use crate::{audit, frontends, sessions};

/// The most sessions that one line of the audit trail names.
const MOST_NAMED: usize = 100;

/// By which provider a session was begun, and its ID token; none where it was begun by a password.
pub fn of_session(db: &mut Db<'_>, seal: &Seal, id: SessionId) -> Result<Option<(Provider, String)>> {
    let found: Option<(Audience, String, Vec<u8>)> = oidc_sessions::table
        .find(id)
        .select((
            oidc_sessions::audience,
            oidc_sessions::issuer,
            oidc_sessions::sealed_id_token,
        ))
        .first(db.conn)
        .optional()?;
    let Some((audience, issuer, sealed)) = found else {
        return Ok(None);
    };
    let token = seal.open(&context(id), &sealed);
    let token = token.and_then(|token| String::from_utf8(token).ok());
    let token = token.ok_or_else(|| Error::unopened(format_args!("the ID token of {id}")))?;
    Ok(Some((Provider { audience, issuer }, token)))
}

/// Whose sessions a provider says are over.
#[derive(Debug, Clone)]
pub struct LogoutNotice {
    /// Who says it.
    pub provider: Provider,
    /// The digest of its token.
    pub token_hash: Vec<u8>,
    /// Who it is there.
    pub subject: Option<String>,
    /// Which of their sessions; all of them where none is named.
    pub provider_session: Option<String>,
}

/// What became of such a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoggedOut {
    /// So many sessions ended.
    Ended(usize),
    /// The same token was taken before.
    Repeated,
}

/// Ends the sessions that a provider says are over.
pub fn log_out(tx: &mut Tx<'_>, notice: &LogoutNotice) -> Result<LoggedOut> {
    let now = At(tx.real_now());
    let taken = each!(tx.conn, c => diesel::insert_into(logout_tokens::table)
        .values((logout_tokens::token_hash.eq(&notice.token_hash), logout_tokens::taken_at.eq(now)))
        .on_conflict_do_nothing()
        .execute(c))?;
    if taken == 0 {
        return Ok(LoggedOut::Repeated);
    }
    let ids = meant(tx, notice)?;
    let ended = sessions::end_these(tx, &ids)?;
    // A code that is on its way would begin another.
    if let Some(subject) = &notice.subject
        && let Some((_, owner)) = links::owner_of(tx, &notice.provider, subject)?
    {
        frontends::forget_pending(tx, owner)?;
    }
    let details = json!({"via": "oidc", "issuer": notice.provider.issuer, "sessions": ids.iter().take(MOST_NAMED).collect::<Vec<_>>()});
    audit::note(tx, "back_channel_logout", "session", None, Some(details))?;
    Ok(LoggedOut::Ended(ended))
}

/// The sessions of that session there; where none is named, of that subject. Where both are named both have to fit.
fn meant(db: &mut Db<'_>, notice: &LogoutNotice) -> Result<Vec<SessionId>> {
    let begun = oidc_sessions::table
        .filter(oidc_sessions::audience.eq(notice.provider.audience))
        .filter(oidc_sessions::issuer.eq(&notice.provider.issuer));
    let found: Vec<(SessionId, String)> = match (&notice.provider_session, &notice.subject) {
        (Some(session), _) => begun
            .filter(oidc_sessions::provider_session.eq(Some(session)))
            .select((oidc_sessions::session_id, oidc_sessions::subject))
            .load(db.conn)?,
        (None, Some(subject)) => begun
            .filter(oidc_sessions::subject.eq(subject))
            .select((oidc_sessions::session_id, oidc_sessions::subject))
            .load(db.conn)?,
        (None, None) => Vec::new(),
    };
    let fits = |whose: &str| notice.subject.as_deref().is_none_or(|subject| subject == whose);
    Ok(found
        .into_iter()
        .filter(|(_, whose)| fits(whose))
        .map(|(id, _)| id)
        .collect())
}

pub(super) fn context(id: SessionId) -> String {
    format!("ID token of session {id}")
}
