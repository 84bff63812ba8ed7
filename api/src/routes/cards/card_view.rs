//! A card as its driver sees it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Role;
use domain::card::printed::{self, FieldNumber, Imprint};
use domain::card::{Action, RevocationReason, Stage};
use domain::case::Kind;
use domain::ids::{CardId, CaseId};
use domain::labels::Label;
use domain::lifecycle;
use domain::people::Language;
use domain::rules::expiry::SectorExpiry;
use domain::rules::reference;
use domain::sector::LicenceCategory;
use persistence::Db;
use persistence::cards::{self, CardRecord, OpenCase};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Reply;
use crate::hub::Abort;

/// A driver's card: what is printed on it, where it is, what can be done with it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Card, example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "number": "FR261234567A", "stage": "in_transit",
    "stage_label": "En cours d’acheminement", "version": 2,
    "fields": [
        {"number": "1", "label": "Nom", "value": "Martin"},
        {"number": "4b", "label": "Date d’expiration", "value": "20.11.2031"},
        {"number": "10", "label": "Code 95 de la catégorie", "category": "CE", "value": "95(20.11.31)"}
    ],
    "sectors": [{"sector": "goods", "expires_on": "2031-11-20"}], "issued_on": "2026-11-22", "expires_on": "2031-11-20",
    "verification_code": "7K3M9-P2QRS-TVWXY-Z2345-6789A",
    "verification_url": "https://hub.example.org/v1/verifications/7K3M9P2QRSTVWXYZ23456789A",
    "tracking_number": "6A12345678901", "actions": ["activate"],
    "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-24T14:00:00Z"
}))]
pub struct CardView {
    /// Unique identifier of the card.
    pub id: CardId,
    /// Number of the card, as printed on it (field 5b).
    pub number: String,
    /// Stage of the card: where it is, and whether it is good.
    pub stage: Stage,
    /// Label of `stage`, in the language of the request, to show to people.
    pub stage_label: &'static str,
    /// Version of the card: a number that every change raises. The `ETag` starts with it.
    pub version: i32,
    /// Every field that is printed on the card, in the order of the card.
    pub fields: Vec<FieldView>,
    /// The sectors that the card proves, each with its own last day.
    pub sectors: Vec<SectorExpiry>,
    /// The day on which the card was issued (field 4a).
    pub issued_on: NaiveDate,
    /// The last day of the card (field 4b): that of the sector that lasts longest.
    pub expires_on: NaiveDate,
    /// The code by which anybody can check the card, in groups for people to read.
    pub verification_code: String,
    /// Address at which anybody can check the card.
    pub verification_url: String,
    /// The post's tracking number of the letter in which the card travels. Left out until it is posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_number: Option<String>,
    /// Why the card was revoked. Left out unless it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revocation_reason: Option<RevocationReason>,
    /// Label of `revocation_reason`, in the language of the request, to show to people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revocation_reason_label: Option<&'static str>,
    /// The case about this card that has not ended. Left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_case: Option<OpenCaseView>,
    /// What its driver can do with the card now: `activate`, or nothing.
    pub actions: Vec<Action>,
    /// When its driver activated the card. Left out until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activated_at: Option<DateTime<Utc>>,
    /// When the card was ordered.
    pub created_at: DateTime<Utc>,
    /// When the card last changed.
    pub updated_at: DateTime<Utc>,
}

/// A field of a card, as it is printed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CardField, example = json!({"number": "1", "label": "Nom", "value": "Martin"}))]
pub struct FieldView {
    /// Number of the field on the card: `5b`.
    pub number: FieldNumber,
    /// Name of the field, in the language of the request, to show to people.
    pub label: &'static str,
    /// The licence category beside which the value is printed. In field 10 only, left out of the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<LicenceCategory>,
    /// The text that is printed in the field.
    pub value: String,
}

/// A case about a card that has not ended.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenCardCase, example = json!({"id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "kind": "loss"}))]
pub struct OpenCaseView {
    /// Unique identifier of the case.
    pub id: CaseId,
    /// Kind of the case: what it is about.
    pub kind: Kind,
}

impl CardView {
    /// The card, for readers of a language.
    pub fn of(record: CardRecord, open: &[OpenCase], base: &str, language: Language) -> Self {
        let open = open.iter().find(|case| case.card_id == record.id);
        Self {
            id: record.id,
            fields: fields(&record, language),
            stage: record.stage,
            stage_label: record.stage.label(language),
            version: record.version,
            sectors: record.sectors.0,
            issued_on: record.issued_on,
            expires_on: record.expires_on,
            verification_url: format!("{base}/v1/verifications/{}", record.code),
            verification_code: reference::grouped(&record.code),
            number: record.number,
            tracking_number: record.tracking_number,
            revocation_reason: record.revocation_reason,
            revocation_reason_label: record.revocation_reason.map(|reason| reason.label(language)),
            open_case: open.map(|case| OpenCaseView {
                id: case.id,
                kind: case.kind,
            }),
            actions: lifecycle::possible(domain::card::TABLE, Some(record.stage), Role::Driver),
            activated_at: record.activated_at.map(|at| *at),
            created_at: *record.created_at,
            updated_at: *record.updated_at,
        }
    }

    /// The same, with the case that is open on it looked up.
    pub fn read(db: &mut Db<'_>, record: CardRecord, base: &str, language: Language) -> Result<Self, Abort> {
        let open = cards::open_cases(db, &[record.id])?;
        Ok(Self::of(record, &open, base, language))
    }

    /// 200 with the card and its `ETag`.
    pub fn answer(&self) -> Reply {
        Reply::ok(self).version(self.version)
    }
}

/// A card's fields, for readers of a language.
pub fn fields(record: &CardRecord, language: Language) -> Vec<FieldView> {
    let imprint = Imprint {
        holder: &record.holder.0,
        number: &record.number,
        issuer: &record.issuer,
        issued_on: record.issued_on,
        expires_on: record.expires_on,
        sectors: &record.sectors.0,
    };
    let view = |field: printed::PrintedField| FieldView {
        number: field.number,
        label: field.number.label(language),
        category: field.category,
        value: field.value,
    };
    printed::fields(imprint).into_iter().map(view).collect()
}
