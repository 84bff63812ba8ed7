//! Everything held about a driver, as an archive that they take away (GDPR, articles 15 and 20), until it is erased.

use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};
use tests::hub::{AGENT, Hub, TIMEOUT};
use tests::people::{Person, Training};
use tests::roles::Driver;
use tests::zip_file::ZipFile;
use tests::{Reading as _, Reply};

tests::stories![
    everything_that_is_held,
    one_is_made_at_a_time,
    nobody_elses,
    erased_after_a_week,
    erased_with_the_account,
    in_one_request_repeated,
];

async fn everything_that_is_held(hub: &Hub) {
    let camille = a_driver_with_a_past(hub).await;
    let asked = camille.do_post("/v1/account/exports").await.expect(202);
    let path = asked.header("location").expect("where it is").to_owned();
    assert_eq!(asked.json()["status"], "preparing");
    assert!(asked.header("retry-after").is_some());
    let ready = until_ready(&camille, &path).await;
    assert_eq!(ready["expires_at"], "2026-11-29T23:00:00Z");

    // Told by mail and in the app, with the way to it.
    let mail = hub.mailbox().await.mail_to(&camille.person, "export_ready").await;
    assert!(mail.text().contains("29\u{a0}novembre\u{a0}2026"), "{}", mail.text());
    let notices = camille.get("/v1/notices").await.ok();
    let notice = notices.items().iter().find(|notice| notice["kind"] == "export_ready");
    assert_eq!(notice.expect("a notice").at("/link/href"), "/v1/account/export");

    let whole = camille.get(&ready.text("/href")).await.expect(200);
    assert_eq!(whole.header("content-type"), Some("application/zip"));
    assert_eq!(
        whole.header("content-disposition"),
        Some("attachment; filename=\"donnees-2026-11-22.zip\"")
    );
    assert_eq!(ready["size"], whole.body.len());
    in_parts(&camille, &ready.text("/href"), &whole).await;
    by_a_link(hub, &camille, &ready.text("/href"), &whole).await;

    let archive = ZipFile::read(&whole.body);
    assert!(archive.text("LISEZMOI.txt").contains("22/11/2026"));
    assert!(archive.text("README.txt").contains("2026-11-22"));
    as_the_api_shows_it(&camille, &archive).await;
    with_its_files(&camille, &archive).await;
    with_its_past(&archive);
    nothing_of_others(hub, &archive).await;
    everything_is_audited(hub, &camille).await;
}

/// A card in use that was lost, another one paid for; a case that an agent has asked something about.
async fn a_driver_with_a_past(hub: &Hub) -> Driver {
    let camille = hub
        .trained_driver(&Person::camille(), &[Training::fimo("goods", "2026-08-14")])
        .await;
    hub.card_in_the_post(&camille).await;
    camille.activate(&camille.card().await.id()).await;
    let lost = camille.lost(&camille.card().await.id()).await;
    camille.pay(&lost, "succeeded").await;
    hub.next_card_is_made().await;
    let training = Training::fco("goods", "2026-11-20");
    hub.centre().await.attest(&camille.person, &training).await;
    let case = camille.submitted_case().await;
    let agent = hub.agent().await;
    agent
        .take_and_ask(&case, &[("document:photo", "La photo est floue.")])
        .await;
    let supervisor = hub.supervisor().await;
    let account = camille.get("/v1/account").await.ok().id();
    let known = json!({"sector": "passengers", "expires_on": "2027-05-31", "source": "licence_code_95"});
    let path = format!("/v1/back-office/accounts/{account}/known-qualifications");
    supervisor.post(&path, known).await.created();
    // Everything has been told and printed. What is lost since is printed again for the archive.
    hub.mailbox().await.everything_to(&camille.person.email).await;
    hub.lose_papers().await;
    camille
}

