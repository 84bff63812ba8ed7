//! What strangers may ask about an email costs the same statements whoever has it, and where nobody has: time tells
//! nothing, because there is nothing for it to tell.

use std::cell::RefCell;
use std::net::IpAddr;

use chrono::NaiveDate;
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use diesel::prelude::*;
use domain::access::StaffRole;
use domain::account::Stage;
use domain::actor::Actor;
use domain::people::{Address, Holder, Identity, Language, Licence};
use persistence::accounts::{self, Profile, Registration};
use persistence::keys::Seal;
use persistence::schema::{accounts as rows, outbox};
use persistence::staff::NewStaff;
use persistence::{Author, Options, Result, Store, Tx, clients, links, sign_in, staff};
use tests::databases::Database;
use tests::on_both;

on_both!(
    a_link_costs_the_same_whoever_is_to_have_it,
    a_registration_costs_the_same_whether_or_not_the_email_is_known,
    a_wrong_password_costs_the_same_whoever_it_is_for,
    a_wrong_secret_costs_the_same_whether_or_not_there_is_a_client,
);

/// Nobody's.
const NOBODY: &str = "nobody@mail.example";
/// A supervisor's.
const SUPERVISOR: &str = "supervisor@mail.example";

thread_local! {
    /// What was asked of the database by this thread, without the values, while somebody listens.
    static STATEMENTS: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

struct Listener;

impl Instrumentation for Listener {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            STATEMENTS.with_borrow_mut(|heard| {
                if let Some(heard) = heard {
                    let text = query.to_string();
                    heard.push(text.split("-- binds").next().unwrap_or_default().trim().to_owned());
                }
            });
        }
    }
}

/// The statements of a part of a transaction, in any order. Whether a part was kept or undone is left away: that is one
/// statement either way.
fn statements<T>(tx: &mut Tx<'_>, part: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<Vec<String>> {
    STATEMENTS.set(Some(Vec::new()));
    let done = part(tx);
    let mut asked = STATEMENTS.take().unwrap_or_default();
    done?;
    asked.retain(|statement| {
        !["SAVEPOINT", "RELEASE", "ROLLBACK"]
            .iter()
            .any(|word| statement.starts_with(word))
    });
    asked.sort();
    Ok(asked)
}

