//! The audit trail under seal: whoever changes a line, takes one out or puts one in is found out, on both databases.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::connection::SimpleConnection as _;
use domain::access::KeyPurpose;
use domain::actor::Actor;
use integrations::audit_seals::{SealReader, Sealer, seal_all};
use persistence::audit::verification::{Finding, Question, Verdict, verify};
use persistence::audit::{self, AuditFilter, seals};
use persistence::dialect::Connection;
use persistence::keys::{self, Seal};
use persistence::time::{BusinessClock, SystemClock};
use persistence::{Author, Options, Store, Tx, retention};
use tests::databases::Database;
use tests::on_both;
use uuid::Uuid;

const HUB: &str = "https://hub.example.org";
const SECRET: &str = "the hub's own secret";

on_both!(
    a_trail_that_nobody_touched_is_found_good,
    a_changed_line_is_named,
    a_removed_line_is_named,
    an_added_line_is_named,
    a_seal_that_was_changed_or_taken_out_is_named,
    a_trail_sealed_anew_by_another_key_is_found_out,
    a_trail_that_was_cut_off_is_found_out_by_a_copy_of_its_head,
    what_is_kept_no_longer_goes_with_its_seals,
    nobody_changes_or_removes_a_line_by_ordinary_means,
    two_processes_make_one_chain,
);

async fn a_trail_that_nobody_touched_is_found_good(database: Database) {
    let trail = Trail::open(&database).await;
    assert_eq!(trail.verdict().await, Verdict::default());
    trail.write(3).await;
    assert_eq!(trail.seal().await, 1);
    assert_eq!(trail.seal().await, 0, "nothing is new");
    trail.write(2).await;
    assert_eq!(trail.seal().await, 1);
    trail.write(1).await;
    let verdict = trail.verdict().await;
    assert_eq!((verdict.seals, verdict.finding), (2, None));
    assert_eq!((verdict.lines, verdict.waiting), (5, 1));
}

async fn a_changed_line_is_named(database: Database) {
    for change in [
        "action = 'write'",
        "actor_role = 'agent'",
        "client_address = '192.0.2.1'",
        "subject_id = NULL",
        "details = '{\"seen\": 2}'",
    ] {
        let trail = Trail::sealed(&database).await;
        let third = trail.ids().await[2];
        trail.tamper(&format!(
            "UPDATE audit_events SET {change} WHERE id = {}",
            literal(&database, third)
        ));
        assert_eq!(trail.verdict().await.finding, Some(Finding::Changed(third)), "{change}");
        trail.tamper("DELETE FROM audit_events; DELETE FROM audit_seals");
    }
}

async fn a_removed_line_is_named(database: Database) {
    let trail = Trail::sealed(&database).await;
    let ids = trail.ids().await;
    let (second, last) = (ids[1], ids[ids.len() - 1]);
    trail.tamper(&format!(
        "DELETE FROM audit_events WHERE id = {}",
        literal(&database, last)
    ));
    assert_eq!(trail.verdict().await.finding, Some(Finding::Removed(last)));
    trail.tamper(&format!(
        "DELETE FROM audit_events WHERE id = {}",
        literal(&database, second)
    ));
    assert_eq!(trail.verdict().await.finding, Some(Finding::Removed(second)));
}

async fn an_added_line_is_named(database: Database) {
    let trail = Trail::sealed(&database).await;
    trail.clock.pass(TimeDelta::hours(1));
    trail.write(1).await;
    trail.seal().await;
    let first = trail.ids().await[0];
    let added = Uuid::from_u128(first.as_u128() + 1);
    trail.tamper(&format!(
        "INSERT INTO audit_events (id, at, actor_role, action, subject)
         SELECT {}, at, actor_role, 'approve', subject FROM audit_events WHERE id = {}",
        literal(&database, added),
        literal(&database, first),
    ));
    assert_eq!(trail.verdict().await.finding, Some(Finding::Added(added)));
}

async fn a_seal_that_was_changed_or_taken_out_is_named(database: Database) {
    let trail = Trail::sealed(&database).await;
    trail.write(1).await;
    trail.seal().await;
    trail.write(1).await;
    trail.seal().await;
    let of_seal = |finding: Option<Finding>| match finding {
        Some(Finding::Seal { number, .. }) => number,
        other => panic!("{other:?}"),
    };
    let of_the_first = |column: &str, number: i64| {
        format!(
            "UPDATE audit_seals SET {column} = (SELECT {column} FROM audit_seals WHERE number = 1) WHERE number = {number}"
        )
    };
    trail.tamper(&of_the_first("statement", 3));
    assert_eq!(of_seal(trail.verdict().await.finding), 3);
    trail.tamper(&of_the_first("lines", 2));
    assert_eq!(of_seal(trail.verdict().await.finding), 2);
    trail.tamper("DELETE FROM audit_seals WHERE number = 2");
    assert_eq!(of_seal(trail.verdict().await.finding), 3);
    trail.tamper("DELETE FROM audit_seals WHERE number = 1");
    assert_eq!(of_seal(trail.verdict().await.finding), 3);
}