async fn until_ready(driver: &Driver, path: &str) -> Value {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        let export = driver.get(path).await.ok();
        if export["status"] != "preparing" {
            assert_eq!(export["status"], "ready", "{export:#}");
            return export;
        }
        assert!(Instant::now() < deadline, "it is never made: {export:#}");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

async fn exported(driver: &Driver) -> Value {
    let asked = driver.do_post("/v1/account/exports").await.expect(202);
    let path = asked.header("location").expect("where it is").to_owned();
    until_ready(driver, &path).await
}

async fn in_parts(driver: &Driver, path: &str, whole: &Reply) {
    let part = driver.get(path).with("range", "bytes=2-9").await.expect(206);
    assert_eq!(part.body, whole.body[2..10]);
    let which = format!("bytes 2-9/{}", whole.body.len());
    assert_eq!(part.header("content-range"), Some(which.as_str()));
    let last = driver.get(path).with("range", "bytes=-4").await.expect(206);
    assert_eq!(last.body, whole.body[whole.body.len() - 4..]);
    let beyond = format!("bytes={}-", whole.body.len());
    driver
        .get(path)
        .with("range", &beyond)
        .await
        .refused(416, "range_not_satisfiable");
    let held = driver.get(path).with("if-none-match", &whole.etag()).await;
    held.expect(304);
}

async fn by_a_link(hub: &Hub, driver: &Driver, path: &str, whole: &Reply) {
    let link = driver.post("/v1/download-links", json!({"path": path})).await.ok();
    let url = link.text("/url");
    let opened = hub.anyone().get(&hub.path_of(&url)).await.expect(200);
    assert_eq!(opened.body, whole.body);
    let part = hub.anyone().get(&hub.path_of(&url)).with("range", "bytes=0-3").await;
    assert_eq!(part.expect(206).body, b"PK\x03\x04");
}

/// What the driver reads in the API stands in the archive with the same members.
async fn as_the_api_shows_it(driver: &Driver, archive: &ZipFile) {
    let account = driver.get("/v1/account").await.ok();
    holds(&archive.json("account.json"), &account);
    assert_eq!(
        archive.json("entitlements.json"),
        driver.get("/v1/entitlements").await.ok()
    );
    for (sheet, list, least) in [
        ("trainings", "trainings", 2),
        ("certificates", "certificates", 2),
        ("cards", "cards", 2),
        ("invoices", "invoices", 1),
    ] {
        let told = driver.get(&format!("/v1/{list}?limit=100")).await.ok();
        let sheet = archive.json(&format!("{sheet}.json"));
        assert!(told.items().len() >= least, "{told:#}");
        assert_eq!(sheet.items().len(), told.items().len());
        for (exported, told) in sheet.items().iter().zip(told.items()) {
            holds(exported, told);
        }
    }
    for case in archive.json("cases.json").items() {
        holds(case, &driver.case(&case.id()).await);
        let payments = driver.get(&format!("/v1/cases/{}/payments", case.id())).await.ok();
        let sheet = archive.json("payments.json");
        for told in payments.items() {
            let exported = sheet.items().iter().find(|payment| payment.id() == told.id());
            holds(exported.expect("the payment"), told);
        }
    }
    let notices = archive.json("notices.json");
    for told in driver.get("/v1/notices?limit=100").await.ok().items() {
        if told["kind"] != "export_ready" {
            let exported = notices.items().iter().find(|notice| notice.id() == told.id());
            holds(exported.expect("the notice"), told);
        }
    }
    assert_eq!(archive.json("consents.json").items().len(), 4);
    let known = archive.json("known-qualifications.json");
    assert_eq!(known.only_item()["expires_on"], "2027-05-31");
}

/// Every member of what was told, with the same value.
#[track_caller]
fn holds(exported: &Value, told: &Value) {
    for (member, value) in told.as_object().expect("an object") {
        assert_eq!(&exported[member], value, "{member} of {exported:#}");
    }
}

async fn with_its_files(driver: &Driver, archive: &ZipFile) {
    let listed = archive.json("files.json");
    let certificates = archive.json("certificates.json");
    for file in listed.items() {
        if file.get("file").is_some() {
            assert!(!archive.bytes(&file.text("/file")).is_empty());
        } else {
            // Revoked before it was printed: there is none.
            let of = certificates
                .items()
                .iter()
                .find(|of| of.id() == file.text("/subject_id"));
            assert!(of.expect("a certificate").get("revoked_at").is_some(), "{file:#}");
        }
    }
    let mut uploaded = 0;
    for case in driver.get("/v1/cases").await.ok().items() {
        let case = driver.case(&case.id()).await;
        for document in case.list("/documents") {
            let path = format!("/v1/cases/{}/documents/{}/content", case.id(), document.id());
            let file = listed.items().iter().find(|file| file.id() == document.id());
            let name = file.expect("the document").text("/file");
            assert!(name.contains(&case.text("/reference")), "{name}");
            assert_eq!(archive.bytes(&name), driver.get(&path).await.expect(200).body);
            uploaded += 1;
        }
    }
    assert_eq!(uploaded, 10, "two cases with five documents each");
    let names: Vec<_> = archive.names().collect();
    let invoice = driver.invoices().await.remove(0);
    let path = format!("/v1/invoices/{}/invoice.pdf", invoice.id());
    let duplicate = driver.client.paper(&path).await.body;
    assert_eq!(archive.bytes("papers/duplicata-facture-F2026-000001.pdf"), duplicate);
    for paper in [
        "papers/certificat-",
        "papers/recapitulatif-formation-",
        "papers/recapitulatif-demande-",
    ] {
        assert!(
            names.iter().any(|name| name.starts_with(paper)),
            "{paper} among {names:?}"
        );
    }
}

fn with_its_past(archive: &ZipFile) {
    let history = archive.json("history.json");
    let account = history.items().iter().find(|thing| thing["subject"] == "account");
    let passages = account.expect("the account").items();
    let actions: Vec<_> = passages.iter().map(|passage| passage.text("/action")).collect();
    assert_eq!(actions, ["register", "approve", "set_password"]);
    assert_eq!(passages[1]["by"], "agent");
    let asked = archive.json("information-requests.json");
    assert_eq!(asked.only_item()["reason"], "La photo est floue.");
    let messages = archive.json("messages.json");
    let told: Vec<_> = messages.items().iter().map(|message| message.text("/kind")).collect();
    assert!(
        told.iter().any(|kind| kind == "sms") && told.iter().any(|kind| kind == "email"),
        "{told:?}"
    );
    assert!(!archive.json("links.json").items().is_empty());
    assert!(!archive.json("sessions.json").items().is_empty());
    assert!(!archive.json("known-networks.json").items().is_empty());
    let trail = archive.json("audit-events.json");
    let by_agents: Vec<_> = trail
        .items()
        .iter()
        .filter(|line| line["actor_role"] == "agent")
        .collect();
    assert!(
        by_agents
            .iter()
            .any(|line| line["action"] == "approve" && line["subject"] == "case")
    );
    for line in by_agents {
        for member in ["actor_id", "client_address", "request_id", "details"] {
            assert!(line.get(member).is_none(), "{line:#}");
        }
    }
    let ids: Vec<_> = trail.items().iter().map(tests::Reading::id).collect();
    let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(ids.len(), distinct.len(), "a line is told once");
}

/// Neither the names, ids and emails of staff, nor secrets.
async fn nothing_of_others(hub: &Hub, archive: &ZipFile) {
    let staff = hub.supervisor().await.get("/v1/back-office/staff").await.ok();
    let mut secrets = vec!["$argon2".to_owned(), AGENT.0.to_owned()];
    for member in staff.items() {
        secrets.extend([member.id(), member.text("/name")]);
    }
    let is_sheet = |name: &&str| Path::new(name).extension().is_some_and(|kind| kind == "json");
    for name in archive.names().filter(is_sheet) {
        for secret in &secrets {
            assert!(!archive.text(name).contains(secret), "{secret} in {name}");
        }
    }
}

async fn everything_is_audited(hub: &Hub, driver: &Driver) {
    let account = driver.get("/v1/account").await.ok().id();
    let path = format!("/v1/back-office/audit-events?limit=100&subject_id={account}");
    let trail = hub.supervisor().await.get(&path).await.ok();
    for (action, role) in [
        ("request_export", "driver"),
        ("make_export", "system"),
        ("download_export", "driver"),
        ("download_export", "anonymous"),
    ] {
        let is_it = |line: &&Value| line["action"] == action && line["actor_role"] == role;
        assert!(trail.items().iter().any(|line| is_it(&line)), "{action} by {role}");
    }
}

async fn one_is_made_at_a_time(hub: &Hub) {
    let driver = hub.driver(&Person::camille()).await;
    let first = driver
        .do_post("/v1/account/exports")
        .idempotently("once")
        .await
        .accepted();
    let again = driver.do_post("/v1/account/exports").idempotently("once").await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.accepted().id(), first.id());
    let ready = until_ready(&driver, &format!("/v1/account/exports/{}", first.id())).await;
    // What was made is made: the next one is another.
    let next = exported(&driver).await;
    assert_ne!(next.id(), ready.id());
    driver.get(&ready.text("/href")).await.expect(200);
    driver
        .post("/v1/account/exports", json!({"of": "somebody"}))
        .await
        .expect(422);
}

