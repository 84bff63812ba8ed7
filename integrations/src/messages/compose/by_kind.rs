//! For each kind of notification, what it tells.

use domain::card;
use domain::case::{ItemTarget, Stage};
use domain::export;
use domain::ids::AccountId;
use domain::lifecycle::Subject;
use domain::notification::NotificationKind as Kind;
use domain::rules::documents::DocumentScan;
use domain::time::legal_date;
use persistence::cases::CaseRecord;
use persistence::exports::ExportRecord;
use persistence::notify::Notification;
use persistence::webhooks::endpoints;
use persistence::{
    Db, Error, Result, accounts, cards, cases, centres, documents, entitlements, exports, frontends, production_orders,
    sessions,
};

use super::facts::{
    account_id, account_items, account_reason, card_of, card_record, case, case_items, case_of, case_record,
    certificate, lacks, lapse, last_day, recorded, training,
};
use super::money;
use crate::messages::content::{Card, Content, OneTimeLink};

/// What a message tells; none once it has nothing to tell any more.
pub(super) fn content(db: &mut Db<'_>, message: &Notification, link: Option<OneTimeLink>) -> Result<Option<Content>> {
    match message.notification {
        Kind::AccountReceived
        | Kind::RegistrationAttempted
        | Kind::AccountCorrection
        | Kind::ChoosePassword
        | Kind::AccountExpiring
        | Kind::AccountRejected
        | Kind::AccountClosed
        | Kind::PasswordReset
        | Kind::NewPasswordNeeded
        | Kind::PasswordChanged
        | Kind::PasskeyAdded
        | Kind::PasskeyRemoved
        | Kind::SecondFactorAdded
        | Kind::SecondFactorRemoved
        | Kind::IdentityLinked
        | Kind::IdentityUnlinked
        | Kind::EmailConfirmation
        | Kind::EmailChangeRequested
        | Kind::EmailChanged
        | Kind::AccountSuspended
        | Kind::AccountReactivated
        | Kind::ShareLookedAt => of_account(db, message, link),
        Kind::NewSignIn => new_sign_in(db, message),
        Kind::WebhookPaused => webhook_paused(db, message),
        Kind::ExportReady => export_ready(db, message),
        Kind::RecapAvailable => Ok(recorded(db, message)?.map(|training| Content::RecapAvailable { training })),
        Kind::AttestationWithdrawn => withdrawn(db, message).map(Some),
        Kind::CertificateIssued => {
            Ok(certificate(db, message)?.map(|certificate| Content::CertificateIssued { certificate }))
        }
        Kind::CertificateExpiring => {
            let card = unactivated_card(db, account_id(message)?)?;
            let found = certificate(db, message)?;
            Ok(found.map(|certificate| Content::CertificateExpiring { certificate, card }))
        }
        Kind::CardRevoked | Kind::CardExpiring => of_card(db, message).map(Some),
        Kind::CardNotActivated => not_activated(db, message),
        Kind::DraftExpiring | Kind::AnswerExpiring | Kind::CardReturnExpiring | Kind::PaymentExpiring => {
            expiring(db, message)
        }
        Kind::InformationRequested | Kind::QualityAtYourCharge | Kind::CardUndelivered | Kind::ReturnCoupon => {
            asking(db, message)
        }
        Kind::DocumentRefused => document_refused(db, message),
        Kind::CaseSubmitted | Kind::CaseRejected | Kind::CaseCancelled | Kind::CaseExpired | Kind::CardShipped => {
            of_case(db, message).map(Some)
        }
        Kind::PaymentReceived | Kind::InvoiceIssued | Kind::RefundDue | Kind::RefundMade => {
            money::content(db, message).map(Some)
        }
    }
}

