//! Asking for an account.

use domain::account::{Account, Action, Facts, Stage, TABLE};
use domain::ids::AccountId;
use domain::lifecycle::Subject;
use domain::notification::NotificationKind;
use domain::rules::consents::Consent;
use domain::words::Word as _;
use uuid::Uuid;

use super::{AccountRecord, Input, Profile, ProfileRecord, by_email, find};
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::notify::{self, Recipient};
use crate::owner::Owner;
use crate::schema::{accounts, consents, profiles};
use crate::store::Tx;
use crate::{audit, staff, transitions};

/// Who asks for an account, with all four consents given.
#[derive(Debug, Clone)]
pub struct Registration {
    /// What they say about themselves.
    pub profile: Profile,
    /// Whether the owner of an email that is known already is told: once is enough.
    pub tell_owner: bool,
}

/// A consent, as it was given.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = consents)]
pub struct ConsentRecord {
    /// Whose account.
    pub account_id: AccountId,
    /// To what.
    pub consent: Consent,
    /// To which version of the document.
    pub document_version: String,
    /// When.
    pub given_at: At,
}

/// Registers. Where the email has an account already nothing begins, its owner is told, and the id leads nowhere:
/// whoever asks cannot tell the two apart. Nor by the time it takes: each does what the other does, and undoes it.
pub fn register(tx: &mut Tx<'_>, registration: &Registration) -> Result<AccountId> {
    let account = by_email(tx, &registration.profile.email)?;
    let member = staff::by_email(tx, &registration.profile.email)?;
    let owner = match (account, member) {
        (Some(account), _) => Some(Owner::Driver(account.id)),
        (None, member) => member.map(|member| Owner::Staff(member.id)),
    };
    match owner {
        Some(owner) => {
            let id = tx.rehearse(|tx| begin(tx, &nobodys(tx, &registration.profile)))?;
            tell(tx, owner, registration)?;
            Ok(id)
        }
        None => match tx.savepoint(|tx| begin(tx, &registration.profile)) {
            Ok(id) => {
                tx.rehearse(|tx| tell(tx, Owner::Driver(id), registration))?;
                Ok(id)
            }
            // Somebody was faster, with the same email.
            Err(error) if error.collides_on("accounts_email", "accounts.email") => {
                let owner = by_email(tx, &registration.profile.email)?.ok_or(Error::Busy)?;
                tell(tx, Owner::Driver(owner.id), registration)?;
                Ok(tx.id())
            }
            Err(error) => Err(error),
        },
    }
}

/// The same profile with an email that nobody has.
fn nobodys(tx: &Tx<'_>, profile: &Profile) -> Profile {
    Profile {
        email: format!("{}@invalid", tx.id::<Uuid>()),
        ..profile.clone()
    }
}

fn begin(tx: &mut Tx<'_>, profile: &Profile) -> Result<AccountId> {
    let facts = Facts {
        all_consents: true,
        email_free: true,
        ..Facts::default()
    };
    let transition = transitions::may_begin::<Account>(tx, TABLE, Action::Register, &facts)?;
    let record = insert(tx, profile, transition.to)?;
    transitions::begin(tx, &record, &transition, &Input::default())?;
    Ok(record.id)
}

/// Tells the owner of an email that somebody registered with it. Staff are not: they know where they work.
fn tell(tx: &mut Tx<'_>, owner: Owner, registration: &Registration) -> Result<()> {
    let (kind, id, driver) = match owner {
        Owner::Driver(id) => (Subject::Account.name(), id.into(), Some(Recipient::Driver(id))),
        Owner::Staff(id) => ("staff", id.into(), None),
    };
    if registration.tell_owner {
        notify::mail_discreetly(tx, NotificationKind::RegistrationAttempted, None, driver)?;
    }
    audit::note(tx, "registration_attempted", kind, Some(id), None)
}

fn insert(tx: &mut Tx<'_>, profile: &Profile, stage: Stage) -> Result<AccountRecord> {
    let now = At(tx.now());
    let licence = &profile.holder.licence;
    let record = AccountRecord {
        id: tx.id(),
        version: 1,
        stage,
        email: Some(profile.email.clone()),
        licence_country: Some(licence.country.clone()),
        licence_number: Some(licence.number.clone()),
        password_hash: None,
        decision_reason: None,
        created_at: now,
        updated_at: now,
        licence_neph: licence.neph.clone(),
    };
    diesel::insert_into(accounts::table).values(&record).execute(tx.conn)?;
    diesel::insert_into(profiles::table)
        .values(&ProfileRecord::of(record.id, profile))
        .execute(tx.conn)?;
    for consent in Consent::ALL {
        let given = ConsentRecord {
            account_id: record.id,
            consent: *consent,
            document_version: consent.document_version().to_owned(),
            given_at: now,
        };
        diesel::insert_into(consents::table).values(&given).execute(tx.conn)?;
    }
    find(tx, record.id)
}

/// The consents of an account, as they were given.
pub fn consents(db: &mut crate::Db<'_>, id: AccountId) -> Result<Vec<ConsentRecord>> {
    Ok(consents::table
        .filter(consents::account_id.eq(id))
        .order(consents::consent)
        .select(ConsentRecord::columns())
        .load(db.conn)?)
}
