//! What follows from a case's transitions, within their transaction.

use domain::case::{self, Case, Effect, File, Milestone, Stage, Warning};
use domain::ids::AccountId;
use domain::lifecycle::{self, Subject, Table};
use domain::notification::NotificationKind;
use domain::paper::PaperKind;
use domain::timer;

use super::{CaseInput, CaseRecord, amount, items, on_card};
use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::{Error, Result};
use crate::notify::{self, About};
use crate::schema::cases;
use crate::store::Tx;
use crate::transitions::{Stateful, stored_in};
use crate::{accounts, cards, documents, entitlements, invoices, papers, payments};

/// What came with an action.
#[derive(Debug, Clone, Copy)]
pub struct EffectInput<'a> {
    /// The case as the domain saw it.
    pub file: &'a File,
    /// What came with the action.
    pub action: &'a CaseInput<'a>,
}

impl Stateful for Case {
    type Record = CaseRecord;
    type Input<'a> = EffectInput<'a>;

    fn table(record: &CaseRecord) -> Table<Self> {
        record.kind.table()
    }

    fn reason<'a>(input: &'a EffectInput<'_>) -> Option<&'a str> {
        input.action.reason
    }

    stored_in!(cases as CaseRecord, |tx, record, to| {
        let reached = case::milestone(Some(record.stage), to);
        let now = |milestone| (reached == Some(milestone)).then(|| Some(At(tx.now())));
        (
            now(Milestone::Submitted).map(|now| cases::submitted_at.eq(now)),
            now(Milestone::Decided).map(|now| cases::decided_at.eq(now)),
            now(Milestone::Shipped).map(|now| cases::shipped_at.eq(now)),
        )
    });

    fn driver(record: &CaseRecord) -> Option<AccountId> {
        Some(record.account_id)
    }

    fn carry_out(tx: &mut Tx<'_>, record: &CaseRecord, effect: Effect, input: &EffectInput<'_>) -> Result<()> {
        let own = cases::table.find(record.id);
        match effect {
            // It goes out with its paper, once that is made.
            Effect::Tell(NotificationKind::ReturnCoupon) => {
                papers::order(tx, PaperKind::ReturnCoupon, record.id, record.account_id)?;
            }
            Effect::Tell(kind) => {
                notify::tell(tx, kind, record.account_id, About::subject(Subject::Case, record.id))?;
            }
            Effect::ReserveEntitlements => entitlements::reserve(tx, record.account_id, record.id)?,
            Effect::FreeEntitlements => entitlements::free(tx, record.id)?,
            Effect::UseEntitlements => {
                let carried = cards::made_by(tx, record.id)?.sector_names();
                entitlements::use_up(tx, record.id, &carried)?;
            }
            Effect::FixSectors => {
                let sectors = Stored(input.file.asked_for());
                diesel::update(own)
                    .set(cases::sectors.eq(Some(sectors)))
                    .execute(tx.conn)?;
            }
            Effect::Assign => {
                let assignee = input.action.assignee.or(tx.author().actor.staff());
                diesel::update(own)
                    .set(cases::assignee_id.eq(assignee))
                    .execute(tx.conn)?;
            }
            Effect::Unassign => {
                diesel::update(own)
                    .set(cases::assignee_id.eq(None::<domain::ids::StaffId>))
                    .execute(tx.conn)?;
            }
            Effect::RecordItems => request_information(tx, record, input)?,
            Effect::OrderCard => cards::order(tx, record, input.file)?,
            Effect::CopyIdentityToAccount => {
                if let Some(holder) = record.holder() {
                    accounts::copy_identity(tx, record.account_id, holder)?;
                }
            }
            Effect::KeepPhotoAndSignature => documents::give_to_card(tx, record.id)?,
            Effect::WarnAgents => {
                diesel::update(own)
                    .set(cases::warning.eq(Some(Warning::AttestationWithdrawn)))
                    .execute(tx.conn)?;
            }
            Effect::Erase => erase(tx, record)?,
            Effect::SettleItems => items::settle(tx, record.id)?,
            Effect::PrintSummary => papers::order(tx, PaperKind::Summary, record.id, record.account_id).map(drop)?,
            Effect::FixAmount(fee) => amount::fix(tx, record, fee)?,
            Effect::CancelPayments => payments::cancel_pending(tx, record.id)?,
            Effect::IssueInvoice => issue_invoice(tx, record, input)?,
            Effect::Refund => payments::refund(tx, record.id)?,
            Effect::OrderReplacement
            | Effect::OrderReshipment
            | Effect::SuspendCard
            | Effect::RestoreCard
            | Effect::RevokeCard(_)
            | Effect::ReturnCard
            | Effect::TakeBackCard
            | Effect::DestroyCard => on_card::carry_out(tx, record, effect, input)?,
        }
        Ok(())
    }
}

fn issue_invoice(tx: &mut Tx<'_>, record: &CaseRecord, input: &EffectInput<'_>) -> Result<()> {
    let payment = input
        .action
        .payment
        .ok_or_else(|| Error::Corrupt(format!("case {} is paid by no payment", record.id)))?;
    invoices::issue(tx, record, payment).map(drop)
}

fn request_information(tx: &mut Tx<'_>, record: &CaseRecord, input: &EffectInput<'_>) -> Result<()> {
    items::record(tx, record.id, input.action.items)?;
    let now = At(tx.now());
    let entered: Stage = cases::table.find(record.id).select(cases::stage).first(tx.conn)?;
    let answer_before =
        lifecycle::lapses(record.kind.table(), entered).map(|(_, days)| At(timer::lapse_due(*now, days)));
    diesel::update(cases::table.find(record.id))
        .set((
            cases::requested_at.eq(Some(now)),
            cases::answer_before.eq(answer_before),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Forgets what the driver provided: data at once, files by the outbox after the commit.
fn erase(tx: &mut Tx<'_>, record: &CaseRecord) -> Result<()> {
    documents::erase_case(tx, record.id)?;
    for kind in [PaperKind::Summary, PaperKind::ReturnCoupon] {
        papers::erase(tx, kind, record.id)?;
    }
    items::erase(tx, record.id)?;
    diesel::update(cases::table.find(record.id))
        .set((
            cases::holder.eq(None::<Stored<domain::people::Holder>>),
            cases::delivery_address.eq(None::<Stored<domain::people::Address>>),
            cases::billing_address.eq(None::<Stored<domain::people::BillingAddress>>),
            cases::declaration.eq(None::<Stored<serde_json::Value>>),
        ))
        .execute(tx.conn)?;
    Ok(())
}
