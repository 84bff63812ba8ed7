//! What follows from an attestation's transitions, within their transaction.

use diesel::prelude::*;
use domain::attestation::{Attestation, Effect, Stage};
use domain::ids::AccountId;
use domain::lifecycle::{Subject, Table};
use domain::paper::PaperKind;
use domain::rules::matching::MismatchReason;
use uuid::Uuid;

use super::{Asked, AttestationRecord, credit};
use crate::dialect::At;
use crate::error::{Error, Result};
use crate::notify::{self, About};
use crate::papers;
use crate::schema::attestations;
use crate::store::Tx;
use crate::transitions::Kept;

impl Kept for Attestation {
    type Record = AttestationRecord;
    type Input<'a> = Asked<'a>;

    fn table(_: &AttestationRecord) -> Table<Self> {
        domain::attestation::TABLE
    }

    fn id(record: &AttestationRecord) -> Uuid {
        record.id.into()
    }

    fn version(record: &AttestationRecord) -> i32 {
        record.version
    }

    fn stage(record: &AttestationRecord) -> Stage {
        record.stage
    }

    fn reason<'a>(input: &'a Asked<'_>) -> Option<&'a str> {
        input.reason
    }

    fn advance(tx: &mut Tx<'_>, record: &AttestationRecord, to: Stage) -> QueryResult<usize> {
        let now = At(tx.now());
        let seen = attestations::table
            .filter(attestations::id.eq(record.id))
            .filter(attestations::version.eq(record.version));
        diesel::update(seen)
            .set((
                attestations::stage.eq(to),
                attestations::version.eq(record.version + 1),
                attestations::updated_at.eq(now),
            ))
            .execute(tx.conn)
    }

    fn carry_out(tx: &mut Tx<'_>, record: &AttestationRecord, effect: Effect, asked: &Asked<'_>) -> Result<()> {
        match effect {
            Effect::Tell(kind) => {
                let driver = asked.account_id.or(record.account_id).ok_or_else(|| nobody(record))?;
                notify::tell(tx, kind, driver, About::subject(Subject::Attestation, record.id))
            }
            Effect::Credit => {
                let driver = asked.account_id.ok_or_else(|| nobody(record))?;
                diesel::update(attestations::table.find(record.id))
                    .set((
                        attestations::account_id.eq(Some(driver)),
                        attestations::candidate_id.eq(None::<AccountId>),
                        attestations::mismatch.eq(None::<MismatchReason>),
                    ))
                    .execute(tx.conn)?;
                papers::order(tx, PaperKind::Recap, record.id, driver)?;
                credit::credit(tx, record, driver)
            }
            Effect::Uncredit => {
                papers::erase(tx, PaperKind::Recap, record.id)?;
                credit::uncredit(tx, record, asked.reason.unwrap_or_default())
            }
        }
    }
}

fn nobody(record: &AttestationRecord) -> Error {
    Error::Corrupt(format!("attestation {} is matched with nobody", record.id))
}
