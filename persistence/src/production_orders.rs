//! Production orders: what the production system is to make or to post, oldest first.

use chrono::{DateTime, Utc};
use domain::access::Partner;
use domain::ids::{AccountId, CardId, CaseId, ProductionOrderId};
use domain::lifecycle::Table;
use domain::paper::PaperKind;
use domain::people::Address;
use domain::production_order::{Action, Effect, Facts, OrderType, ProductionOrder, Stage};

use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::each;
use crate::error::Result;
use crate::locked;
use crate::schema::production_orders;
use crate::store::{Db, Tx};
use crate::transitions::{self, Stateful, stored_in};
use crate::{cards, cases, papers};

/// A production order, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = production_orders)]
#[diesel(treat_none_as_default_value = false)]
pub struct OrderRecord {
    /// Its id, ordered by time.
    pub id: ProductionOrderId,
    /// Raised by each transition.
    pub version: i32,
    /// Where it is.
    pub stage: Stage,
    /// What is ordered.
    pub order_type: OrderType,
    /// For whom.
    pub account_id: AccountId,
    /// Which card.
    pub card_id: CardId,
    /// By which case.
    pub case_id: CaseId,
    /// Where to post it.
    pub delivery_address: Stored<Address>,
    /// Why it could not be made.
    pub failure_reason: Option<String>,
    /// The parcel.
    pub tracking_number: Option<String>,
    /// When it was posted.
    pub shipped_at: Option<At>,
    /// When it was ordered.
    pub created_at: At,
    /// When it last changed.
    pub updated_at: At,
}

/// What came with an action.
#[derive(Debug, Clone, Copy, Default)]
pub struct OrderInput<'a> {
    /// Why it failed.
    pub reason: Option<&'a str>,
    /// The parcel.
    pub tracking_number: Option<&'a str>,
    /// When it was posted.
    pub shipped_at: Option<At>,
}

impl Stateful for ProductionOrder {
    type Record = OrderRecord;
    type Input<'a> = OrderInput<'a>;

    fn table(_: &OrderRecord) -> Table<Self> {
        domain::production_order::TABLE
    }

    fn reason<'a>(input: &'a OrderInput<'_>) -> Option<&'a str> {
        input.reason
    }

    stored_in!(production_orders as OrderRecord);

    fn subscriber(_: &OrderRecord) -> Option<Partner> {
        Some(Partner::Factory)
    }

    fn carry_out(tx: &mut Tx<'_>, record: &OrderRecord, effect: Effect, input: &OrderInput<'_>) -> Result<()> {
        match effect {
            Effect::PrintLetter => papers::order(tx, PaperKind::CardLetter, record.id, record.account_id).map(drop),
            Effect::EraseLetter => papers::erase(tx, PaperKind::CardLetter, record.id),
            Effect::ShipCardAndCase => {
                let tracking_number = input.tracking_number.unwrap_or_default();
                let shipped_at = input.shipped_at.unwrap_or(At(tx.now()));
                cards::ship(tx, record.card_id, tracking_number, shipped_at)?;
                cases::shipped(tx, record.case_id, tracking_number, shipped_at)?;
                Ok(())
            }
        }
    }
}

/// What is ordered, by which case.
#[derive(Debug, Clone)]
pub struct NewOrder<'a> {
    /// What.
    pub order_type: OrderType,
    /// For whom.
    pub account_id: AccountId,
    /// Which card.
    pub card_id: CardId,
    /// By which case.
    pub case_id: CaseId,
    /// Where to post it.
    pub delivery_address: &'a Address,
}

/// Puts an order into the queue.
pub fn order(tx: &mut Tx<'_>, new: &NewOrder<'_>) -> Result<OrderRecord> {
    let transition = transitions::begins_by_itself::<ProductionOrder>(
        domain::production_order::TABLE,
        Action::Order,
        &Facts::default(),
    )?;
    let record = OrderRecord {
        id: ProductionOrderId(tx.id()),
        version: 1,
        stage: transition.to,
        order_type: new.order_type,
        account_id: new.account_id,
        card_id: new.card_id,
        case_id: new.case_id,
        delivery_address: Stored(new.delivery_address.clone()),
        failure_reason: None,
        tracking_number: None,
        shipped_at: None,
        created_at: At(tx.now()),
        updated_at: At(tx.now()),
    };
    diesel::insert_into(production_orders::table)
        .values(&record)
        .execute(tx.conn)?;
    transitions::begin::<ProductionOrder>(tx, &record, &transition, &OrderInput::default())?;
    Ok(record)
}

/// One order.
pub fn find(db: &mut Db<'_>, id: ProductionOrderId) -> Result<OrderRecord> {
    Ok(production_orders::table
        .find(id)
        .select(OrderRecord::columns())
        .first(db.conn)?)
}

/// When a card was last posted, if it ever was.
pub fn posted_at(db: &mut Db<'_>, card_id: CardId) -> Result<Option<DateTime<Utc>>> {
    let last: Option<Option<At>> = production_orders::table
        .filter(production_orders::card_id.eq(card_id))
        .filter(production_orders::shipped_at.is_not_null())
        .order(production_orders::id.desc())
        .select(production_orders::shipped_at)
        .first(db.conn)
        .optional()?;
    Ok(last.flatten().map(|at| *at))
}

/// As [`find`]. The case is locked before its order, as always.
pub fn lock(tx: &mut Tx<'_>, id: ProductionOrderId) -> Result<OrderRecord> {
    let case_id = find(tx, id)?.case_id;
    cases::lock(tx, case_id)?;
    Ok(locked!(tx.conn, production_orders::table.find(id).select(OrderRecord::columns()) => first::<OrderRecord>)?)
}

/// The author of the transaction does `action` to a locked order; the order as it is then.
pub fn act(tx: &mut Tx<'_>, record: &OrderRecord, action: Action, input: &OrderInput<'_>) -> Result<OrderRecord> {
    let facts = Facts {
        tracking_number: input.tracking_number,
        reason: input.reason,
    };
    transitions::act::<ProductionOrder>(tx, record, action, &facts, input)?;
    let own = production_orders::table.find(record.id);
    match action {
        Action::Ship => {
            let shipped_at = Some(input.shipped_at.unwrap_or(At(tx.now())));
            diesel::update(own)
                .set((
                    production_orders::tracking_number.eq(input.tracking_number),
                    production_orders::shipped_at.eq(shipped_at),
                ))
                .execute(tx.conn)?;
        }
        Action::Fail => {
            diesel::update(own)
                .set(production_orders::failure_reason.eq(input.reason))
                .execute(tx.conn)?;
        }
        Action::Requeue => {
            diesel::update(own)
                .set(production_orders::failure_reason.eq(None::<String>))
                .execute(tx.conn)?;
        }
        Action::Order | Action::Start => {}
    }
    find(tx, record.id)
}

/// Orders, oldest first, after `cursor`.
pub fn list(
    db: &mut Db<'_>,
    stage: Option<Stage>,
    cursor: Option<ProductionOrderId>,
    limit: i64,
) -> Result<Vec<OrderRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = production_orders::table
            .order(production_orders::id)
            .limit(limit)
            .into_boxed();
        if let Some(stage) = stage {
            query = query.filter(production_orders::stage.eq(stage));
        }
        if let Some(cursor) = cursor {
            query = query.filter(production_orders::id.gt(cursor));
        }
        query.select(OrderRecord::columns()).load(c)
    })?)
}
