//! Telling a story on both databases.

use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt as _;

use crate::databases::Database;
use crate::hub::Hub;

/// Makes two tests of each `async fn story(hub: &Hub)` named: one on SQLite, one on PostgreSQL.
#[macro_export]
macro_rules! stories {
    ($($story:ident),+ $(,)?) => { $(
        mod $story {
            #[test]
            fn on_sqlite() {
                $crate::stories::tell($crate::databases::Database::sqlite(), super::$story);
            }

            #[test]
            fn on_postgres() {
                if let Some(database) = $crate::databases::Database::postgres() {
                    $crate::stories::tell(database, super::$story);
                }
            }
        }
    )+ };
}

/// Tells one story on one database, with a hub that nobody else uses. The hub is stopped even where the story fails:
/// many hubs live in one process, one after the other.
pub fn tell(database: Database, story: impl AsyncFnOnce(&Hub)) {
    database.run(async |database| {
        let hub = Hub::start(database).await;
        let outcome = AssertUnwindSafe(story(&hub)).catch_unwind().await;
        hub.stop().await;
        if let Err(failure) = outcome {
            resume_unwind(failure);
        }
    });
}
