//! What operations cost the database: how many statements each runs, and that none is prepared twice. Times are not
//! measured here; a query in a loop, or one that diesel cannot keep, is found by counting.

use tests::Reading as _;
use tests::databases::Database;
use tests::hub::Hub;
use tests::people::{Person, Training, home};
use tests::roles::Driver;

mod listener;

use listener::Cost;

/// One after the other: what is heard is heard of the whole process.
#[test]
fn operations_run_so_many_statements_and_prepare_none() {
    listener::listen();
    Database::sqlite().run(story);
    if let Some(database) = Database::postgres() {
        database.run(story);
    }
}

/// The most statements that each operation runs, BEGIN, SAVEPOINT and COMMIT included: on SQLite, and on PostgreSQL,
/// where rows are locked. What the dispatcher begins at once after the last two is heard as well, or not.
const MOST: &[(&str, usize, usize)] = &[
    ("look whether it lives", 0, 0),
    ("look whether it lives, signed in", 1, 1),
    ("view a case", 6, 6),
    ("list 20 trainings", 5, 5),
    ("put an address", 11, 8),
    ("post an attestation", 44, 44),
    ("submit a case", 35, 35),
];

async fn story(database: Database) {
    let is_sqlite = database.is_sqlite();
    let hub = Hub::start(database).await;
    let mut found = Vec::new();
    let drivers = drivers(&hub).await;
    let driver = &drivers[0];
    let case = driver.begin_case().await;
    let of_case = format!("/v1/cases/{case}");
    let address = format!("{of_case}/delivery-address");

    let mut note = |name: &'static str, costs: &[Cost]| found.push((name, Cost::least(costs)));
    note(
        "look whether it lives",
        &listener::costs(|| async { hub.anyone().get("/health/live").await.ok() }).await,
    );
    note(
        "look whether it lives, signed in",
        &listener::costs(|| async { driver.get("/health/live").await.ok() }).await,
    );
    note(
        "view a case",
        &listener::costs(|| async { driver.get(&of_case).await.ok() }).await,
    );
    note(
        "list 20 trainings",
        &listener::costs(|| async {
            let list = driver.get("/v1/trainings?limit=20").await.ok();
            assert_eq!(list.items().len(), 20);
        })
        .await,
    );
    note(
        "put an address",
        &listener::costs(|| async { driver.put(&address, home()).await.ok() }).await,
    );
    let mut day = 0;
    let mut costs = Vec::new();
    for _ in 0..listener::TIMES {
        day += 1;
        let training = Training::fco("goods", &format!("2025-03-{day:02}"));
        let person = Person::numbered(1);
        let centre = hub.centre().await;
        costs.push(listener::cost(|| async { centre.attest(&person, &training).await }).await);
    }
    note("post an attestation", &costs);
    let mut costs = Vec::new();
    for driver in &drivers[1..] {
        let case = driver.complete_case().await;
        costs.push(listener::cost(|| async { driver.submit(&case).await }).await);
    }
    note("submit a case", &costs);
    judge(is_sqlite, &found);
}

fn judge(is_sqlite: bool, found: &[(&str, Cost)]) {
    let faults: Vec<String> = MOST
        .iter()
        .zip(found)
        .filter_map(|((name, sqlite, postgres), (same, cost))| {
            assert_eq!(name, same);
            let most = if is_sqlite { *sqlite } else { *postgres };
            let is_fine = cost.statements.len() <= most && cost.prepared.is_empty();
            (!is_fine).then(|| format!("{name}: {} instead of {most}: {cost:#?}", cost.statements.len()))
        })
        .collect();
    for (name, cost) in found {
        println!("{name}: {}", cost.statements.len());
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Some who trained: the first of them twenty times.
async fn drivers(hub: &Hub) -> Vec<Driver> {
    let mut drivers = Vec::new();
    for number in 0..=listener::TIMES {
        let person = Person::numbered(u16::try_from(number).expect("a small number"));
        let fimo = Training::fimo("goods", "2026-11-20");
        drivers.push(hub.trained_driver(&person, &[fimo]).await);
    }
    let person = Person::numbered(0);
    for day in 1..20 {
        let training = Training::fco("goods", &format!("2025-02-{day:02}"));
        hub.centre().await.attest(&person, &training).await;
    }
    drivers
}
