//! Attestations of one driver that claim the same day, settled by an agent.

use domain::attestation::Stage;
use domain::lifecycle::{Reason, Refusal, Subject};
use domain::rules::plausibility::OverlapDecision;
use domain::words::Word as _;
use serde_json::json;

use super::{AttestationRecord, find};
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::schema::attestations;
use crate::store::Tx;
use crate::{audit, terms};

/// An agent says whether a locked attestation counts; its driver's terms are counted anew. Refused where it overlaps none,
/// and no overlap of it was settled before.
pub fn settle_overlap(
    tx: &mut Tx<'_>,
    record: &AttestationRecord,
    decision: OverlapDecision,
) -> Result<AttestationRecord> {
    let is_open = record.awaits_agent || record.overlap_decision.is_some();
    let driver = record.account_id.filter(|_| record.stage == Stage::Matched && is_open);
    let Some(driver) = driver else {
        return Err(nothing_to_settle(record).into());
    };
    diesel::update(attestations::table.find(record.id))
        .set((
            attestations::overlap_decision.eq(Some(decision)),
            attestations::version.eq(record.version + 1),
            attestations::updated_at.eq(At(tx.now())),
        ))
        .execute(tx.conn)?;
    let details = json!({"decision": decision.name()});
    audit::note(
        tx,
        "settle_overlap",
        "attestation",
        Some(record.id.into()),
        Some(details),
    )?;
    terms::recount(tx, driver, Some("An agent found that it overlaps another training."))?;
    find(tx, record.id)
}

fn nothing_to_settle(record: &AttestationRecord) -> Refusal {
    Refusal {
        subject: Subject::Attestation,
        stage: Some(record.stage.name()),
        action: "settle_overlap",
        reason: Reason::WrongStage,
        possible: Vec::new(),
    }
}
