//! What an operator follows in traces: an operation, what it reads and writes, and the messages that come of it; and
//! that nobody is named in any of them.

mod collector;

use tests::databases::Database;
use tests::hub::Hub;
use tests::people::Person;
use tests::{Reading as _, on_both};

use collector::{Collector, Kind, Seen};

on_both!(an_operation_is_followed_to_the_mail_that_comes_of_it);

/// The span of the caller, which the collector never hears of.
const CALLER: &str = "00f067aa0cc902b7";

/// What spans may tell, and nothing else.
const ATTRIBUTES: [&str; 8] = [
    "cqc_hub.message.attempt",
    "cqc_hub.message.kind",
    "cqc_hub.message.outcome",
    "cqc_hub.queued_us",
    "db.system.name",
    "http.request.method",
    "http.response.status_code",
    "http.route",
];

async fn an_operation_is_followed_to_the_mail_that_comes_of_it(database: Database) {
    let collector = Collector::of_this_process();
    let system = if database.is_sqlite() { "sqlite" } else { "postgresql" };
    let [registered, lost, unwanted, kept] =
        [1, 2, 3, 4].map(|number| format!("4bf92f3577b34da6a3ce929d0e0e{:02x}{number:02x}", system.len()));
    let hub = Hub::start(database).await;
    let camille = Person::camille();

    let registration = hub.anyone().post("/v1/accounts", camille.registration());
    let registration = registration.with("traceparent", &format!("00-{registered}-{CALLER}-01"));
    let registration = registration
        .with("baggage", "who=camille")
        .with("tracestate", "who=camille");
    let account = registration.await.accepted().id();
    hub.mailbox().await.mail_to(&camille, "account_received").await;
    the_operation_leads_to_the_mail(&collector.once(&registered, is_whole).await, system);

    // A path may be anything, and a caller may want no trace, or not know how to ask for one.
    let nowhere = hub.anyone().get(&format!("/v1/nowhere/{account}/{}", camille.email));
    let nowhere = nowhere.with("traceparent", &format!("00-{lost}-{CALLER}-01"));
    nowhere.await.not_found();
    for traceparent in [
        format!("00-{unwanted}-{CALLER}-00"),
        camille.email.clone(),
        format!("00-{kept}-{CALLER}-01"),
    ] {
        let clock = hub.anyone().get("/v1/sandbox/clock");
        clock.with("traceparent", &traceparent).await.ok();
    }

    let seen = collector.once(&lost, |seen| !seen.is_empty()).await;
    let request = only(&seen, "GET");
    assert_eq!(request.number("http.response.status_code"), 404);
    assert!(!request.has("http.route"), "{request:?}");
    collector.once(&kept, |seen| !seen.is_empty()).await;
    assert!(collector.of(&unwanted).is_empty());
    let surname = camille.surname.to_lowercase();
    nobody_is_named(&collector.all(), &[&account, &camille.email, &surname]);
    hub.stop().await;
}

/// Whether the mail's span is there, and a transaction below each. A transaction is over a moment after its answer.
fn is_whole(seen: &[Seen]) -> bool {
    let named = |name: &'static str| seen.iter().filter(move |span| span.name == name);
    let mut mails = named("message email");
    mails.any(|mail| {
        [&mail.id, &mail.parent]
            .iter()
            .all(|above| named("write").any(|span| span.parent == **above))
    })
}

fn the_operation_leads_to_the_mail(seen: &[Seen], system: &str) {
    let request = only(seen, "POST /v1/accounts");
    assert_eq!((request.kind, request.parent.as_str()), (Kind::Server, CALLER));
    assert_eq!(request.text("http.request.method"), "POST");
    assert_eq!(request.text("http.route"), "/v1/accounts");
    assert_eq!(request.number("http.response.status_code"), 202);

    let mail = only(seen, "message email");
    assert_eq!((mail.kind, &mail.parent), (Kind::Consumer, &request.id));
    assert_eq!(mail.text("cqc_hub.message.kind"), "email");
    assert_eq!(mail.text("cqc_hub.message.outcome"), "settled");
    assert_eq!(mail.number("cqc_hub.message.attempt"), 1);

    for parent in [&request, &mail] {
        let mut below = seen.iter().filter(|span| span.parent == parent.id);
        let write = below.find(|span| span.name == "write");
        let write = write.unwrap_or_else(|| panic!("no transaction of {parent:?} in {seen:#?}"));
        assert_eq!((write.kind, write.text("db.system.name")), (Kind::Client, system));
        assert!(write.number("cqc_hub.queued_us") >= 0);
    }
}

fn only(seen: &[Seen], name: &str) -> Seen {
    let mut named = seen.iter().filter(|span| span.name == name);
    let only = named.next().filter(|_| named.next().is_none());
    only.unwrap_or_else(|| panic!("not one `{name}` in {seen:#?}")).clone()
}

/// Of every span that left this process, whichever story it is of.
fn nobody_is_named(all: &[Seen], secrets: &[&str]) {
    for span in all {
        for name in span.attributes.keys() {
            assert!(ATTRIBUTES.contains(&name.as_str()), "{name}: {span:?}");
        }
        assert!(span.rest.is_empty(), "{span:?}");
        let told = format!("{span:?}").to_lowercase();
        assert!(!told.contains('@') && !has_uuid(&told), "{told}");
        for secret in secrets {
            assert!(!told.contains(secret), "{secret}: {told}");
        }
    }
}

/// Whether a text holds something that is written as ids of people and cases are.
fn has_uuid(text: &str) -> bool {
    let is_uuid = |window: &[u8]| std::str::from_utf8(window).is_ok_and(|text| uuid::Uuid::try_parse(text).is_ok());
    text.as_bytes().windows(36).any(is_uuid)
}