async fn a_trail_sealed_anew_by_another_key_is_found_out(database: Database) {
    let trail = Trail::sealed(&database).await;
    trail.tamper("DELETE FROM audit_seals; DELETE FROM signing_keys");
    let forged = sealer(&trail.store, "what somebody else took for the secret").await;
    assert_eq!(seal_all(&trail.store, &forged).await.expect("sealed"), 1);
    let finding = trail.verdict().await.finding;
    assert!(matches!(finding, Some(Finding::Seal { number: 1, .. })), "{finding:?}");
}

async fn a_trail_that_was_cut_off_is_found_out_by_a_copy_of_its_head(database: Database) {
    let trail = Trail::sealed(&database).await;
    trail.clock.pass(TimeDelta::hours(1));
    trail.write(2).await;
    trail.seal().await;
    let published = trail.head().await;
    assert_eq!(trail.verdict_beside(&published).await.finding, None);
    let ids = trail.ids().await;
    let cut = literal(&database, ids[ids.len() - 2]);
    trail.tamper(&format!(
        "DELETE FROM audit_events WHERE id >= {cut}; DELETE FROM audit_seals WHERE number = 2"
    ));
    assert_eq!(trail.verdict().await.finding, None);
    assert_eq!(trail.verdict_beside(&published).await.finding, Some(Finding::Head));
}

async fn what_is_kept_no_longer_goes_with_its_seals(database: Database) {
    let trail = Trail::sealed(&database).await;
    trail.days_pass(200);
    trail.write(2).await;
    trail.seal().await;
    trail.days_pass(200);
    trail.write(1).await;
    trail.seal().await;
    trail.erase().await;
    let verdict = trail.verdict().await;
    assert_eq!((verdict.lines, verdict.seals, verdict.finding), (3, 2, None));
    // However long nothing happens, the newest seal stays.
    trail.days_pass(800);
    trail.erase().await;
    let verdict = trail.verdict().await;
    assert_eq!((verdict.lines, verdict.seals, verdict.finding), (0, 1, None));
    trail.write(1).await;
    trail.seal().await;
    let verdict = trail.verdict().await;
    assert_eq!((verdict.lines, verdict.seals, verdict.finding), (1, 2, None));
}

async fn nobody_changes_or_removes_a_line_by_ordinary_means(database: Database) {
    let trail = Trail::open_with(&database, SECRET, SystemClock::new()).await;
    trail.write(2).await;
    trail.seal().await;
    for statement in [
        "UPDATE audit_events SET action = 'write'",
        "DELETE FROM audit_events",
        "UPDATE audit_seals SET statement = ''",
        "DELETE FROM audit_seals",
    ] {
        let refused = trail.run(statement).expect_err(statement).to_string();
        assert!(
            refused.contains("the audit trail is not changed"),
            "{statement}: {refused}"
        );
    }
    assert_eq!(trail.verdict().await.finding, None);
}

async fn two_processes_make_one_chain(database: Database) {
    let trail = Trail::open(&database).await;
    for _ in 0..4 {
        trail.write(2).await;
        let sealed = futures::future::join(
            seal_all(&trail.store, &trail.sealer),
            seal_all(&trail.store, &trail.sealer),
        );
        let (one, other) = sealed.await;
        assert_eq!(one.expect("sealed") + other.expect("sealed"), 1);
    }
    let verdict = trail.verdict().await;
    assert_eq!((verdict.lines, verdict.seals, verdict.finding), (8, 4, None));
}

/// A store with an audit trail, and whoever writes and seals it.
struct Trail<'a> {
    database: &'a Database,
    store: Store,
    clock: SystemClock,
    sealer: Sealer,
    secret: &'static str,
}

impl<'a> Trail<'a> {
    async fn open(database: &'a Database) -> Self {
        // By the machine's clock, at which the triggers look, what is written now is long past.
        let clock = SystemClock::standing_at("2025-01-15T09:00:00Z".parse().expect("an instant"));
        Self::open_with(database, SECRET, clock).await
    }