async fn nobody_elses(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let export = exported(&camille).await;
    let youssef = hub.driver(&Person::youssef()).await;
    let path = format!("/v1/account/exports/{}", export.id());
    youssef.get(&path).await.not_found();
    youssef.get(&export.text("/href")).await.not_found();
    let link = json!({"path": export.text("/href")});
    youssef.post("/v1/download-links", link).await.not_found();
    hub.anyone().get(&export.text("/href")).await.unauthenticated();
    hub.agent().await.get(&export.text("/href")).await.forbidden();
    let bad = camille.get("/v1/account/exports/none/content").await;
    assert!([404, 422].contains(&bad.status), "{bad}");
}

async fn erased_after_a_week(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let export = exported(&camille).await;
    assert_eq!(hub.files_kept().await, 1);
    let link = json!({"path": export.text("/href")});
    let link = camille.post("/v1/download-links", link).await.ok().text("/url");

    hub.move_clock_to("2026-11-29T22:59:00Z").await;
    camille.get(&export.text("/href")).await.expect(200);
    hub.move_clock_to("2026-11-29T23:00:00Z").await;
    let path = format!("/v1/account/exports/{}", export.id());
    let erased = camille.get(&path).await.ok();
    assert_eq!(erased["status"], "expired");
    assert!(erased.get("href").is_none());
    let refused = camille.get(&export.text("/href")).await.not_possible();
    assert_eq!(refused["stage"], "expired");
    let refused = hub.anyone().get(&hub.path_of(&link)).await.not_possible();
    assert_eq!(refused["stage"], "expired");
    hub.until_files_kept(0).await;

    // That there was one is told for a month.
    hub.move_clock_to("2026-12-24T09:00:00Z").await;
    camille.get(&path).await.not_found();
}

async fn erased_with_the_account(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let account = camille.get("/v1/account").await.ok().id();
    exported(&camille).await;
    assert_eq!(hub.files_kept().await, 1);
    camille.delete("/v1/account").await.no_content();
    hub.until_files_kept(0).await;
    let path = format!("/v1/back-office/audit-events?limit=100&subject_id={account}&action=close");
    let closed = hub.supervisor().await.get(&path).await.ok();
    assert_eq!(closed.only_item()["actor_role"], "driver");
}

async fn in_one_request_repeated(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let begun = camille.get("/v1/account/export").await.expect(202);
    assert!(begun.header("retry-after").is_some());
    let path = begun.header("location").expect("where it is").to_owned();
    until_ready(&camille, &path).await;
    let archive = camille.get("/v1/account/export").await.expect(200);
    assert_eq!(
        ZipFile::read(&archive.body).json("account.json")["email"],
        camille.person.email
    );
    let part = camille.get("/v1/account/export").with("range", "bytes=0-1").await;
    assert_eq!(part.expect(206).body, b"PK");
    // Once it is erased, the same request begins another.
    hub.days_pass(9).await;
    let again = camille.get("/v1/account/export").await.accepted();
    assert_ne!(again.id(), begun.json().id());
}
