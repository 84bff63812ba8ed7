//! The hub serves as a role of PostgreSQL that owns nothing: every journey's beginning works, and the audit trail is out of
//! its reach.

use diesel::connection::SimpleConnection as _;
use persistence::migrate;
use persistence::store::Target;
use tests::databases::Database;
use tests::hub::Hub;
use tests::people::{Person, Training};

#[test]
fn a_role_that_owns_nothing_serves_and_leaves_the_audit_trail_alone() {
    if let Some(database) = Database::postgres() {
        database.run(|database| async move {
            let serving = serving(&database);
            let hub = Hub::start(Database::at(&serving)).await;
            let training = Training::fimo("goods", "2026-11-20");
            let driver = hub.trained_driver(&Person::camille(), &[training]).await;
            let case = driver.submitted_case().await;
            hub.agent().await.take_and_approve(&case).await;
            hub.days_pass(1).await;
            for statement in [
                "UPDATE audit_events SET action = 'write'",
                "DELETE FROM audit_events",
                "TRUNCATE audit_events",
                "UPDATE audit_seals SET statement = ''",
                "ALTER TABLE audit_events DISABLE TRIGGER USER",
                "DROP TRIGGER audit_events_grow_old ON audit_events",
                "CREATE OR REPLACE FUNCTION audit_is_old(timestamptz) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
                "DELETE FROM __diesel_schema_migrations",
                "CREATE TABLE of_ones_own (id integer)",
            ] {
                let mut connection = Database::at(&serving).connect_to_postgres();
                let refused = connection.batch_execute(statement).expect_err(statement).to_string();
                let is_refused = ["permission denied", "must be owner", "the audit trail is not changed"];
                assert!(
                    is_refused.iter().any(|why| refused.contains(why)),
                    "{statement}: {refused}"
                );
            }
            hub.stop().await;
        });
    }
}

/// The same database as a role that was granted what serving takes.
fn serving(database: &Database) -> String {
    let role = format!("serving_{}", uuid::Uuid::new_v4().simple());
    let owner = |statement: &str| {
        let mut connection = database.connect_to_postgres();
        connection.batch_execute(statement).expect("the owner may");
    };
    owner(&format!("CREATE ROLE {role} LOGIN PASSWORD '{role}'"));
    migrate::grant(&Target::parse(database.url()).expect("a database URL"), &role).expect("granted");
    let url = database.url();
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}user={role}&password={role}")
}
