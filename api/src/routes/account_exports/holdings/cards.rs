//! Cards, and the orders to make and to post them.

use chrono::{DateTime, Utc};
use domain::ids::{CardId, CaseId, ProductionOrderId};
use domain::labels::Label as _;
use domain::people::{Address, Holder};
use domain::production_order::{OrderType, Stage};
use integrations::exports::{Cursor, Page, Subject};
use persistence::exports::held;
use persistence::{Db, Result, cards as kept};
use serde::Serialize;

use super::{AT_ONCE, Holdings, list, page};
use crate::routes::back_office::known_qualifications::list_term_reprints::TermReprint;
use crate::routes::cards::card_view::CardView;

/// A card, with who bears it and where it was sent.
#[derive(Serialize)]
struct WholeCard {
    #[serde(flatten)]
    card: CardView,
    holder: Holder,
    issuer: String,
    delivery_address: Address,
    #[serde(skip_serializing_if = "Option::is_none")]
    revocation_note: Option<String>,
}

pub(super) fn cards(holdings: &Holdings, db: &mut Db<'_>, subject: &Subject, cursor: Option<Cursor>) -> Result<Page> {
    let after = cursor.map(|(id, _)| id.into());
    let rows = kept::list(db, subject.account_id, after, AT_ONCE)?;
    let ids: Vec<CardId> = rows.iter().map(|record| record.id).collect();
    let open = kept::open_cases(db, &ids)?;
    let views = rows.into_iter().map(|record| WholeCard {
        holder: record.holder.0.clone(),
        issuer: record.issuer.clone(),
        delivery_address: record.delivery_address.0.clone(),
        revocation_note: record.revocation_note.clone(),
        card: CardView::of(record, &open, &holdings.public_base, subject.language),
    });
    page(views.collect(), ids.last().map(|id| (*id).into()))
}

/// An order to make a card, or to post it. What is printed on the card stands with the card.
#[derive(Serialize)]
struct ProductionOrder {
    id: ProductionOrderId,
    r#type: OrderType,
    stage: Stage,
    stage_label: &'static str,
    version: i32,
    case_id: CaseId,
    card_id: CardId,
    delivery_address: Address,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tracking_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipped_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

pub(super) fn production_orders(_: &Holdings, db: &mut Db<'_>, subject: &Subject, _: Option<Cursor>) -> Result<Page> {
    let orders = held::production_orders(db, subject.account_id)?;
    list(orders.into_iter().map(|record| ProductionOrder {
        id: record.id,
        r#type: record.order_type,
        stage: record.stage,
        stage_label: record.stage.label(subject.language),
        version: record.version,
        case_id: record.case_id,
        card_id: record.card_id,
        delivery_address: record.delivery_address.0,
        failure_reason: record.failure_reason,
        tracking_number: record.tracking_number,
        shipped_at: record.shipped_at.map(|at| *at),
        created_at: *record.created_at,
        updated_at: *record.updated_at,
    }))
}

pub(super) fn term_reprints(_: &Holdings, db: &mut Db<'_>, subject: &Subject, _: Option<Cursor>) -> Result<Page> {
    list(
        held::term_reprints(db, subject.account_id)?
            .into_iter()
            .map(TermReprint::from),
    )
}