/// What each email costs, each in a transaction of its own.
async fn costs(store: &Store, emails: &[&str], part: fn(&mut Tx<'_>, &str) -> Result<()>) -> Vec<Vec<String>> {
    let mut costs = Vec::new();
    for email in emails {
        let email = (*email).to_owned();
        let cost = store.write(anonymous(), move |tx| statements(tx, |tx| part(tx, &email)));
        costs.push(cost.await.expect("a write"));
    }
    costs
}

#[track_caller]
fn assert_same(emails: &[&str], costs: &[Vec<String>], least: usize) {
    for (email, cost) in emails.iter().zip(costs) {
        assert!(cost.len() >= least, "{email}: {cost:#?}");
        assert_eq!(cost, &costs[0], "{email}");
    }
}

async fn a_link_costs_the_same_whoever_is_to_have_it(database: Database) {
    let store = peopled(&database).await;
    let emails = [
        NOBODY,
        SUPERVISOR,
        "pending@mail.example",
        "correcting@mail.example",
        "choosing@mail.example",
        "active@mail.example",
        "suspended@mail.example",
    ];
    for mailed in [true, false] {
        let send = if mailed {
            |tx: &mut Tx<'_>, email: &str| links::send_for_password(tx, email, true)
        } else {
            |tx: &mut Tx<'_>, email: &str| links::send_for_password(tx, email, false)
        };
        assert_same(&emails, &costs(&store, &emails, send).await, 3);
        let again = if mailed {
            |tx: &mut Tx<'_>, email: &str| links::send_again(tx, email, true)
        } else {
            |tx: &mut Tx<'_>, email: &str| links::send_again(tx, email, false)
        };
        assert_same(&emails, &costs(&store, &emails, again).await, 3);
    }
    // The messages to nobody lie among the others, and only their reader is missing.
    let waiting = store
        .read(|db| Ok(outbox::table.count().get_result::<i64>(db.conn)?))
        .await;
    assert_eq!(
        waiting.expect("a read"),
        5 + 2 * 7,
        "five registrations, and one for each who was named"
    );
}

async fn a_registration_costs_the_same_whether_or_not_the_email_is_known(database: Database) {
    let store = peopled(&database).await;
    let emails = [
        NOBODY,
        SUPERVISOR,
        "pending@mail.example",
        "active@mail.example",
        NOBODY,
    ];
    let registering = costs(&store, &emails, |tx, email| register(tx, email, true)).await;
    assert_same(&emails, &registering, 15);
    let emails = [
        "other@mail.example",
        SUPERVISOR,
        "pending@mail.example",
        "active@mail.example",
    ];
    let untold = costs(&store, &emails, |tx, email| register(tx, email, false)).await;
    assert_same(&emails, &untold, 15);
}

async fn a_wrong_password_costs_the_same_whoever_it_is_for(database: Database) {
    let store = peopled(&database).await;
    let emails = [
        NOBODY,
        SUPERVISOR,
        "pending@mail.example",
        "active@mail.example",
        "suspended@mail.example",
    ];
    let refused = costs(&store, &emails, |tx, email| {
        let attempt = sign_in::find(tx, email, IpAddr::from([203, 0, 113, 9]))?;
        let wrong = sign_in::Shown {
            password_fits: false,
            code: None,
            seal: &Seal::of("a secret of thirty-two characters").expect("a seal"),
        };
        sign_in::settle(tx, &attempt, &wrong, None).map(drop)
    });
    assert_same(&emails, &refused.await, 4);
}

async fn a_wrong_secret_costs_the_same_whether_or_not_there_is_a_client(database: Database) {
    let store = peopled(&database).await;
    let names = ["nobody", "factory"];
    let refused = costs(&store, &names, |tx, name| clients::sign_in(tx, name, "wrong").map(drop));
    assert_same(&names, &refused.await, 1);
}

/// A store with somebody in every stage in which they have an email.
async fn peopled(database: &Database) -> Store {
    set_default_instrumentation(|| Some(Box::new(Listener))).expect("a listener");
    let store = database.open(&Options::default());
    let made = store.write(anonymous(), |tx| {
        for (name, stage) in [
            ("pending", Stage::PendingReview),
            ("correcting", Stage::CorrectionRequested),
            ("choosing", Stage::AwaitingPassword),
            ("active", Stage::Active),
            ("suspended", Stage::Suspended),
        ] {
            let email = format!("{name}@mail.example");
            register(tx, &email, true)?;
            diesel::update(rows::table.filter(rows::email.eq(&email)))
                .set(rows::stage.eq(stage))
                .execute(tx.conn)?;
        }
        let supervisor = NewStaff {
            email: SUPERVISOR.to_owned(),
            name: "Dominique Roux".to_owned(),
            role: StaffRole::Supervisor,
            language: Language::French,
        };
        staff::insert(tx, &supervisor)?;
        let factory = clients::Client {
            client_id: "factory".to_owned(),
            partner: domain::access::Partner::Factory,
        };
        clients::add(tx, &factory, "secret")
    });
    made.await.expect("people");
    store
}

fn register(tx: &mut Tx<'_>, email: &str, tell_owner: bool) -> Result<()> {
    let registration = Registration {
        profile: profile(email),
        tell_owner,
    };
    accounts::register(tx, &registration).map(drop)
}

fn profile(email: &str) -> Profile {
    let text = str::to_owned;
    Profile {
        email: email.to_owned(),
        language: Language::French,
        phone: Some(text("+33612345678")),
        holder: Holder {
            identity: Identity {
                surname: text("Martin"),
                first_names: text("Camille"),
                usage_name: None,
                birth_date: NaiveDate::from_ymd_opt(1988, 4, 17).expect("a day").into(),
                birth_place: text("Lyon"),
                birth_country: text("FR"),
            },
            licence: Licence {
                country: text("FR"),
                // One each: nobody else's may be approved.
                number: format!("13AA{:05}", email.bytes().map(u32::from).sum::<u32>()),
                neph: None,
                categories: Vec::new(),
                issued_on: None,
                expires_on: None,
                category_expiries: Vec::new(),
            },
        },
        address: Address {
            line1: text("12 rue de la République"),
            line2: None,
            postal_code: text("69001"),
            city: text("Lyon"),
            country: text("FR"),
        },
    }
}

fn anonymous() -> Author {
    Author::of(Actor::Anonymous)
}
