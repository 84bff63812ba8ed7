//! However much is kept, a list costs what its page holds: none of the statements that lists run looks at a whole table,
//! sorts it, or passes over rows that a filter leaves out.
//!
//! Nobody lists the statements: every `GET` of the contract that needs no id is asked, with each of its parameters, alone
//! and together, on the first page and on the next; what the hub ran for it is explained by each database. So a new list,
//! or a new filter, is looked at as soon as it is published.

mod explained;
mod recorded;
mod requests;

use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use tests::databases::Database;
use tests::hub::Hub;
use tests::{on_both, release};

on_both!(no_list_costs_more_than_its_page);

async fn no_list_costs_more_than_its_page(database: Database) {
    let explained_on = if database.is_sqlite() {
        Database::sqlite()
    } else {
        Database::postgres().expect("the server that the first database is on")
    };
    let statements = statements_of_all_lists(database).await;
    let faults = explained::faults(&explained_on, &statements);
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    if explained_on.is_sqlite() {
        a_missing_index_is_noticed(&explained_on, &statements);
    }
}

async fn statements_of_all_lists(database: Database) -> Vec<String> {
    let recording = recorded::of(&database);
    let hub = Hub::start_with(database, &[release::SECRET, ("RATE_SIGN_IN_EMAIL", "10/900")]).await;
    release::play(&hub).await;
    requests::ask_for_everything(&hub).await;
    requests::show_a_wrong_password(&hub).await;
    let of_limits = || statements_of_limits(&recording);
    // What was counted is told within a second or two.
    for _ in 0..100 {
        if of_limits() >= 3 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(of_limits() >= 3, "limits are read, kept and forgotten");
    hub.stop().await;
    let statements = recording.statements();
    assert!(statements.len() > 100, "so few statements: {}", statements.len());
    statements
}

fn statements_of_limits(recording: &recorded::Recording) -> usize {
    let statements = recording.statements();
    statements
        .iter()
        .filter(|statement| statement.contains("rate_limits"))
        .count()
}

/// The proof that the judgement means something: with each index that goes, more is found out.
fn a_missing_index_is_noticed(database: &Database, statements: &[String]) {
    let mut found = 0;
    for index in [
        "cases_kind",
        "cases_stage_kind",
        "cases_subject_card",
        "attestations_centre_sector",
        "accounts_neph",
        "audit_events_actor",
    ] {
        let mut connection = database.connect_to_sqlite();
        let gone = connection.batch_execute(&format!("DROP INDEX {index}"));
        gone.expect("an index");
        let faults = explained::faults(database, statements).len();
        assert!(faults > found, "nobody misses {index}");
        found = faults;
    }
}