fn of_account(db: &mut Db<'_>, message: &Notification, link: Option<OneTimeLink>) -> Result<Option<Content>> {
    let link_or = |link: Option<OneTimeLink>| link.ok_or_else(|| lacks(message, "a link"));
    Ok(Some(match message.notification {
        Kind::AccountReceived => Content::AccountReceived,
        Kind::RegistrationAttempted => Content::RegistrationAttempted,
        Kind::AccountCorrection => return correction(db, message, link),
        Kind::ChoosePassword => Content::ChoosePassword { link: link_or(link)? },
        Kind::AccountExpiring => match lapse(db, Subject::Account, account_id(message)?)? {
            Some(closes_on) => Content::AccountExpiring {
                link: link_or(link)?,
                closes_on,
            },
            None => return Ok(None),
        },
        Kind::AccountRejected => Content::AccountRejected {
            reason: account_reason(db, message)?,
        },
        Kind::AccountClosed => Content::AccountClosed {
            reason: accounts::find(db, account_id(message)?)?.decision_reason,
        },
        Kind::PasswordReset => Content::PasswordReset { link: link_or(link)? },
        Kind::NewPasswordNeeded => Content::NewPasswordNeeded { link: link_or(link)? },
        Kind::PasswordChanged => Content::PasswordChanged,
        Kind::PasskeyAdded => Content::PasskeyAdded,
        Kind::PasskeyRemoved => Content::PasskeyRemoved,
        Kind::SecondFactorAdded => Content::SecondFactorAdded,
        Kind::SecondFactorRemoved => Content::SecondFactorRemoved,
        Kind::IdentityLinked => Content::IdentityLinked,
        Kind::IdentityUnlinked => Content::IdentityUnlinked,
        Kind::EmailConfirmation => Content::EmailConfirmation { link: link_or(link)? },
        Kind::EmailChangeRequested => Content::EmailChangeRequested { link: link_or(link)? },
        Kind::EmailChanged => Content::EmailChanged { link },
        Kind::AccountSuspended => Content::AccountSuspended {
            reason: account_reason(db, message)?,
        },
        Kind::AccountReactivated => Content::AccountReactivated,
        Kind::ShareLookedAt => Content::ShareLookedAt,
        _ => return Err(unexpected(message)),
    }))
}

fn correction(db: &mut Db<'_>, message: &Notification, link: Option<OneTimeLink>) -> Result<Option<Content>> {
    let items = account_items(db, account_id(message)?)?;
    let answer_before = last_day(message)?;
    Ok((!items.is_empty()).then_some(Content::AccountCorrection {
        items,
        link,
        answer_before,
    }))
}

/// While the session is remembered.
fn new_sign_in(db: &mut Db<'_>, message: &Notification) -> Result<Option<Content>> {
    let id = message.about.session.ok_or_else(|| lacks(message, "a session"))?;
    Ok(sessions::find(db, id)?.map(|session| Content::NewSignIn {
        program: session.user_agent,
        signed_in_at: session.created_at,
    }))
}

/// While it is paused.
fn webhook_paused(db: &mut Db<'_>, message: &Notification) -> Result<Option<Content>> {
    let id = message.about.endpoint.ok_or_else(|| lacks(message, "an endpoint"))?;
    let Some(endpoint) = endpoints::by_id(db, id)? else {
        return Ok(None);
    };
    let Some(reason) = endpoint.pause_reason else {
        return Ok(None);
    };
    let centre = match endpoint.centre_id {
        Some(centre) => Some(centres::find(db, centre)?.name),
        None => None,
    };
    let frontend = match endpoint.frontend_id {
        Some(frontend) => Some(frontends::find(db, frontend)?.name),
        None => None,
    };
    Ok(Some(Content::WebhookPaused {
        url: endpoint.url,
        path: format!("/v1/webhook-endpoints/{id}"),
        reason,
        centre,
        frontend,
    }))
}

/// Until it is erased.
fn export_ready(db: &mut Db<'_>, message: &Notification) -> Result<Option<Content>> {
    let newest = exports::newest(db, account_id(message)?)?;
    let now = db.now();
    let ready = newest.filter(|export| export.stage(now) == export::Stage::Ready);
    let last_day = |export: ExportRecord| legal_date(*export.expires_at?).pred_opt();
    Ok(ready
        .and_then(last_day)
        .map(|available_until| Content::ExportReady { available_until }))
}

/// With the case that rested on it, while that case is with an agent again.
fn withdrawn(db: &mut Db<'_>, message: &Notification) -> Result<Content> {
    let training = training(db, message)?;
    let case = entitlements::case_of(db, training.id)?;
    let record = case.map(|id| cases::find(db, id)).transpose()?;
    let is_back = |record: &CaseRecord| {
        matches!(
            record.stage,
            Stage::Submitted | Stage::InReview | Stage::InformationRequested
        )
    };
    Ok(Content::AttestationWithdrawn {
        training,
        case: record.filter(is_back).as_ref().map(case_of),
    })
}

fn of_card(db: &mut Db<'_>, message: &Notification) -> Result<Content> {
    let record = card_record(db, message)?;
    let card = card_of(&record);
    match message.notification {
        Kind::CardRevoked => {
            let reason = record.revocation_reason.ok_or_else(|| lacks(message, "a reason"))?;
            Ok(Content::CardRevoked { card, reason })
        }
        Kind::CardExpiring => {
            let sectors = record.sectors.0.iter().map(|sector| sector.sector).collect();
            Ok(Content::CardExpiring {
                card,
                sectors,
                expires_on: record.expires_on,
            })
        }
        _ => Err(unexpected(message)),
    }
}

