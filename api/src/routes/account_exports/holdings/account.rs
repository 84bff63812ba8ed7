//! The account itself, and from where it is used.

use chrono::{DateTime, Utc};
use domain::people::BirthDate;
use domain::rules::consents::Consent;
use integrations::exports::{Cursor, Page, Subject};
use persistence::accounts::AliasRecord;
use persistence::exports::held;
use persistence::owner::Owner;
use persistence::{Db, Result, accounts, exports, oidc};
use serde::Serialize;

use super::{AT_ONCE, Holdings, list, object, page};
use crate::routes::account_exports::export_view::ExportView;
use crate::routes::accounts::account_view::AccountView;
use crate::routes::oidc::link_view::LinkView;
use crate::routes::sign_in::session_view::SessionView;

#[derive(Serialize)]
struct WholeAccount {
    #[serde(flatten)]
    account: AccountView,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision_reason: Option<String>,
    wrong_birth_dates: i32,
}

pub(super) fn account(_: &Holdings, db: &mut Db<'_>, subject: &Subject, _: Option<Cursor>) -> Result<Page> {
    let (record, profile) = accounts::profile(db, subject.account_id)?;
    object(WholeAccount {
        account: AccountView::of(&record, profile, subject.language),
        decision_reason: record.decision_reason,
        wrong_birth_dates: held::wrong_birth_dates(db, subject.account_id)?,
    })
}

#[derive(Serialize)]
struct GivenConsent {
    consent: Consent,
    document_version: String,
    given_at: DateTime<Utc>,
}

pub(super) fn consents(_: &Holdings, db: &mut Db<'_>, subject: &Subject, _: Option<Cursor>) -> Result<Page> {
    let given = accounts::consents(db, subject.account_id)?;
    list(given.into_iter().map(|record| GivenConsent {
        consent: record.consent,
        document_version: record.document_version,
        given_at: *record.given_at,
    }))
}

#[derive(Serialize)]
struct LicenceNumber {
    country: String,
    number: String,
}

pub(super) fn licence_numbers(_: &Holdings, db: &mut Db<'_>, subject: &Subject, _: Option<Cursor>) -> Result<Page> {
    let known = held::licence_numbers(db, subject.account_id)?;
    list(
        known
            .into_iter()
            .map(|(country, number)| LicenceNumber { country, number }),
    )
}

/// The driver as an attestation describes them, who is this one by an agent's word.
#[derive(Serialize)]
struct Alias {
    attestation_id: domain::ids::AttestationId,
    surname: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    usage_name: Option<String>,
    first_names: String,
    birth_date: BirthDate,
    licence: AliasLicence,
    created_at: DateTime<Utc>,
}

#[derive(Serialize)]
struct AliasLicence {
    country: String,
    number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    neph: Option<String>,
}

impl From<AliasRecord> for Alias {
    fn from(record: AliasRecord) -> Self {
        Self {
            attestation_id: record.id,
            birth_date: BirthDate::from_parts(record.birth_date, record.birth_date_precision),
            surname: record.surname,
            usage_name: record.usage_name,
            first_names: record.first_names,
            licence: AliasLicence {
                country: record.licence_country,
                number: record.licence_number,
                neph: record.neph,
            },
            created_at: *record.created_at,
        }
    }
}

pub(super) fn aliases(_: &Holdings, db: &mut Db<'_>, subject: &Subject, _: Option<Cursor>) -> Result<Page> {
    list(held::aliases(db, subject.account_id)?.into_iter().map(Alias::from))
}

#[derive(Serialize)]
struct Session {
    #[serde(flatten)]
    session: SessionView,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<DateTime<Utc>>,
}

pub(super) fn sessions(_: &Holdings, db: &mut Db<'_>, subject: &Subject, cursor: Option<Cursor>) -> Result<Page> {
    let after = cursor.map(|(id, _)| id.into());
    let rows = held::sessions(db, subject.account_id, after, AT_ONCE)?;
    let last = rows.last().map(|(session, _)| session.id.into());
    let views = rows.into_iter().map(|(session, ended_at)| Session {
        session: SessionView::of(session, None),
        ended_at,
    });
    page(views.collect(), last)
}

/// A network from which the driver signed in, or a program with which they did. Which one it is is not kept.
#[derive(Serialize)]
struct KnownNetwork {
    last_seen_at: DateTime<Utc>,
}

pub(super) fn known_networks(_: &Holdings, db: &mut Db<'_>, subject: &Subject, _: Option<Cursor>) -> Result<Page> {
    let seen = held::networks(db, subject.account_id)?;
    list(seen.into_iter().map(|last_seen_at| KnownNetwork { last_seen_at }))
}

/// A link to who the driver is at an identity provider, and who that is there.
#[derive(Serialize)]
struct LinkedIdentity {
    #[serde(flatten)]
    link: LinkView,
    subject: String,
}

pub(super) fn identity_links(_: &Holdings, db: &mut Db<'_>, subject: &Subject, _: Option<Cursor>) -> Result<Page> {
    // One at each provider, of which there are few.
    let links = oidc::links::of(db, Owner::Driver(subject.account_id), None, AT_ONCE)?;
    list(links.into_iter().map(|link| LinkedIdentity {
        subject: link.subject.clone(),
        link: LinkView::from(link),
    }))
}

pub(super) fn exports(_: &Holdings, db: &mut Db<'_>, subject: &Subject, _: Option<Cursor>) -> Result<Page> {
    let asked_for = exports::all_of_account(db, subject.account_id)?;
    list(
        asked_for
            .iter()
            .map(|record| ExportView::of(record, subject.at, subject.language)),
    )
}
