//! Asking for an export: a few a day, and one at a time.

use domain::ids::AccountId;
use persistence::Tx;
use persistence::exports::{self, ExportRecord};

use crate::http::middleware::limits::Limits;
use crate::hub::Abort;

/// The driver's export that is being prepared; a new one, where there is none.
pub(super) fn begin(tx: &mut Tx<'_>, limits: &Limits, driver: AccountId) -> Result<ExportRecord, Abort> {
    if let Some(under_way) = exports::under_way(tx, driver)? {
        return Ok(under_way);
    }
    limits.ask_for_export(driver)?;
    Ok(exports::request(tx, driver)?)
}
