//! Refresh tokens: each is good once, so that a stolen one shows.

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{FrontendId, SessionId};

use super::{Present, Signed, who};
use crate::audit;
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::locked;
use crate::schema::{refresh_tokens, sessions};
use crate::store::Tx;
use crate::token::Token;

/// How long the token before the current one still works: for two tabs that renew at once, or an answer that was lost.
const PREDECESSOR_WORKS_FOR: TimeDelta = TimeDelta::seconds(30);

/// What became of a refresh token that was shown.
#[derive(Debug)]
pub enum Refreshed {
    /// It was good. The session, who is behind it, and the next token.
    Good(SessionId, Present, Token),
    /// It was not, or the session is over. A token that had been used before has just ended its session: the caller
    /// must let the transaction commit.
    Refused,
}

#[derive(Insertable)]
#[diesel(table_name = refresh_tokens)]
struct NewToken {
    token_hash: Vec<u8>,
    session_id: SessionId,
    generation: i32,
    created_at: At,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct Family {
    id: SessionId,
    generation: i32,
    created_at: DateTime<Utc>,
    rotated_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    frontend_id: Option<FrontendId>,
}

/// Makes a token of a session's current generation.
pub(super) fn issue(tx: &mut Tx<'_>, session_id: SessionId, generation: i32) -> Result<Token> {
    let token = tx.token();
    let row = NewToken {
        token_hash: token.digest(),
        session_id,
        generation,
        created_at: At(tx.real_now()),
    };
    diesel::insert_into(refresh_tokens::table)
        .values(&row)
        .execute(tx.conn)?;
    Ok(token)
}

/// The session of a refresh token, used or not.
pub fn session_of(tx: &mut Tx<'_>, shown: &Token) -> Result<Option<SessionId>> {
    Ok(refresh_tokens::table
        .find(shown.digest())
        .select(refresh_tokens::session_id)
        .first(tx.conn)
        .optional()?)
}

/// Exchanges a refresh token for the next one: the frontend for which its session is shows it, or nobody's, where somebody
/// signed in directly. Shown by another, it is refused, and goes on working for whose it is.
pub fn refresh(tx: &mut Tx<'_>, shown: &Token, by: Option<FrontendId>) -> Result<Refreshed> {
    let known: Option<(SessionId, i32)> = refresh_tokens::table
        .find(shown.digest())
        .select((refresh_tokens::session_id, refresh_tokens::generation))
        .first(tx.conn)
        .optional()?;
    let Some((id, generation)) = known else {
        return Ok(Refreshed::Refused);
    };
    let family = locked!(tx.conn, sessions::table.find(id).select(Family::columns()) => first::<Family>)?;
    let now = tx.real_now();
    if family.ended_at.is_some() || family.expires_at <= now || family.frontend_id != by {
        return Ok(Refreshed::Refused);
    }
    let Some(present) = who(tx, id)? else {
        return Ok(Refreshed::Refused);
    };
    let signed = present.signed;
    let current = match family.generation - generation {
        0 => rotate(tx, &family, signed, now)?,
        // The one who renewed first has the generation's token; this one gets its twin.
        1 if now - family.rotated_at <= PREDECESSOR_WORKS_FOR => family.generation,
        _ => {
            // Somebody else has used it since: thief or owner, nobody can tell which. Both sign in again.
            super::end(tx, signed.owner(), id)?;
            audit::note(tx, "refresh_token_reused", "session", Some(id.into()), None)?;
            return Ok(Refreshed::Refused);
        }
    };
    let token = issue(tx, id, current)?;
    Ok(Refreshed::Good(id, present, token))
}

/// Begins the next generation.
fn rotate(tx: &mut Tx<'_>, family: &Family, signed: Signed, now: DateTime<Utc>) -> Result<i32> {
    let next = family.generation + 1;
    let ends_at = signed.owner().session_time().ends_at(family.created_at, now);
    diesel::update(sessions::table.find(family.id))
        .set((
            sessions::generation.eq(next),
            sessions::rotated_at.eq(At(now)),
            sessions::expires_at.eq(At(ends_at)),
        ))
        .execute(tx.conn)?;
    Ok(next)
}
