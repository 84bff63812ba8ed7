//! A hub with drivers who each have a complete draft.

use domain::ids::{AccountId, CaseId};
use persistence::Store;
use persistence::cases::{self, WholeCase};
use tests::Reading as _;
use tests::databases::Database;
use tests::hub::Hub;
use tests::people::{Person, Training};
use tokio::runtime::Runtime;

/// As many as ask at the same time at the most.
pub const DRIVERS: u16 = 32;

/// A hub, and what runs it.
pub struct Scene {
    pub runtime: Runtime,
    hub: Hub,
    /// Each driver with their draft.
    pub drafts: Vec<(AccountId, CaseId)>,
}

impl Scene {
    /// Starts a hub on a database and has every driver fill a draft.
    pub fn set(database: Database) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let (hub, drafts) = runtime.block_on(async {
            let hub = Hub::start(database).await;
            let mut drafts = Vec::new();
            for number in 0..DRIVERS {
                let training = Training::fimo("goods", "2026-11-20");
                let driver = hub.trained_driver(&Person::numbered(number), &[training]).await;
                let case = driver.complete_case().await;
                let account = driver.get("/v1/account").await.ok();
                drafts.push((
                    AccountId(account.id().parse().expect("an id")),
                    CaseId(case.parse().expect("an id")),
                ));
            }
            (hub, drafts)
        });
        Self { runtime, hub, drafts }
    }

    /// What is kept.
    pub fn store(&self) -> &Store {
        self.hub.store()
    }

    /// The first draft.
    pub fn whole(&self) -> WholeCase {
        let (account, case) = self.drafts[0];
        let read = self.store().read(move |db| {
            let record = cases::of_account(db, account, case)?;
            cases::whole(db, record)
        });
        self.runtime.block_on(read).expect("a draft")
    }
}
