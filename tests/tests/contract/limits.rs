//! Limits: a stranger keeps nobody out, and a whole class at one address is served.

use std::panic::{AssertUnwindSafe, resume_unwind};

use api::config::{Profile, Rates};
use futures::FutureExt as _;
use serde_json::json;
use tests::databases::Database;
use tests::hub::{Hub, SUPERVISOR};
use tests::{Person, Reading, on_both};

on_both!(
    a_strangers_wrong_passwords_keep_no_supervisor_out,
    guesses_from_many_places_keep_nobody_out_who_was_there_before,
    a_new_password_by_link_opens_the_door_wherever_it_was_chosen,
    a_stranger_who_asks_for_links_keeps_them_from_nobody,
    a_class_of_sixteen_registers_at_one_address,
    addresses_that_are_invented_count_as_one,
    a_few_archives_a_day_for_each_driver,
);

/// The stranger's.
const STRANGER: &str = "203.0.113.66";
/// Where the owner is.
const HOME: &str = "198.51.100.7";
/// Where the owner never was.
const ABROAD: &str = "198.51.100.99";

/// Tells a story of a hub behind a proxy, with other limits.
async fn behind_a_proxy(database: Database, limits: &[(&str, &str)], story: impl AsyncFnOnce(&Hub)) {
    let proxy = [("TRUSTED_PROXIES", "127.0.0.1")];
    let settings: Vec<_> = proxy.iter().chain(limits).copied().collect();
    let hub = Hub::start_with(database, &settings).await;
    let outcome = AssertUnwindSafe(story(&hub)).catch_unwind().await;
    hub.stop().await;
    if let Err(failure) = outcome {
        resume_unwind(failure);
    }
}

/// Somebody shows a password; the status.
async fn sign_in(hub: &Hub, from: &str, email: &str, password: &str) -> u16 {
    let body = json!({"email": email, "password": password});
    let request = hub.anyone().post("/v1/sessions", body);
    request.with("x-forwarded-for", from).await.status
}

async fn ask_for_link(hub: &Hub, from: &str, email: &str) -> u16 {
    let request = hub.anyone().post("/v1/password-resets", json!({"email": email}));
    request.with("x-forwarded-for", from).await.status
}

async fn a_strangers_wrong_passwords_keep_no_supervisor_out(database: Database) {
    let limits = [("RATE_SIGN_IN_EMAIL", "3/900")];
    behind_a_proxy(database, &limits, async |hub| {
        let (email, password) = SUPERVISOR;
        let mut statuses = Vec::new();
        for _ in 0..6 {
            statuses.push(sign_in(hub, STRANGER, email, "Gravier-8-phares-bleus!").await);
        }
        assert_eq!(statuses, [401, 401, 401, 429, 429, 429]);
        assert_eq!(sign_in(hub, HOME, email, password).await, 200);
        // Slowed down, even where the stranger is: in time the right password is looked at.
        assert_eq!(sign_in(hub, STRANGER, email, password).await, 429);
        hub.seconds_pass(300);
        assert_eq!(sign_in(hub, STRANGER, email, password).await, 200);
        // Nobody learns whether somebody has the email.
        for _ in 0..3 {
            sign_in(hub, STRANGER, "nobody@mail.example", password).await;
        }
        assert_eq!(sign_in(hub, STRANGER, "nobody@mail.example", password).await, 429);
    })
    .await;
}

async fn guesses_from_many_places_keep_nobody_out_who_was_there_before(database: Database) {
    let limits = [("RATE_SIGN_IN_EMAIL", "3/900"), ("RATE_SIGN_IN_STRANGE", "5/3600")];
    behind_a_proxy(database, &limits, async |hub| {
        let (email, password) = SUPERVISOR;
        assert_eq!(sign_in(hub, HOME, email, password).await, 200);
        let mut statuses = Vec::new();
        for place in 0..8 {
            let from = format!("203.0.113.{place}");
            statuses.push(sign_in(hub, &from, email, "Gravier-8-phares-bleus!").await);
        }
        assert_eq!(statuses, [401, 401, 401, 401, 401, 429, 429, 429]);
        assert_eq!(sign_in(hub, HOME, email, password).await, 200);
        assert_eq!(sign_in(hub, ABROAD, email, password).await, 429);
        hub.seconds_pass(720);
        assert_eq!(sign_in(hub, ABROAD, email, password).await, 200);
    })
    .await;
}

async fn a_new_password_by_link_opens_the_door_wherever_it_was_chosen(database: Database) {
    let limits = [("RATE_SIGN_IN_STRANGE", "2/3600")];
    behind_a_proxy(database, &limits, async |hub| {
        let camille = hub.driver(&Person::camille()).await.person;
        for place in 0..4 {
            let from = format!("203.0.113.{place}");
            sign_in(hub, &from, &camille.email, "Gravier-8-phares-bleus!").await;
        }
        assert_eq!(sign_in(hub, ABROAD, &camille.email, &camille.password).await, 429);

        assert_eq!(ask_for_link(hub, ABROAD, &camille.email).await, 202);
        let token = hub.mailbox().await.mail_to(&camille, "password_reset").await.token();
        let other = "Platane-4-ornières-grises!";
        let choice = json!({"password": other, "password_confirmation": other});
        let chosen = hub.anyone().put(&format!("/v1/passwords/{token}"), choice);
        chosen.with("x-forwarded-for", ABROAD).await.no_content();
        assert_eq!(sign_in(hub, ABROAD, &camille.email, other).await, 200);
    })
    .await;
}

