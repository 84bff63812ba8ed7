//! Uploads are scanned for viruses where the operator has set a scanner up: by a played one, which can be in any mood, and by
//! the real one.

use std::time::{Duration, Instant};

use diesel::prelude::*;
use domain::actor::Actor;
use integrations::scanning::{Clamd as Client, Scanner as _, Verdict};
use integrations::{Failure, scanning};
use persistence::Author;
use persistence::dialect::At;
use persistence::outbox::MOST_ATTEMPTS;
use persistence::schema::outbox;
use serde_json::{Value, json};
use tests::clamav::{self, Clamd};
use tests::databases::Database;
use tests::hub::{Hub, TIMEOUT};
use tests::people::depot;
use tests::roles::Driver;
use tests::scanner::{self, Mood, Scanner};
use tests::{Person, Reading as _, Training, Upload, files, on_both};

on_both![
    clean_documents_are_sent_at_once,
    an_infected_document_is_refused_and_handed_to_nobody,
    uploads_wait_while_the_scanner_is_gone,
    an_infected_answer_answers_nothing,
    agents_are_shown_nothing_that_is_not_scanned,
    what_the_real_scanner_finds,
];

async fn with(database: Database, scanner: &str) -> Hub {
    Hub::start_with(database, &[("CLAMD", scanner)]).await
}

async fn document(driver: &Driver, case: &str, id: &str) -> Value {
    driver.get(&format!("/v1/cases/{case}/documents/{id}")).await.ok()
}

