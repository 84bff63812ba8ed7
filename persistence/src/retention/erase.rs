//! Takes away what is kept no longer, and whatever rests on it.

use domain::ids::{AttestationId, CertificateId, DocumentId, ExportId, InvoiceId, PaymentId};
use domain::paper::PaperKind;
use uuid::Uuid;

use crate::dialect::AnyId;
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::papers;
use crate::schema::{
    attestations, audit_events, cards, certificates, dismissals, entitlements, invoices, known_qualifications,
    payment_events, payments, term_reprints,
};
use crate::store::Tx;

pub(super) fn certificates(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<()> {
    for &id in ids {
        papers::erase(tx, PaperKind::Certificate, id)?;
    }
    let ids = ids.iter().copied().map(CertificateId);
    diesel::delete(certificates::table.filter(certificates::id.eq_any(ids))).execute(tx.conn)?;
    Ok(())
}

/// Rows now, bytes after the commit. A card that bore them bears nothing from then on.
pub(super) fn documents(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<()> {
    for id in ids.iter().copied().map(DocumentId) {
        diesel::update(cards::table.filter(cards::photo_id.eq(id)))
            .set(cards::photo_id.eq(None::<DocumentId>))
            .execute(tx.conn)?;
        diesel::update(cards::table.filter(cards::signature_id.eq(id)))
            .set(cards::signature_id.eq(None::<DocumentId>))
            .execute(tx.conn)?;
        crate::documents::delete(tx, id)?;
    }
    Ok(())
}

/// With the right to a card that an attestation gave, which is over long since; its certificate went before it.
pub(super) fn attestations(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<()> {
    for id in ids.iter().copied().map(AttestationId) {
        papers::erase(tx, PaperKind::Recap, id)?;
        diesel::delete(dismissals::table.filter(dismissals::attestation_id.eq(id))).execute(tx.conn)?;
        diesel::delete(entitlements::table.filter(entitlements::attestation_id.eq(id))).execute(tx.conn)?;
        diesel::delete(term_reprints::table.filter(term_reprints::attestation_id.eq(id))).execute(tx.conn)?;
        let said_by_it = known_qualifications::table.filter(known_qualifications::attestation_id.eq(Some(id)));
        diesel::delete(said_by_it).execute(tx.conn)?;
        diesel::update(attestations::table.filter(attestations::counted_in.eq(id)))
            .set(attestations::counted_in.eq(None::<AttestationId>))
            .execute(tx.conn)?;
        diesel::delete(attestations::table.find(id)).execute(tx.conn)?;
    }
    Ok(())
}

/// With what was issued for them, the credit note before the invoice that it cancels, and what was reported of them.
pub(super) fn payments(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<()> {
    for id in ids.iter().copied().map(PaymentId) {
        let issued = || invoices::table.filter(invoices::payment_id.eq(id));
        for printed in issued().select(invoices::id).load::<InvoiceId>(tx.conn)? {
            papers::erase_all(tx, printed)?;
        }
        diesel::delete(issued().filter(invoices::cancels_id.is_not_null())).execute(tx.conn)?;
        diesel::delete(issued()).execute(tx.conn)?;
        diesel::delete(payment_events::table.filter(payment_events::payment_id.eq(Some(id)))).execute(tx.conn)?;
        diesel::delete(payments::table.find(id)).execute(tx.conn)?;
    }
    Ok(())
}

pub(super) fn audit_events(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<()> {
    let ids = ids.iter().copied().map(AnyId);
    diesel::delete(audit_events::table.filter(audit_events::id.eq_any(ids))).execute(tx.conn)?;
    Ok(())
}

/// The bytes after the commit; that there was an export is told for a while.
pub(super) fn exports(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<()> {
    ids.iter().try_for_each(|&id| crate::exports::expire(tx, ExportId(id)))
}
