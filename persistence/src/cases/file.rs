//! A case as the domain's rules see it: four short reads.

use diesel::prelude::*;
use domain::case::{File, HeldEntitlement, UploadedDocument};

use super::{CaseRecord, items};
use crate::error::Result;
use crate::schema::{cards, documents, entitlements};
use crate::store::Db;

/// Loads what guards and steps look at.
pub fn load(db: &mut Db<'_>, record: &CaseRecord) -> Result<File> {
    let documents = documents::table
        .filter(documents::case_id.eq(Some(record.id)))
        .order(documents::id)
        .select(documents::document_type)
        .load(db.conn)?;
    let held = entitlements::table
        .filter(entitlements::case_id.eq(Some(record.id)))
        .filter(entitlements::stage.eq(domain::entitlement::Stage::Reserved))
        .select(entitlements::sector)
        .load(db.conn)?;
    let produced_card = match record.produced_card_id {
        Some(card) => cards::table.find(card).select(cards::stage).first(db.conn).optional()?,
        None => None,
    };
    Ok(File {
        kind: record.kind,
        holder: record.holder().cloned(),
        delivery_address: record.delivery_address.clone().map(|address| address.0),
        documents: documents
            .into_iter()
            .map(|document_type| UploadedDocument { document_type })
            .collect(),
        items: items::of_case(db, record.id)?
            .iter()
            .map(items::CaseItem::as_item)
            .collect(),
        entitlements: held.into_iter().map(|sector| HeldEntitlement { sector }).collect(),
        assignee: record.assignee_id,
        produced_card,
    })
}
