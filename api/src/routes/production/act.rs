//! What the production system's reports have in common.

use domain::ids::ProductionOrderId;
use domain::people::Language;
use domain::production_order::Action;
use persistence::Tx;
use persistence::production_orders::{self, OrderInput};

use super::order_view::OrderView;
use crate::http::{IfMatch, Reply};
use crate::hub::Abort;

/// Does something to an order that still is what the caller saw; the order as it is then.
pub fn act(
    tx: &mut Tx<'_>,
    id: ProductionOrderId,
    seen: &IfMatch,
    action: Action,
    asked: &OrderInput<'_>,
    (base, language): (&str, Language),
) -> Result<Reply, Abort> {
    let order = production_orders::lock(tx, id)?;
    seen.require(order.version)?;
    let order = production_orders::act(tx, &order, action, asked)?;
    Ok(OrderView::read(tx, order, base, language)?.answer())
}
