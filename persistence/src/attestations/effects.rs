//! What follows from an attestation's transitions, within their transaction.

use domain::access::Partner;
use domain::attestation::{Attestation, Effect};
use domain::ids::AccountId;
use domain::lifecycle::{Subject, Table};
use domain::paper::PaperKind;
use domain::rules::matching::MismatchReason;

use super::{AttestationInput, AttestationRecord, credit, matching};
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::notify::{self, About};
use crate::papers;
use crate::schema::attestations;
use crate::store::Tx;
use crate::transitions::{Stateful, stored_in};

impl Stateful for Attestation {
    type Record = AttestationRecord;
    type Input<'a> = AttestationInput<'a>;

    fn table(_: &AttestationRecord) -> Table<Self> {
        domain::attestation::TABLE
    }

    fn reason<'a>(input: &'a AttestationInput<'_>) -> Option<&'a str> {
        input.reason
    }

    stored_in!(attestations as AttestationRecord);

    fn subscriber(record: &AttestationRecord) -> Option<Partner> {
        Some(Partner::Centre(record.centre_id))
    }

    fn carry_out(
        tx: &mut Tx<'_>,
        record: &AttestationRecord,
        effect: Effect,
        input: &AttestationInput<'_>,
    ) -> Result<()> {
        match effect {
            Effect::Tell(kind) => {
                let driver = input.account_id.or(record.account_id).ok_or_else(|| nobody(record))?;
                notify::tell(tx, kind, driver, About::subject(Subject::Attestation, record.id))
            }
            Effect::Credit => {
                let driver = input.account_id.ok_or_else(|| nobody(record))?;
                give(tx, record, driver)?;
                if input.by_rule {
                    matching::remember_numbers(tx, record, driver)?;
                } else {
                    matching::accept(tx, record.id, driver)?;
                    matching::remember(tx, record, driver)?;
                }
                papers::order(tx, PaperKind::Recap, record.id, driver)?;
                credit::credit(tx, record, driver)
            }
            Effect::RefuseCandidate => match record.candidate_id {
                Some(candidate) => {
                    matching::refuse(tx, record.id, candidate)?;
                    diesel::update(attestations::table.find(record.id))
                        .set((
                            attestations::candidate_id.eq(None::<AccountId>),
                            attestations::mismatch.eq(None::<MismatchReason>),
                        ))
                        .execute(tx.conn)?;
                    Ok(())
                }
                None => Ok(()),
            },
            Effect::Uncredit => {
                papers::erase(tx, PaperKind::Recap, record.id)?;
                credit::uncredit(tx, record, input.reason.unwrap_or_default())
            }
        }
    }
}

/// The attestation is the driver's, which one that was born so is already.
fn give(tx: &mut Tx<'_>, record: &AttestationRecord, driver: AccountId) -> Result<()> {
    if record.account_id == Some(driver) {
        return Ok(());
    }
    diesel::update(attestations::table.find(record.id))
        .set((
            attestations::account_id.eq(Some(driver)),
            attestations::candidate_id.eq(None::<AccountId>),
            attestations::mismatch.eq(None::<MismatchReason>),
            attestations::decision_reason.eq(None::<String>),
        ))
        .execute(tx.conn)?;
    Ok(())
}

fn nobody(record: &AttestationRecord) -> Error {
    Error::Corrupt(format!("attestation {} is matched with nobody", record.id))
}
