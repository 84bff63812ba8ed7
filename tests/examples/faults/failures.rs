//! What happens to every machine some day: the power goes, the database restarts, the disk fills, a partner is gone,
//! the whole machine is, and its backup is what there is.

mod crowd;
mod disk;
mod kills;
mod outside;
mod postgres;
mod restore;
mod webhooks;

use futures::future::LocalBoxFuture;

use crate::Scale;

/// PostgreSQL as an operator runs it, but for the size.
const CAREFUL: &str = "-c shared_buffers=64MB";

/// A failure by its name.
pub struct Failure {
    pub name: &'static str,
    /// Brings it about: what was seen, or what was lost.
    pub run: fn(Scale) -> LocalBoxFuture<'static, Result<String, String>>,
}

/// Writes the list of failures.
macro_rules! failures {
    ($( $name:literal $run:path; )+) => {
        /// Every failure there is.
        pub const ALL: &[Failure] = &[$( Failure {
            name: $name,
            run: |scale| Box::pin($run(scale)),
        } ),+];
    };
}

failures! {
    "kills on SQLite" kills::on_sqlite;
    "kills on PostgreSQL" kills::on_postgres;
    "kills of one of two" kills::of_one_of_two;
    "PostgreSQL restarts" postgres::restarts;
    "PostgreSQL fails over" postgres::fails_over;
    "restored on SQLite" restore::on_sqlite;
    "restored on PostgreSQL" restore::on_postgres;
    "full disk" disk::full;
    "mail server gone" outside::mail_gone;
    "storage frozen" outside::storage_frozen;
    "webhooks and kills" webhooks::at_once;
    "a thousand webhooks" webhooks::a_thousand;
}

/// Nothing, or what was lost.
fn held(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}
