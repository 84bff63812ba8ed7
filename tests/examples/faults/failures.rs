//! What happens to every machine some day: the power goes, the database restarts, the disk fills, a partner is gone.

mod disk;
mod kills;
mod outside;
mod postgres;

use futures::future::LocalBoxFuture;

use crate::Scale;

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
    "PostgreSQL restarts" postgres::restarts;
    "full disk" disk::full;
    "mail server gone" outside::mail_gone;
    "storage frozen" outside::storage_frozen;
}

/// Nothing, or what was lost.
fn held(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}
