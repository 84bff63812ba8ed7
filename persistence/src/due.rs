//! Carries out what is due by itself: one timer, in one transaction.

use domain::ids::{AccountId, AttestationId, CardId, CaseId, EntitlementId};
use domain::lifecycle::Subject;
use domain::timer::TimerAction;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::store::Tx;
use crate::timers::{self, Timer};
use crate::{accounts, cards, cases, certificates, dialect, entitlements};

/// Carries out a timer, and takes it away. Says whether it was still to be done: somebody else may have done it
/// meanwhile, or what it waited for may have moved on and moved the timer with it.
pub fn carry_out(tx: &mut Tx<'_>, timer: &Timer) -> Result<bool> {
    hold(tx, timer)?;
    if !timers::is_due(tx, timer)? {
        return Ok(false);
    }
    let id = timer.subject_id.0;
    // Taken away first: what is done may set the same timer anew.
    timers::clear(tx, timer.subject, id, timer.action)?;
    match tx.savepoint(|tx| act(tx, timer.subject, id, timer.action)) {
        // A timer that outlived its stage is a defect, but no reason to try it again for ever.
        Err(Error::Refused(refusal)) => {
            tracing::error!(?timer, %refusal, "a timer was due in a stage that does not know it");
            Ok(true)
        }
        Err(Error::NotFound) => {
            tracing::error!(?timer, "a timer was due for something that is gone");
            Ok(true)
        }
        other => other.map(|()| true),
    }
}

/// Keeps other runners away from this timer, and its subject as it is: whoever is changing the subject just now moves
/// its timers with it, and is waited for.
fn hold(tx: &mut Tx<'_>, timer: &Timer) -> Result<()> {
    let id = timer.subject_id.0;
    dialect::advisory_lock(tx.conn, &format!("timer:{}:{id}:{}", timer.subject, timer.action))?;
    let held = match timer.subject {
        Subject::Account => accounts::lock(tx, AccountId(id)).map(drop),
        Subject::Case => cases::lock_for_action(tx, CaseId(id)).map(drop),
        _ => Ok(()),
    };
    match held {
        Err(Error::NotFound) => Ok(()),
        other => other,
    }
}

fn act(tx: &mut Tx<'_>, subject: Subject, id: Uuid, action: TimerAction) -> Result<()> {
    match (subject, action) {
        (Subject::Account, TimerAction::AnnounceLapse) => accounts::announce_lapse(tx, AccountId(id)),
        (Subject::Account, TimerAction::Alarm) => accounts::call_agents(tx, AccountId(id)),
        (Subject::Account, TimerAction::Lapse) => accounts::lapse(tx, AccountId(id)),
        (Subject::Case, TimerAction::AnnounceLapse) => cases::announce_lapse(tx, CaseId(id)),
        (Subject::Case, TimerAction::Lapse) => cases::lapse(tx, CaseId(id)),
        (Subject::Entitlement, TimerAction::Expire) => entitlements::end(tx, EntitlementId(id)),
        (Subject::Attestation, TimerAction::CertificateExpiring) => certificates::announce_end(tx, AttestationId(id)),
        (Subject::Card, TimerAction::Expire) => cards::expire(tx, CardId(id)),
        (Subject::Card, TimerAction::CardNotActivated | TimerAction::CardStillNotActivated) => {
            cards::remind_to_activate(tx, CardId(id))
        }
        (Subject::Card, TimerAction::CardExpiringInSixMonths | TimerAction::CardExpiringInThreeMonths) => {
            cards::announce_end(tx, CardId(id), action)
        }
        // Drawn by no lifecycle: announcements of what nobody waits for (a shipped case finishes quietly) have none.
        (
            Subject::Account
            | Subject::Entitlement
            | Subject::Case
            | Subject::Card
            | Subject::ProductionOrder
            | Subject::Attestation
            | Subject::Payment
            | Subject::Invoice,
            _,
        ) => Ok(()),
    }
}