/// A document once the scanner has said this of it.
async fn scanned(driver: &Driver, case: &str, id: &str, scan: &str) -> Value {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        let document = document(driver, case, id).await;
        if document["scan"] == scan {
            return document;
        }
        assert!(Instant::now() < deadline, "never {scan}: {document:#}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until the scanner has said something of each document.
async fn until_all_is_scanned(driver: &Driver, case: &str) {
    for document in driver.case(case).await.list("/documents") {
        scanned(driver, case, &document.id(), "clean").await;
    }
}

/// What the step of the documents says.
async fn documents_step(driver: &Driver, case: &str) -> Value {
    let case = driver.case(case).await;
    let mut steps = case.list("/steps").iter();
    steps.find(|step| step["name"] == "documents").expect("a step").clone()
}

async fn clean_documents_are_sent_at_once(database: Database) {
    let scanner = Scanner::start().await;
    let hub = with(database, &scanner.address()).await;
    let ready = hub.anyone().get("/health/ready").await.ok();
    assert_eq!(ready["scanner"], true, "{ready:#}");

    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    camille.deliver_to(&case, depot()).await;
    camille.upload_everything(&case).await;
    // Nobody waits between the last upload and this.
    let sent = camille.submit(&case).await;
    assert_eq!(sent.stage(), "submitted");
    for document in sent.list("/documents") {
        assert_eq!(document["scan"], "clean", "{document:#}");
        assert_eq!(document["scan_label"], "Aucun virus trouvé.");
        let path = format!("/v1/back-office/cases/{case}/documents/{}/content", document.id());
        hub.agent().await.get(&path).await.expect(200);
    }
    hub.make_card(&case).await;
    hub.stop().await;
}

async fn an_infected_document_is_refused_and_handed_to_nobody(database: Database) {
    let scanner = Scanner::start().await;
    let hub = with(database, &scanner.address()).await;
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.complete_case().await;
    let before = camille.case(&case).await;
    for (kind, file) in [
        ("identity_document", scanner::infected_pdf()),
        ("photo", scanner::infected_photo()),
    ] {
        let id = camille.upload(&case, kind, file.clone()).await;
        let refused = scanned(&camille, &case, &id, "infected").await;
        assert!(refused.text("/scan_label").contains("virus"), "{refused:#}");
        camille
            .get(&format!("/v1/cases/{case}/documents/{id}/content"))
            .await
            .refused(409, "document_infected");
    }
    // The other three, and the signature as it is printed: of those two neither the bytes nor what was made of them.
    hub.until_files_kept(4).await;

    let step = documents_step(&camille, &case).await;
    assert_eq!(step["complete"], false);
    assert_eq!(step["missing"], json!(["identity_document", "photo"]));
    let stale = camille.do_post(&format!("/v1/cases/{case}/submission"));
    let version = before["version"].as_i64().expect("a version");
    stale.if_match(&format!("\"{version}\"")).await.refused(412, "stale");
    let refused = camille.do_post(&format!("/v1/cases/{case}/submission")).await;
    let refused = refused.refused(409, "incomplete");
    assert_eq!(refused["missing"], json!(["identity_document", "photo"]));

    let mail = hub.mailbox().await.mail_to(&camille.person, "document_refused").await;
    assert!(mail.text().contains("Pièce d’identité"), "{}", mail.text());
    let notices = camille.get("/v1/notices").await.ok();
    let notice = notices
        .items()
        .iter()
        .find(|notice| notice["kind"] == "document_refused");
    assert!(notice.expect("a notice").at("/link").to_string().contains(&case));
    let trail = hub
        .supervisor()
        .await
        .get("/v1/back-office/audit-events?action=found_infected")
        .await
        .ok();
    let found: Vec<_> = trail.items().iter().map(|event| event["details"].clone()).collect();
    assert_eq!(found.len(), 2, "{trail:#}");
    assert_eq!(
        found[1],
        json!({"case_id": case, "type": "identity_document", "finding": "Played.Virus"})
    );

    camille
        .upload(&case, "identity_document", files::identity_document())
        .await;
    camille.upload(&case, "photo", files::photo()).await;
    assert_eq!(camille.submit(&case).await.stage(), "submitted");
    hub.until_files_kept(files::KEPT_OF_A_CASE).await;
    hub.stop().await;
}

async fn uploads_wait_while_the_scanner_is_gone(database: Database) {
    let scanner = Scanner::start().await;
    let hub = with(database, &scanner.address()).await;
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.complete_case().await;
    until_all_is_scanned(&camille, &case).await;
    scanner.turn(Mood::HangsUp);
    let id = camille.upload(&case, "licence_back", files::licence("back")).await;
    assert_eq!(document(&camille, &case, &id).await["scan"], "scanning");
    // It is the driver's own; and it is there.
    camille
        .get(&format!("/v1/cases/{case}/documents/{id}/content"))
        .await
        .expect(200);
    let step = documents_step(&camille, &case).await;
    assert_eq!(
        step,
        json!({"name": "documents", "complete": false, "scanning": ["licence_back"]})
    );
    assert_eq!(
        camille.get(&format!("/v1/cases/{case}/summary")).await.ok()["complete"],
        false
    );
    let refused = camille.do_post(&format!("/v1/cases/{case}/submission")).await;
    let refused = refused.refused(409, "documents_being_scanned");
    assert_eq!(refused["documents"], json!(["licence_back"]));

    // The hub does everything else.
    let ready = hub.anyone().get("/health/ready").await.ok();
    assert_eq!((&ready["status"], &ready["scanner"]), (&json!("ready"), &json!(false)));
    // However often it was tried, it is tried again.
    attempts_were(&hub, MOST_ATTEMPTS + 7).await;
    scanner.turn(Mood::IsTooSmall);
    until_the_outbox_says(&hub, "StreamMaxLength").await;
    scanner.turn(Mood::Answers);
    let deadline = Instant::now() + TIMEOUT;
    while document(&camille, &case, &id).await["scan"] != "clean" {
        assert!(Instant::now() < deadline, "it was given up");
        pauses_are_over(&hub).await;
    }
    assert_eq!(camille.submit(&case).await.stage(), "submitted");
    let failed = hub
        .agent()
        .await
        .get("/v1/back-office/messages?status=failed")
        .await
        .ok();
    assert!(failed.items().is_empty(), "{failed:#}");
    hub.stop().await;
}

/// The scans that wait were tried so often.
async fn attempts_were(hub: &Hub, attempts: i32) {
    let changed = hub.store().write(Author::of(Actor::System), move |tx| {
        let waiting = outbox::table
            .filter(outbox::kind.eq("scan_document"))
            .filter(outbox::settled_at.is_null());
        let change = outbox::attempts.eq(attempts);
        Ok::<_, persistence::Error>(diesel::update(waiting).set(change).execute(tx.conn)?)
    });
    assert_eq!(changed.await.expect("changed"), 1);
}

/// Their pauses are over.
async fn pauses_are_over(hub: &Hub) {
    let over = hub.store().write(Author::of(Actor::System), |tx| {
        let waiting = outbox::table
            .filter(outbox::kind.eq("scan_document"))
            .filter(outbox::settled_at.is_null());
        let long_ago = outbox::available_at.eq(At(chrono::DateTime::UNIX_EPOCH));
        Ok::<_, persistence::Error>(diesel::update(waiting).set(long_ago).execute(tx.conn)?)
    });
    over.await.expect("changed");
    tokio::time::sleep(Duration::from_millis(100)).await;
}

/// Waits until the last attempt at the scan came to grief on this.
async fn until_the_outbox_says(hub: &Hub, what: &str) {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        pauses_are_over(hub).await;
        let waiting = hub
            .agent()
            .await
            .get("/v1/back-office/messages?status=waiting")
            .await
            .ok();
        let mut scans = waiting
            .items()
            .iter()
            .filter(|message| message["kind"] == "scan_document");
        let says = |scan: &Value| scan["last_error"].as_str().is_some_and(|error| error.contains(what));
        if scans.any(says) {
            return;
        }
        assert!(Instant::now() < deadline, "{waiting:#}");
    }
}

async fn an_infected_answer_answers_nothing(database: Database) {
    let scanner = Scanner::start().await;
    let hub = with(database, &scanner.address()).await;
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let agent = hub.agent().await;
    agent.take_and_ask(&case, &[("document:photo", "Trop sombre.")]).await;
    let respond = async |answers: Value| {
        let path = format!("/v1/cases/{case}/response");
        camille.post(&path, json!({"answers": answers})).await
    };

    let photo = camille.upload(&case, "photo", scanner::infected_photo()).await;
    scanned(&camille, &case, &photo, "infected").await;
    let asked = camille.case(&case).await["information_request"]["items"][0].clone();
    assert_eq!(asked["addressed"], false, "{asked:#}");
    respond(json!([])).await.refused(409, "items_left");
    // Words do not make up for a photo that is gone.
    let words = json!([{"item_id": asked.id(), "comment": "Je n’en ai pas d’autre."}]);
    assert_eq!(
        respond(words).await.refused(409, "incomplete")["missing"],
        json!(["photo"])
    );
    hub.mailbox().await.mail_to(&camille.person, "document_refused").await;

    scanner.turn(Mood::HangsUp);
    camille.upload(&case, "photo", files::better_photo()).await;
    respond(json!([])).await.refused(409, "documents_being_scanned");
    // Whoever cannot wait any longer takes another one: nothing waits for the first.
    scanner.turn(Mood::Answers);
    camille.upload(&case, "photo", files::photo()).await;
    assert_eq!(respond(json!([])).await.ok().stage(), "submitted");
    agent.take_and_approve(&case).await;
    hub.stop().await;
}

async fn agents_are_shown_nothing_that_is_not_scanned(database: Database) {
    let scanner = Scanner::start().await;
    let hub = with(database, &scanner.address()).await;
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let agent = hub.agent().await;
    agent.take_and_ask(&case, &[("document:photo", "Trop sombre.")]).await;
    scanner.turn(Mood::HangsUp);
    let photo = camille.upload(&case, "photo", files::better_photo()).await;

    // The case comes back by itself, with a photo of which nobody knows what is in it.
    let training = Training::fimo("goods", "2026-11-20");
    let attestation = hub.centre().await.attestation_of(&camille.person, &training).await;
    hub.centre()
        .await
        .withdraw(&attestation, "Présence non attestée.")
        .await;
    assert_eq!(agent.take(&case).await.stage(), "in_review");
    let content = format!("/v1/back-office/cases/{case}/documents/{photo}/content");
    let refused = agent.get(&content).await.refused(409, "documents_being_scanned");
    assert_eq!(refused["documents"], json!(["photo"]));
    let approved = agent.on_case(&case, "approval").await.await;
    approved.refused(409, "documents_being_scanned");

    scanner.turn(Mood::Answers);
    hub.seconds_pass(60);
    scanned(&camille, &case, &photo, "clean").await;
    agent.get(&content).await.expect(200);
    hub.stop().await;
}

/// The test file of EICAR within files that are otherwise in order.
fn infected_files() -> [(&'static str, Upload); 2] {
    let eicar = clamav::eicar();
    let mut pdf = files::identity_document();
    let before_end = pdf.bytes.len() - b"%%EOF\n".len();
    let comment = [b"% ", &eicar[..], b"\n"].concat();
    pdf.bytes.splice(before_end..before_end, comment);
    let mut photo = files::better_photo();
    photo.bytes.extend(eicar);
    [("identity_document", pdf), ("photo", photo)]
}

async fn what_the_real_scanner_finds(database: Database) {
    let Some(clamd) = Clamd::start("25M") else { return };
    let hub = with(database, &clamd.address()).await;
    let ready = hub.anyone().get("/health/ready").await.ok();
    assert_eq!(ready["scanner"], true, "{ready:#}");
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    camille.deliver_to(&case, depot()).await;
    for (kind, file) in infected_files() {
        let id = camille.upload(&case, kind, file).await;
        scanned(&camille, &case, &id, "infected").await;
    }
    let trail = hub
        .supervisor()
        .await
        .get("/v1/back-office/audit-events?action=found_infected")
        .await
        .ok();
    for event in trail.items() {
        let finding = event["details"].text("/finding");
        assert!(finding.starts_with("Eicar-Test-Signature"), "{finding}");
    }
    camille.upload_everything(&case).await;
    assert_eq!(camille.submit(&case).await.stage(), "submitted");

    drop(clamd);
    // The machine of the scanner is down: the hub says so.
    let deadline = Instant::now() + TIMEOUT;
    while hub.anyone().get("/health/ready").await.ok()["scanner"] != false {
        assert!(Instant::now() < deadline, "nobody noticed");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    hub.stop().await;
}

fn client(clamd: &Clamd) -> Client {
    Client::at(clamd.address().parse().expect("an address"))
}

fn file(bytes: Vec<u8>) -> scanning::Scanned {
    use futures::StreamExt as _;
    futures::stream::iter([Ok(bytes.into())]).boxed()
}

#[tokio::test]
async fn the_real_scanner_takes_the_largest_upload() {
    let Some(clamd) = Clamd::start("25M") else { return };
    let largest = files::pdf_of(10 * 1024 * 1024);
    assert_eq!(client(&clamd).scan(file(largest.clone())).await, Ok(Verdict::Clean));
    let infected = [largest, clamav::eicar()].concat();
    let verdict = client(&clamd).scan(file(infected)).await.expect("a verdict");
    assert!(matches!(verdict, Verdict::Infected(name) if name.starts_with("Eicar-Test-Signature")));
}

#[tokio::test]
async fn the_real_scanner_says_that_its_limit_is_too_low() {
    let Some(clamd) = Clamd::start("1M") else { return };
    let scanned = client(&clamd).scan(file(files::pdf_of(10 * 1024 * 1024))).await;
    match scanned {
        Err(Failure::Hindered(why)) => assert!(why.contains("StreamMaxLength"), "{why}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(client(&clamd).ping().await, Ok(()));
}
