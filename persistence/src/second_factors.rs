//! What members of staff show beside their password: codes of an authenticator (RFC 6238), and where that is lost, recovery
//! codes. Secrets are sealed, of recovery codes only hashes are kept.

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};
use domain::ids::StaffId;
use domain::notification::NotificationKind;
use domain::rules::second_factor::{self, RECOVERY_CODES, Shown};
use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::audit;
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::keys::Seal;
use crate::notify::{self, About};
use crate::schema::{recovery_codes, second_factors};
use crate::store::{Db, Tx};

/// A factor, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = second_factors)]
struct FactorRecord {
    sealed_secret: Vec<u8>,
    confirmed_at: Option<DateTime<Utc>>,
    last_step: Option<i64>,
}

/// What a member of staff has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Since when a code is asked for at sign-in; none where it is not.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Recovery codes that were not used yet.
    pub recovery_codes: i64,
}

/// What is set up in an authenticator.
#[derive(Debug, Clone)]
pub struct Begun {
    /// The secret, in base 32.
    pub secret: String,
    /// The same as an address that authenticators read from a picture: `otpauth://totp/…`.
    pub uri: String,
}

/// What a member of staff has.
pub fn standing(db: &mut Db<'_>, id: StaffId) -> Result<Standing> {
    let confirmed_at = find(db, id)?.and_then(|factor| factor.confirmed_at);
    let recovery_codes = recovery_codes::table
        .filter(recovery_codes::staff_id.eq(id))
        .filter(recovery_codes::used_at.is_null())
        .count()
        .get_result(db.conn)?;
    Ok(Standing {
        confirmed_at,
        recovery_codes,
    })
}

fn find(db: &mut Db<'_>, id: StaffId) -> Result<Option<FactorRecord>> {
    Ok(second_factors::table
        .find(id)
        .select(FactorRecord::columns())
        .first(db.conn)
        .optional()?)
}

/// Begins: a secret to be set up in an authenticator, in place of one that was never confirmed. The member of staff is locked.
/// None where one is confirmed: it is removed first.
pub fn begin(tx: &mut Tx<'_>, seal: &Seal, id: StaffId, email: &str, issuer: &str) -> Result<Option<Begun>> {
    if find(tx, id)?.is_some_and(|factor| factor.confirmed_at.is_some()) {
        return Ok(None);
    }
    let secret: [u8; 20] = tx.random();
    let totp = totp(&secret, email, issuer)?;
    diesel::delete(second_factors::table.find(id)).execute(tx.conn)?;
    let sealed = seal.close(&context(id), &secret)?;
    diesel::insert_into(second_factors::table)
        .values((
            second_factors::staff_id.eq(id),
            second_factors::sealed_secret.eq(sealed),
            second_factors::created_at.eq(At(tx.real_now())),
        ))
        .execute(tx.conn)?;
    audit::note(tx, "begin_second_factor", "staff", Some(id.into()), None)?;
    Ok(Some(Begun {
        secret: Secret::from(secret.to_vec()).to_base32(),
        uri: totp.to_url().map_err(|error| Error::Corrupt(error.to_string()))?,
    }))
}

/// Confirms it by a first code, and makes recovery codes, which are shown this once; none where the code is wrong.
pub fn confirm(tx: &mut Tx<'_>, seal: &Seal, id: StaffId, code: &str) -> Result<Option<Vec<String>>> {
    let Some(factor) = find(tx, id)?.filter(|factor| factor.confirmed_at.is_none()) else {
        return Err(Error::NotFound);
    };
    let Some(step) = step_of(seal, id, &factor, code, tx.real_now())? else {
        return Ok(None);
    };
    diesel::update(second_factors::table.find(id))
        .set((
            second_factors::confirmed_at.eq(Some(At(tx.real_now()))),
            second_factors::last_step.eq(Some(step)),
        ))
        .execute(tx.conn)?;
    let codes = draw_codes(tx, id)?;
    audit::note(tx, "confirm_second_factor", "staff", Some(id.into()), None)?;
    notify::tell_staff(tx, NotificationKind::SecondFactorAdded, id, About::default())?;
    Ok(Some(codes))
}

/// What came of asking for a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// There is none to ask for.
    NotNeeded,
    /// There is one, and nothing was shown.
    Needed,
    /// What was shown is theirs.
    Passed,
    /// It is not, or was shown before.
    Failed,
}

