//! A database made by a release, filled by a journey, comes up to date with everything in it, and goes on.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, resume_unwind};

use diesel::connection::SimpleConnection as _;
use futures::FutureExt as _;
use persistence::migrate;
use persistence::store::Target;
use tests::databases::Database;
use tests::hub::Hub;
use tests::release::SECRET;
use tests::roles::{Driver, sign_in};
use tests::{Person, Reading};

use super::catalog;

/// What was kept of a release: its version, and the statements that make its database anew.
struct Release {
    version: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! releases {
    ($($version:literal),+) => { [$(Release {
        version: $version,
        sqlite: include_str!(concat!("../../../fixtures/releases/", $version, "/sqlite.sql")),
        postgres: include_str!(concat!("../../../fixtures/releases/", $version, "/postgres.sql")),
    }),+] };
}

const RELEASES: [Release; 1] = releases!["0.1.0"];

#[test]
fn every_release_comes_up_to_date_on_sqlite() {
    for release in &RELEASES {
        let database = Database::empty_sqlite();
        let made = database.connect_to_sqlite().batch_execute(release.sqlite);
        made.unwrap_or_else(|error| panic!("{}: {error}", release.version));
        comes_up_to_date(database, release.version);
    }
}

#[test]
fn every_release_comes_up_to_date_on_postgres() {
    for release in &RELEASES {
        let Some(database) = Database::empty_postgres() else {
            return;
        };
        let made = database.connect_to_postgres().batch_execute(release.postgres);
        made.unwrap_or_else(|error| panic!("{}: {error}", release.version));
        comes_up_to_date(database, release.version);
    }
}

fn comes_up_to_date(database: Database, version: &str) {
    let columns = columns_by_table(&database);
    let before = rows(&database, &columns);
    let empty: Vec<_> = before.iter().filter(|(_, rows)| rows.is_empty()).collect();
    assert!(
        empty.is_empty(),
        "the journey of {version} left tables empty: {empty:?}"
    );

    migrate::run_on(&Target::parse(database.url()).expect("a database URL")).expect("migrations");
    let after = rows(&database, &columns);
    for (table, rows) in &before {
        let lost: Vec<_> = rows.iter().filter(|row| !after[table].contains(row)).collect();
        assert!(lost.is_empty(), "lost from {table} of {version}: {lost:#?}");
    }

    database.run(async |database| {
        let hub = Hub::start_with(database, &[SECRET]).await;
        let served = AssertUnwindSafe(everything_is_served(&hub)).catch_unwind().await;
        hub.stop().await;
        served.unwrap_or_else(|failure| resume_unwind(failure));
    });
}

type Columns = BTreeMap<String, Vec<String>>;

fn columns_by_table(database: &Database) -> Columns {
    let mut columns = Columns::new();
    for line in catalog::columns(database) {
        let (table, column) = line
            .split(" | ")
            .next()
            .and_then(|name| name.split_once('.'))
            .expect("a column");
        columns.entry(table.to_owned()).or_default().push(column.to_owned());
    }
    columns
}

/// Every row as it is in these columns; others may have come since.
fn rows(database: &Database, columns: &Columns) -> BTreeMap<String, Vec<String>> {
    let of_table = |(table, columns): (&String, &Vec<String>)| {
        let columns: Vec<_> = columns.iter().map(String::as_str).collect();
        (table.clone(), catalog::rows(database, table, &columns))
    };
    columns.iter().map(of_table).collect()
}

/// What the people of `tests::release` left behind, as they see it today; and they go on from there.
async fn everything_is_served(hub: &Hub) {
    let camille = Driver::sign_in(hub.anyone(), &Person::camille()).await;
    let cards = camille.cards().await;
    let stages: Vec<_> = cards.iter().map(Reading::stage).collect();
    assert_eq!(stages, ["returned", "revoked"]);
    assert_eq!(
        stages_of_cases(&camille).await,
        ["under_analysis", "completed", "completed"]
    );
    assert_eq!(camille.invoices().await.len(), 1);
    assert_eq!(camille.get("/v1/certificates").await.ok().items().len(), 1);
    assert!(!camille.get("/v1/notices").await.ok().items().is_empty());
    assert_eq!(hub.verified(&cards[1]).await["status"], "revoked");

    let youssef = Driver::sign_in(hub.anyone(), &Person::youssef()).await;
    assert_eq!(stages_of_cases(&youssef).await, ["rejected", "completed"]);
    assert_eq!(hub.verified(&youssef.card().await).await["status"], "valid");
    assert_eq!(youssef.invoices().await.len(), 2, "an invoice and its credit note");

    let anne_lise = Driver::sign_in(hub.anyone(), &Person::anne_lise()).await;
    assert_eq!(stages_of_cases(&anne_lise).await, ["information_requested"]);
    let case = anne_lise.get("/v1/cases").await.ok().only_item().id();
    anne_lise.upload(&case, "photo", tests::files::photo()).await;

    let agent = hub.agent().await;
    let newcomer = agent.waiting_under(&Person::numbered(2).email).await;
    agent.approve_account(&newcomer[0]).await;
    hub.mailbox()
        .await
        .mail_to(&Person::numbered(2), "choose_password")
        .await;
    sign_in(hub.anyone(), tests::hub::SUPERVISOR.0, tests::hub::SUPERVISOR.1).await;
}

/// The newest first.
async fn stages_of_cases(driver: &Driver) -> Vec<String> {
    let cases = driver.get("/v1/cases").await.ok();
    cases.items().iter().map(Reading::stage).collect()
}
