//! Accounts that wait: for their driver, who is reminded, or for an agent, who is called.

use domain::account::{Account, Action, Facts, Stage, TABLE};
use domain::ids::AccountId;
use domain::lifecycle::{self, Subject};
use domain::link;
use domain::notification::NotificationKind;
use domain::time::legal_date;
use domain::timer::TimerAction;
use serde_json::json;

use super::{AccountRecord, Input, lock};
use crate::error::Result;
use crate::notify::{self, About};
use crate::store::Tx;
use crate::{audit, timers, transitions};

/// The stage's time is over: an unanswered correction, an unused link, or data that nobody analysed closes the account.
pub fn lapse(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    let record = lock(tx, id)?;
    transitions::follow::<Account>(tx, &record, Action::Lapse, &Facts::default(), &Input::default())?;
    Ok(())
}

/// The stage's time is nearly over: writes to the driver once more, with the link that they have not used; where it is
/// for an agent to act, calls them for the last time.
pub fn announce_lapse(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    let record = lock(tx, id)?;
    match link::called_for(record.stage) {
        Some(purpose) => notify::tell(tx, NotificationKind::AccountExpiring, id, About::link(purpose)),
        None => call(tx, &record, "review_lapsing"),
    }
}

/// The analysis was promised by now. Calls the agents, and again later.
pub fn call_agents(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    let record = lock(tx, id)?;
    let days = lifecycle::alarms(TABLE, record.stage);
    timers::restart_alarm(tx, Subject::Account, id.into(), *record.updated_at, days)?;
    call(tx, &record, "review_overdue")
}

/// An alarm: in the log, for whoever runs the hub, and in the audit trail, for supervisors.
fn call(tx: &mut Tx<'_>, record: &AccountRecord, alarm: &'static str) -> Result<()> {
    if record.stage != Stage::PendingReview {
        return Ok(());
    }
    let id = record.id;
    let waited = (tx.now() - *record.updated_at).num_days();
    let closes_on = timers::due_at(tx, Subject::Account, id.into(), TimerAction::Lapse)?.map(legal_date);
    tracing::error!(account = %id, waited, alarm, "an account waits for its analysis");
    let details = json!({ "days": waited, "closes_on": closes_on });
    audit::record(tx, alarm, Subject::Account, Some(id.into()), Some(details))
}