async fn a_stranger_who_asks_for_links_keeps_them_from_nobody(database: Database) {
    let limits = [("RATE_LINKS_EMAIL", "2/3600"), ("RATE_LINKS_MAILED", "4/3600")];
    behind_a_proxy(database, &limits, async |hub| {
        let camille = hub.driver(&Person::camille()).await.person;
        let mut statuses = Vec::new();
        for _ in 0..4 {
            statuses.push(ask_for_link(hub, STRANGER, &camille.email).await);
        }
        assert_eq!(statuses, [202, 202, 429, 429]);
        // Registering with the email takes no link away either.
        let register = || {
            hub.anyone()
                .post("/v1/accounts", camille.registration())
                .with("x-forwarded-for", STRANGER)
        };
        for _ in 0..5 {
            register().await.accepted();
        }
        assert_eq!(ask_for_link(hub, HOME, &camille.email).await, 202);
        hub.mailbox().await.nth_mail_to(&camille, "password_reset", 3).await;

        // No mailbox is flooded, however many places ask; what lies in it goes on working.
        for place in 0..6 {
            assert_eq!(
                ask_for_link(hub, &format!("203.0.113.{place}"), &camille.email).await,
                202
            );
        }
        let last = hub.mailbox().await.nth_mail_to(&camille, "password_reset", 4).await;
        let other = "Platane-4-ornières-grises!";
        let choice = json!({"password": other, "password_confirmation": other});
        hub.anyone()
            .put(&format!("/v1/passwords/{}", last.token()), choice)
            .await
            .no_content();
        // Her mails leave one after the other: none was on its way before this one.
        hub.mailbox().await.mail_to(&camille, "password_changed").await;
        assert_eq!(hub.mailbox().await.count(&camille, "password_reset").await, 4);
    })
    .await;
}

async fn a_class_of_sixteen_registers_at_one_address(database: Database) {
    let of_production = rates(&Rates::usual(Profile::Production));
    let limits: Vec<_> = of_production
        .iter()
        .map(|(name, rate)| (*name, rate.as_str()))
        .collect();
    behind_a_proxy(database, &limits, async |hub| {
        let class: Vec<_> = (0..16).map(Person::numbered).collect();
        for person in &class {
            let request = hub.anyone().post("/v1/accounts", person.registration());
            let account = request.with("x-forwarded-for", HOME).await.accepted().id();
            hub.agent().await.approve_account(&account).await;
        }
        for person in &class {
            let token = hub.mailbox().await.mail_to(person, "choose_password").await.token();
            let link = format!("/v1/passwords/{token}");
            hub.anyone().get(&link).with("x-forwarded-for", HOME).await.ok();
            let choice = person.choice();
            let chosen = hub.anyone().put(&link, choice);
            chosen.with("x-forwarded-for", HOME).await.no_content();
            assert_eq!(ask_for_link(hub, HOME, &person.email).await, 202);
            assert_eq!(sign_in(hub, HOME, &person.email, &person.password).await, 200);
        }
    })
    .await;
}

async fn addresses_that_are_invented_count_as_one(database: Database) {
    behind_a_proxy(database, &[("RATE_REGISTRATION", "10/3600")], async |hub| {
        let mut accepted = 0;
        for number in 0..50_u16 {
            let request = hub
                .anyone()
                .post("/v1/accounts", Person::numbered(number).registration());
            let request = request
                .with("forwarded", &format!("for=192.0.2.{number}"))
                .with("x-real-ip", &format!("192.0.2.{number}"))
                .with("x-forwarded-for", &format!("192.0.2.{number}, {STRANGER}"));
            accepted += usize::from(request.await.status == 202);
        }
        assert_eq!(accepted, 10);
    })
    .await;
}

async fn a_few_archives_a_day_for_each_driver(database: Database) {
    behind_a_proxy(database, &[("RATE_EXPORTS", "2/86400")], async |hub| {
        let camille = hub.driver(&Person::camille()).await;
        for _ in 0..2 {
            let export = camille.do_post("/v1/account/exports").await.accepted().id();
            let path = format!("/v1/account/exports/{export}");
            // While it is prepared, asking again costs nothing.
            while camille.get(&path).await.ok()["status"] == "preparing" {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        }
        let refused = camille.do_post("/v1/account/exports").await;
        assert!(refused.header("retry-after").is_some(), "{refused}");
        refused.refused(429, "rate_limited");
        // What was made is there all the same; and nobody else waits.
        camille.get("/v1/account/export").await.expect(200);
        let youssef = hub.driver(&Person::youssef()).await;
        youssef.do_post("/v1/account/exports").await.accepted();
        hub.seconds_pass(43_200);
        let camille = tests::roles::Driver::sign_in(hub.anyone(), &camille.person).await;
        camille.do_post("/v1/account/exports").await.accepted();
    })
    .await;
}

/// Every limit as a setting, but for the general one: time stands still here, and the agent asks for mails over and over.
fn rates(rates: &Rates) -> Vec<(&'static str, String)> {
    let all = [
        ("RATE_SIGN_IN", rates.sign_in),
        ("RATE_SIGN_IN_EMAIL", rates.sign_in_email),
        ("RATE_SIGN_IN_STRANGE", rates.sign_in_strange),
        ("RATE_REGISTRATION", rates.registration),
        ("RATE_REGISTRATION_EMAIL", rates.registration_email),
        ("RATE_REGISTRATIONS_MAILED", rates.registrations_mailed),
        ("RATE_LINKS", rates.links),
        ("RATE_LINKS_EMAIL", rates.links_email),
        ("RATE_LINKS_MAILED", rates.links_mailed),
        ("RATE_GUESSES", rates.guesses),
        ("RATE_TOKENS", rates.tokens),
        ("RATE_VERIFICATION", rates.verification),
        ("RATE_EXPORTS", rates.exports),
    ];
    all.into_iter().map(|(name, rate)| (name, rate.to_string())).collect()
}