    async fn open_with(database: &'a Database, secret: &'static str, clock: SystemClock) -> Self {
        let options = Options {
            clock: BusinessClock::new(clock.clone()),
            ..Options::default()
        };
        let store = database.open(&options);
        let sealer = sealer(&store, secret).await;
        Self {
            database,
            store,
            clock,
            sealer,
            secret,
        }
    }

    /// With five lines under one seal.
    async fn sealed(database: &'a Database) -> Self {
        let trail = Self::open(database).await;
        trail.write(5).await;
        assert_eq!(trail.seal().await, 1);
        trail
    }

    async fn write(&self, lines: usize) {
        for _ in 0..lines {
            let details = serde_json::json!({"seen": 1});
            let written = self.store.write(nobody(), move |tx| {
                audit::note(tx, "read", "case", Some(Uuid::from_u128(1)), Some(details.clone()))
            });
            written.await.expect("a line");
        }
    }

    async fn seal(&self) -> usize {
        seal_all(&self.store, &self.sealer).await.expect("sealed")
    }

    async fn head(&self) -> String {
        let head = self.store.read(seals::head).await.expect("a read");
        head.expect("a seal").statement
    }

    async fn verdict(&self) -> Verdict {
        self.verdict_of(None).await
    }

    async fn verdict_beside(&self, published: &str) -> Verdict {
        self.verdict_of(Some(published.to_owned())).await
    }

    async fn verdict_of(&self, published: Option<String>) -> Verdict {
        let (secret, kept_since) = (self.secret, self.now() - TimeDelta::days(366));
        let verdict = self.store.read(move |db| {
            let keys = keys::made_here(db, &seal_of(secret), KeyPurpose::AuditTrail)?;
            let reader = SealReader::new(&keys);
            verify(
                db,
                &Question {
                    read: &|statement| reader.read(statement),
                    kept_since,
                    published: published.as_deref(),
                },
            )
        });
        verdict.await.expect("a verdict")
    }

    fn now(&self) -> DateTime<Utc> {
        self.store.clock().now()
    }

    fn days_pass(&self, days: i64) {
        self.clock.pass(TimeDelta::days(days));
    }

    async fn erase(&self) {
        let erased = self.store.write(nobody(), |tx| {
            retention::erase(tx, domain::rules::retention::Retained::AuditTrail, 100)?;
            retention::tidy(tx)
        });
        erased.await.expect("erased");
    }

    /// The lines' ids, oldest first.
    async fn ids(&self) -> Vec<Uuid> {
        let all = self
            .store
            .read(|db| audit::list(db, &AuditFilter::default(), None, 100));
        let mut ids: Vec<_> = all.await.expect("the trail").iter().map(|line| line.id.0).collect();
        ids.reverse();
        ids
    }

    /// Does as the database's owner can, who has the triggers out of the way.
    fn tamper(&self, statements: &str) {
        let tables = ["audit_events", "audit_seals"];
        let all = if self.database.is_sqlite() {
            let off = tables
                .map(|table| format!("DROP TRIGGER IF EXISTS {table}_stay; DROP TRIGGER IF EXISTS {table}_grow_old;"));
            format!("{} {statements}", off.concat())
        } else {
            let off = tables.map(|table| format!("ALTER TABLE {table} DISABLE TRIGGER USER;"));
            let on = tables.map(|table| format!("ALTER TABLE {table} ENABLE TRIGGER USER;"));
            format!("{} {statements}; {}", off.concat(), on.concat())
        };
        self.run(&all).expect("tampered with");
    }

    fn run(&self, statements: &str) -> diesel::QueryResult<()> {
        let mut connection = if self.database.is_sqlite() {
            Connection::Sqlite(self.database.connect_to_sqlite())
        } else {
            Connection::Postgres(self.database.connect_to_postgres())
        };
        connection.batch_execute(statements)
    }
}

async fn sealer(store: &Store, secret: &'static str) -> Sealer {
    let settle = move |tx: &mut Tx<'_>| keys::settle(tx, &seal_of(secret), KeyPurpose::AuditTrail);
    Sealer::new(&store.write(nobody(), settle).await.expect("a key"), HUB)
}

fn nobody() -> Author {
    Author::of(Actor::System)
}

fn seal_of(secret: &str) -> Seal {
    Seal::of(secret).expect("a seal")
}

/// An id as the database reads it.
fn literal(database: &Database, id: Uuid) -> String {
    if database.is_sqlite() {
        format!("x'{}'", id.simple())
    } else {
        format!("'{id}'")
    }
}
