//! Certificates of qualification: issued, found by their code, revoked. Each keeps what its paper shows.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::access::Partner;
use domain::attestation;
use domain::ids::{AccountId, AttestationId, CertificateId};
use domain::lifecycle::Subject;
use domain::notification::NotificationKind;
use domain::paper::PaperKind;
use domain::people::{BirthDate, BirthDatePrecision};
use domain::rules::certificate::{self, Period};
use domain::rules::reference;
use domain::rules::terms::Gain;
use domain::rules::training::TrainingType;
use domain::sector::Sector;
use domain::timer::{self, TimerAction};
use domain::webhook::WebhookEvent;
use domain::words::Word as _;

use crate::attestations::AttestationRecord;
use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::each;
use crate::error::{Error, Result};
use crate::notify::{self, About};
use crate::schema::{certificates, training_centres};
use crate::store::{Db, Tx};
use crate::webhooks::{self, Happened};
use crate::{audit, cards, papers, timers};

/// A certificate, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = certificates)]
#[diesel(treat_none_as_default_value = false)]
pub struct CertificateRecord {
    /// Its id.
    pub id: CertificateId,
    /// Raised when it is revoked.
    pub version: i32,
    /// Whose it is.
    pub account_id: AccountId,
    /// The attestation it rests on.
    pub attestation_id: AttestationId,
    /// The code by which it is checked.
    pub code: String,
    /// The sector of the training.
    pub sector: Sector,
    /// The training.
    pub training_type: TrainingType,
    /// The last day of the training.
    pub training_ended_on: NaiveDate,
    /// The centre that gave it.
    pub centre_name: String,
    /// The holder's surname.
    pub surname: String,
    /// The holder's first names.
    pub first_names: String,
    /// The first day the holder's date of birth can be.
    pub birth_date: NaiveDate,
    /// The first day of validity.
    pub valid_from: NaiveDate,
    /// The last day of validity.
    pub valid_until: NaiveDate,
    /// When it was issued.
    pub issued_at: At,
    /// When it was revoked.
    pub revoked_at: Option<At>,
    /// Why.
    pub revocation_reason: Option<String>,
    /// How much of the date of birth is known.
    pub birth_date_precision: BirthDatePrecision,
    /// Every sector that the training gives or renews; none on those from when a training had one.
    pub sectors: Option<Stored<Vec<Sector>>>,
}

impl CertificateRecord {
    /// The holder's date of birth, as far as it is known.
    pub fn born(&self) -> BirthDate {
        BirthDate::from_parts(self.birth_date, self.birth_date_precision)
    }

    /// Its period of validity.
    pub fn period(&self) -> Period {
        Period {
            valid_from: self.valid_from,
            valid_until: self.valid_until,
        }
    }

    /// Every sector it names.
    pub fn named_sectors(&self) -> Vec<Sector> {
        self.sectors
            .as_ref()
            .map_or_else(|| vec![self.sector], |sectors| sectors.0.clone())
    }
}

/// Why a certificate is revoked in favour of one that names other sectors.
const NAMES_OTHER_SECTORS: &str = "Replaced: the training gives or renews other sectors.";

