//! Drivers' terms counted anew, once, after an older release: both sectors have one term since. Nothing that was printed
//! changes; what differs is listed for supervisors.

use persistence::{Store, hub_state, terms};

use super::opening::system;

/// Drivers looked up at a time.
const AT_A_TIME: i64 = 200;

/// Counts every driver's terms, unless that was done before. What is cut off begins anew with the next start: counted
/// twice is counted once.
pub(super) async fn recount_terms(store: &Store) -> anyhow::Result<()> {
    if store.read(hub_state::terms_are_counted).await? {
        return Ok(());
    }
    let (mut after, mut counted) = (None, 0_u64);
    loop {
        let drivers = store.read(move |db| terms::drivers(db, after, AT_A_TIME)).await?;
        if drivers.is_empty() {
            break;
        }
        for driver in drivers {
            store
                .write(system(), move |tx| terms::recount_account(tx, driver))
                .await?;
            after = Some(driver);
            counted += 1;
        }
    }
    store.write(system(), hub_state::note_terms_counted).await?;
    if counted > 0 {
        tracing::info!(drivers = counted, "counted the terms of every driver anew");
    }
    Ok(())
}