/// Asks a member of staff, who is locked, for their second factor: each code counts once.
pub fn check(tx: &mut Tx<'_>, seal: &Seal, id: StaffId, typed: Option<&str>) -> Result<Check> {
    let Some(factor) = find(tx, id)?.filter(|factor| factor.confirmed_at.is_some()) else {
        return Ok(Check::NotNeeded);
    };
    let Some(typed) = typed else {
        return Ok(Check::Needed);
    };
    let is_theirs = accept(tx, seal, id, &factor, typed)?;
    Ok(if is_theirs { Check::Passed } else { Check::Failed })
}

fn accept(tx: &mut Tx<'_>, seal: &Seal, id: StaffId, factor: &FactorRecord, typed: &str) -> Result<bool> {
    match second_factor::read(typed) {
        None => Ok(false),
        Some(Shown::Recovery(code)) => use_code(tx, id, &code),
        Some(Shown::Code(code)) => {
            let Some(step) = step_of(seal, id, factor, &code, tx.real_now())? else {
                return Ok(false);
            };
            diesel::update(second_factors::table.find(id))
                .set(second_factors::last_step.eq(Some(step)))
                .execute(tx.conn)?;
            Ok(true)
        }
    }
}

/// Removes a member's factor and recovery codes: by their own code, or by a supervisor, where the authenticator is lost.
pub fn remove(tx: &mut Tx<'_>, id: StaffId) -> Result<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::staff_id.eq(id))).execute(tx.conn)?;
    if diesel::delete(second_factors::table.find(id)).execute(tx.conn)? == 0 {
        return Err(Error::NotFound);
    }
    audit::note(tx, "remove_second_factor", "staff", Some(id.into()), None)?;
    notify::tell_staff(tx, NotificationKind::SecondFactorRemoved, id, About::default())
}

fn use_code(tx: &mut Tx<'_>, id: StaffId, code: &str) -> Result<bool> {
    let now = At(tx.real_now());
    let unused = recovery_codes::table
        .filter(recovery_codes::code_hash.eq(hash_of(code)))
        .filter(recovery_codes::staff_id.eq(id))
        .filter(recovery_codes::used_at.is_null());
    let used = diesel::update(unused)
        .set(recovery_codes::used_at.eq(Some(now)))
        .execute(tx.conn)?;
    if used == 0 {
        return Ok(false);
    }
    audit::note(tx, "use_recovery_code", "staff", Some(id.into()), None)?;
    Ok(true)
}

/// New recovery codes in place of all earlier ones.
fn draw_codes(tx: &mut Tx<'_>, id: StaffId) -> Result<Vec<String>> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::staff_id.eq(id))).execute(tx.conn)?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let code = second_factor::recovery_code(tx.random());
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::code_hash.eq(hash_of(&code)),
                recovery_codes::staff_id.eq(id),
            ))
            .execute(tx.conn)?;
        codes.push(code);
    }
    Ok(codes)
}

fn hash_of(code: &str) -> Vec<u8> {
    digest(&SHA256, code.as_bytes()).as_ref().to_vec()
}

/// The step of a code that is right now, and was not taken before (RFC 6238, 5.2).
fn step_of(seal: &Seal, id: StaffId, factor: &FactorRecord, code: &str, now: DateTime<Utc>) -> Result<Option<i64>> {
    let secret = seal
        .open(&context(id), &factor.sealed_secret)
        .ok_or_else(|| Error::unopened(format_args!("the second factor of {id}")))?;
    let now = u64::try_from(now.timestamp()).unwrap_or(0);
    let step = totp(&secret, "", "")?.check(code, now);
    let step = step.and_then(|step| i64::try_from(step).ok());
    Ok(step.filter(|step| factor.last_step.is_none_or(|last| *step > last)))
}

fn totp(secret: &[u8], email: &str, issuer: &str) -> Result<Totp> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(second_factor::DIGITS)
        .with_skew(second_factor::SKEW)
        .with_step_duration(second_factor::STEP)
        .with_secret(Secret::from(secret.to_vec()))
        .with_account_name(email)
        .with_issuer(Some(issuer))
        .build()
        .map_err(|error| Error::Corrupt(error.to_string()))
}

fn context(id: StaffId) -> String {
    format!("second factor of {id}")
}
