//! Which ids and words of the domain stand in columns.

use domain::{access, account, actor, attestation, card, case, entitlement, ids, lifecycle, link, notification};
use domain::{people, production_order, rules, sector, timer};

use super::{stored_ids, stored_words};

stored_ids!(
    ids::AccountId,
    ids::StaffId,
    ids::CentreId,
    ids::AttestationId,
    ids::EntitlementId,
    ids::CertificateId,
    ids::CaseId,
    ids::ItemId,
    ids::DocumentId,
    ids::CardId,
    ids::ProductionOrderId,
    ids::PaymentId,
    ids::NoticeId,
    ids::MessageId,
    ids::SessionId,
);

stored_words!(
    access::KeyPurpose,
    access::Scope,
    access::StaffRole,
    account::Stage,
    account::Action,
    actor::Role,
    attestation::Stage,
    attestation::Action,
    card::Stage,
    card::Action,
    card::RevocationReason,
    case::Kind,
    case::Stage,
    case::Action,
    case::ItemTarget,
    case::Warning,
    entitlement::Stage,
    entitlement::Action,
    lifecycle::Subject,
    link::LinkPurpose,
    notification::Channel,
    notification::NotificationKind,
    people::Language,
    production_order::Stage,
    production_order::Action,
    production_order::OrderType,
    rules::consents::Consent,
    rules::defects::Defect,
    rules::documents::DocumentType,
    rules::documents::MediaType,
    rules::fees::Currency,
    rules::fees::FeeKind,
    rules::matching::MismatchReason,
    rules::training::TrainingType,
    sector::LicenceCategory,
    sector::Sector,
    timer::TimerAction,
);