/// Issues the certificate that an attestation earns, for the holder of the account. The attestation of a sequence that
/// completes an FCO earns it as an FCO.
pub(crate) fn issue(
    tx: &mut Tx<'_>,
    attestation: &AttestationRecord,
    gain: &Gain,
    account_id: AccountId,
) -> Result<()> {
    let holder = match crate::accounts::holder(tx, account_id) {
        Ok(holder) => holder.identity,
        // The account was closed meanwhile.
        Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    let established_on = tx.today();
    let policy = tx.policy().certificate_period;
    let period = certificate::period(policy, attestation.ended_on, established_on, holder.birth_date);
    let centre_name = training_centres::table
        .find(attestation.centre_id)
        .select(training_centres::name)
        .first::<String>(tx.conn)?;
    let record = CertificateRecord {
        id: CertificateId(tx.id()),
        version: 1,
        account_id,
        attestation_id: attestation.id,
        code: reference::verification_code(tx.random()),
        sector: attestation.sector,
        training_type: gain.training_type,
        training_ended_on: attestation.ended_on,
        centre_name,
        surname: holder.surname,
        first_names: holder.first_names,
        birth_date: holder.birth_date.earliest(),
        valid_from: period.valid_from,
        valid_until: period.valid_until,
        issued_at: At(tx.now()),
        revoked_at: None,
        revocation_reason: None,
        birth_date_precision: holder.birth_date.precision(),
        sectors: Some(Stored(gain.named_sectors())),
    };
    put(tx, &record)?;
    let happened = Happened {
        event: WebhookEvent::AttestationCertified,
        subject: Some(Subject::Attestation),
        subject_id: attestation.id.into(),
        stage: Some(attestation::Stage::Matched.name()),
        driver: None,
    };
    webhooks::publish(tx, Partner::Centre(attestation.centre_id), happened)
}

/// Replaces a certificate that names other sectors than its training gives or renews, for the time that it still had. What
/// is over stays as it is.
pub(crate) fn name_sectors(tx: &mut Tx<'_>, record: &CertificateRecord, sectors: &[Sector]) -> Result<()> {
    if record.named_sectors() == sectors || record.valid_until < tx.today() {
        return Ok(());
    }
    revoke(tx, record, NAMES_OTHER_SECTORS)?;
    let replacement = CertificateRecord {
        id: CertificateId(tx.id()),
        version: 1,
        code: reference::verification_code(tx.random()),
        issued_at: At(tx.now()),
        sectors: Some(Stored(sectors.to_vec())),
        ..record.clone()
    };
    put(tx, &replacement)
}

fn put(tx: &mut Tx<'_>, record: &CertificateRecord) -> Result<()> {
    diesel::insert_into(certificates::table)
        .values(record)
        .execute(tx.conn)?;
    audit::note(tx, "issue", "certificate", Some(record.id.into()), None)?;
    remind(tx, record)?;
    // The mail goes out once the paper is made, with it.
    papers::order(tx, PaperKind::Certificate, record.id, record.account_id).map(drop)
}

/// Reminds the driver one month before the end, if that is still to come.
fn remind(tx: &mut Tx<'_>, record: &CertificateRecord) -> Result<()> {
    let due = timer::certificate_reminder(record.valid_until);
    if due > tx.now() {
        timers::set(
            tx,
            Subject::Attestation,
            record.attestation_id.into(),
            TimerAction::CertificateExpiring,
            due,
        )?;
    }
    Ok(())
}

/// The certificate ends in a month: tells its driver, unless it was revoked, or the card that it was for is in use.
pub fn announce_end(tx: &mut Tx<'_>, attestation_id: AttestationId) -> Result<()> {
    timers::clear(
        tx,
        Subject::Attestation,
        attestation_id.into(),
        TimerAction::CertificateExpiring,
    )?;
    match earned_by(tx, attestation_id)? {
        Some(record) if record.revoked_at.is_none() && !cards::took_over(tx, record.account_id, *record.issued_at)? => {
            let about = About::certificate(record.id);
            notify::tell(tx, NotificationKind::CertificateExpiring, record.account_id, about)
        }
        _ => Ok(()),
    }
}

/// Revokes a certificate that was not revoked before.
pub(crate) fn revoke(tx: &mut Tx<'_>, record: &CertificateRecord, reason: &str) -> Result<()> {
    let now = At(tx.now());
    diesel::update(certificates::table.find(record.id))
        .set((
            certificates::version.eq(record.version + 1),
            certificates::revoked_at.eq(Some(now)),
            certificates::revocation_reason.eq(Some(reason)),
        ))
        .execute(tx.conn)?;
    timers::clear(
        tx,
        Subject::Attestation,
        record.attestation_id.into(),
        TimerAction::CertificateExpiring,
    )?;
    audit::note(tx, "revoke", "certificate", Some(record.id.into()), None)
}

/// Revokes the certificate that rests on an attestation, if there is one.
pub(crate) fn revoke_of(tx: &mut Tx<'_>, attestation_id: AttestationId, reason: &str) -> Result<()> {
    match earned_by(tx, attestation_id)? {
        Some(record) => revoke(tx, &record, reason),
        None => Ok(()),
    }
}

/// A driver's certificates that were not revoked.
pub(crate) fn unrevoked(db: &mut Db<'_>, account_id: AccountId) -> Result<Vec<CertificateRecord>> {
    Ok(certificates::table
        .filter(certificates::account_id.eq(account_id))
        .filter(certificates::revoked_at.is_null())
        .order(certificates::id)
        .select(CertificateRecord::columns())
        .load(db.conn)?)
}

/// Those of a driver's attestations whose certificate was revoked.
pub(crate) fn revoked_of(
    db: &mut Db<'_>,
    account_id: AccountId,
    attestations: impl Iterator<Item = AttestationId>,
) -> Result<BTreeSet<AttestationId>> {
    let among: Vec<_> = attestations.collect();
    if among.is_empty() {
        return Ok(BTreeSet::new());
    }
    let found: Vec<AttestationId> = certificates::table
        .filter(certificates::account_id.eq(account_id))
        .filter(certificates::attestation_id.eq_any(among))
        .filter(certificates::revoked_at.is_not_null())
        .select(certificates::attestation_id)
        .load(db.conn)?;
    Ok(found.into_iter().collect())
}

fn earned_by(db: &mut Db<'_>, attestation_id: AttestationId) -> Result<Option<CertificateRecord>> {
    Ok(certificates::table
        .filter(certificates::attestation_id.eq(attestation_id))
        .filter(certificates::revoked_at.is_null())
        .select(CertificateRecord::columns())
        .first(db.conn)
        .optional()?)
}

/// A driver's own certificate; somebody else's is not found.
pub fn of_account(db: &mut Db<'_>, account_id: AccountId, id: CertificateId) -> Result<CertificateRecord> {
    Ok(certificates::table
        .filter(certificates::id.eq(id))
        .filter(certificates::account_id.eq(account_id))
        .select(CertificateRecord::columns())
        .first(db.conn)?)
}

/// A driver's certificates, newest first, before `cursor`.
pub fn list(
    db: &mut Db<'_>,
    account_id: AccountId,
    cursor: Option<CertificateId>,
    limit: i64,
) -> Result<Vec<CertificateRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = certificates::table
            .filter(certificates::account_id.eq(account_id))
            .order(certificates::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(cursor) = cursor {
            query = query.filter(certificates::id.lt(cursor));
        }
        query.select(CertificateRecord::columns()).load(c)
    })?)
}

/// The certificate with a code, if there is one.
pub fn by_code(db: &mut Db<'_>, code: &str) -> Result<Option<CertificateRecord>> {
    Ok(certificates::table
        .filter(certificates::code.eq(code))
        .select(CertificateRecord::columns())
        .first(db.conn)
        .optional()?)
}

/// All of a driver's certificates, oldest first.
pub fn all_of_account(db: &mut Db<'_>, account_id: AccountId) -> Result<Vec<CertificateRecord>> {
    Ok(certificates::table
        .filter(certificates::account_id.eq(account_id))
        .order(certificates::id)
        .select(CertificateRecord::columns())
        .load(db.conn)?)
}