/// The card that a driver was sent and has not activated yet.
fn unactivated_card(db: &mut Db<'_>, driver: AccountId) -> Result<Option<Card>> {
    let own = cards::of_driver(db, driver)?;
    let posted = own.iter().rev().find(|card| card.stage == card::Stage::InTransit);
    Ok(posted.map(card_of))
}

/// Until it is activated, or is not on its way any more.
fn not_activated(db: &mut Db<'_>, message: &Notification) -> Result<Option<Content>> {
    let record = card_record(db, message)?;
    let posted_at = production_orders::posted_at(db, record.id)?;
    let waits = posted_at.filter(|_| record.stage == card::Stage::InTransit);
    Ok(waits.map(|posted_at| Content::CardNotActivated {
        card: card_of(&record),
        posted_on: legal_date(posted_at),
    }))
}

fn expiring(db: &mut Db<'_>, message: &Notification) -> Result<Option<Content>> {
    let record = case_record(db, message)?;
    let expires_on = last_day(message)?;
    // Moved on since, or put off; a stage that has lapsed by now was announced all the same.
    if record.stage != Stage::Expired && lapse(db, Subject::Case, record.id)? != Some(expires_on) {
        return Ok(None);
    }
    let case = case_of(&record);
    Ok(Some(match message.notification {
        Kind::DraftExpiring => Content::DraftExpiring { case, expires_on },
        Kind::AnswerExpiring => Content::AnswerExpiring { case, expires_on },
        Kind::CardReturnExpiring => Content::CardReturnExpiring { case, expires_on },
        Kind::PaymentExpiring => Content::PaymentExpiring {
            case,
            amount: money::due(message, &record)?,
            expires_on,
        },
        _ => return Err(unexpected(message)),
    }))
}

/// What asks the driver for something, until it is done.
fn asking(db: &mut Db<'_>, message: &Notification) -> Result<Option<Content>> {
    let case = case(db, message)?;
    let answer_before = last_day(message)?;
    let items = case_items(db, case.id)?;
    Ok(match message.notification {
        Kind::InformationRequested | Kind::QualityAtYourCharge if items.is_empty() => None,
        Kind::InformationRequested => Some(Content::InformationRequested {
            case,
            items,
            answer_before,
        }),
        Kind::QualityAtYourCharge => Some(Content::QualityAtYourCharge {
            case,
            items,
            answer_before,
        }),
        Kind::CardUndelivered => Some(Content::CardUndelivered { case, answer_before }),
        Kind::ReturnCoupon => Some(Content::ReturnCoupon {
            case,
            send_before: answer_before,
        }),
        _ => return Err(unexpected(message)),
    })
}

/// Until the driver has sent others in their place.
fn document_refused(db: &mut Db<'_>, message: &Notification) -> Result<Option<Content>> {
    let case = case(db, message)?;
    let documents = documents::of_case(db, case.id)?.into_iter();
    let infected = documents.filter(|document| document.scan == Some(DocumentScan::Infected));
    let documents: Vec<_> = infected
        .map(|document| ItemTarget::Document(document.document_type))
        .collect();
    Ok((!documents.is_empty()).then_some(Content::DocumentRefused { case, documents }))
}

fn of_case(db: &mut Db<'_>, message: &Notification) -> Result<Content> {
    let record = case_record(db, message)?;
    let case = case_of(&record);
    Ok(match message.notification {
        Kind::CaseSubmitted => Content::CaseSubmitted { case },
        Kind::CaseRejected => {
            let reason = record.decision_reason.ok_or_else(|| lacks(message, "a reason"))?;
            Content::CaseRejected {
                refund: money::given_back(db, case.id)?,
                case,
                reason,
            }
        }
        Kind::CaseCancelled => Content::CaseCancelled {
            refund: money::given_back(db, case.id)?,
            case,
        },
        Kind::CaseExpired => Content::CaseExpired {
            refund: money::given_back(db, case.id)?,
            case,
        },
        Kind::CardShipped => {
            let card = record.produced_card_id.ok_or_else(|| lacks(message, "a card"))?;
            let tracking_number = record
                .tracking_number
                .ok_or_else(|| lacks(message, "a tracking number"))?;
            Content::CardShipped {
                card: card_of(&cards::find(db, card)?),
                tracking_number,
            }
        }
        _ => return Err(unexpected(message)),
    })
}

fn unexpected(message: &Notification) -> Error {
    lacks(message, "anybody who knows what it tells")
}
