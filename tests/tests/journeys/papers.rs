//! [guide: «Visualiser ses récapitulatifs de formation», «Accéder à son certificat de qualification»], down to the
//! papers themselves.

use integrations::statements;
use reqwest::Method;
use serde_json::{Value, json};
use tests::hub::Hub;
use tests::roles::Driver;
use tests::{Person, Reading, Training};

tests::stories![
    a_recap_opens_in_a_new_tab,
    a_certificate_comes_by_mail,
    the_recapitulation_of_a_case_as_it_was_sent,
    a_link_opens_for_a_minute,
    links_are_for_what_is_ones_own,
    a_part_of_a_paper,
    a_lost_paper_is_made_again,
    a_certificate_revoked_after_it_was_printed,
    a_closed_account_leaves_only_its_certificate,
    a_letter_travels_with_the_card,
];

/// The path of Camille's certificate.
async fn certificate_of(driver: &Driver) -> (Value, String) {
    let certificate = driver.get("/v1/certificates").await.ok().only_item().clone();
    let path = format!("/v1/certificates/{}/certificate.pdf", certificate.id());
    (certificate, path)
}

async fn a_recap_opens_in_a_new_tab(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    // 1/ «Mes Formations» 2/ «je visualise le récapitulatif que je sélectionne»
    let recap = camille.get("/v1/trainings").await.ok().only_item().id();
    camille.get(&format!("/v1/trainings/{recap}")).await.ok();
    // 3/ «je télécharge mon récapitulatif de formation. Il s'ouvre dans un nouvel onglet.»
    let path = format!("/v1/trainings/{recap}/recap.pdf");
    let paper = camille.paper(&path).await;
    assert!(paper.body.starts_with(b"%PDF-"));
    assert_eq!(paper.header("content-type"), Some("application/pdf"));
    assert_eq!(
        paper.header("content-disposition"),
        Some("inline; filename=\"recapitulatif-formation-2026-11-20.pdf\"")
    );
    assert_eq!(paper.header("repr-digest"), Some(paper.sha256().as_str()));
    // «Je peux le sauvegarder sur mon ordinateur/téléphone»
    let saved = camille.get(&format!("{path}?download=1")).await.expect(200);
    assert!(
        saved
            .header("content-disposition")
            .is_some_and(|how| how.starts_with("attachment; "))
    );
    assert_eq!(saved.body, paper.body);
    camille
        .get(&format!("{path}?download=yes"))
        .await
        .invalid(&[("download", "unknown_value")]);

    // What the browser has already is not sent again.
    let again = camille
        .get(&path)
        .with("if-none-match", &paper.etag())
        .await
        .expect(304);
    assert_eq!((again.body.len(), again.etag()), (0, paper.etag()));
    // Printed in the language of its reader.
    let anne_lise = hub
        .trained_driver(&Person::anne_lise(), &[Training::fimo("passengers", "2026-11-20")])
        .await;
    let hers = anne_lise.get("/v1/trainings").await.ok().only_item().id();
    let hers = anne_lise.paper(&format!("/v1/trainings/{hers}/recap.pdf")).await;
    assert!(
        hers.header("content-disposition")
            .is_some_and(|how| how.contains("training-recap-"))
    );
    anne_lise.get(&path).await.not_found();
}

async fn a_certificate_comes_by_mail(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    // «je reçois un courrier électronique contenant au format PDF mon certificat de qualification»
    let mail = hub.mailbox().await.mail_to(&camille.person, "certificate_issued").await;
    assert!(mail.text().contains("pièce jointe"), "{}", mail.text());
    let attached = mail.0.at("/attachments").as_array().expect("attachments")[0].clone();
    assert_eq!(attached["name"], "certificat-goods-2027-03-22.pdf");
    let path = format!(
        "/v1/sandbox/messages/{}/attachments/{}",
        mail.0.id(),
        attached.text("/name")
    );
    let attached = hub.anyone().get(&path).await.expect(200);
    // 1/ «Mes certificats» 2/ «Je télécharge mon certificat»: it is the same.
    let (certificate, path) = certificate_of(&camille).await;
    let paper = camille.get(&path).await.expect(200);
    assert!(paper.body.starts_with(b"%PDF-"));
    assert_eq!(paper.body, attached.body);
    assert_eq!(
        hub.mailbox().await.count(&camille.person, "certificate_issued").await,
        1
    );

    // What its QR code holds can be checked without a network.
    let statement = statements::check(&hub.qr_text(&certificate.id()).await, &hub.keys().await).expect("proven");
    assert_eq!(statement.verification_url(), certificate.text("/verification_url"));
    assert_eq!(
        (statement.surname.as_str(), statement.valid_until.to_string().as_str()),
        ("Martin", "2027-03-22")
    );
}

async fn the_recapitulation_of_a_case_as_it_was_sent(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let draft = camille.complete_case().await;
    let path = format!("/v1/cases/{draft}/summary.pdf");
    // 7/ «Je valide le récapitulatif de ma demande»: what is validated is not printed yet.
    camille.get(&path).await.refused(409, "not_sent");
    camille.do_post(&format!("/v1/cases/{draft}/submission")).await.ok();
    let sent = camille.paper(&path).await;
    assert!(sent.body.starts_with(b"%PDF-"));
    let reference = camille.case(&draft).await.text("/reference");
    assert!(
        sent.header("content-disposition")
            .is_some_and(|how| how.contains(&reference))
    );

    // Sent again after corrections, it is another paper.
    let agent = hub.agent().await;
    agent.take_and_ask(&draft, &[("document:photo", "Trop sombre.")]).await;
    assert_eq!(camille.paper(&path).await.body, sent.body, "as it was sent");
    hub.days_pass(1).await;
    camille.upload(&draft, "photo", tests::files::better_photo()).await;
    camille
        .post(&format!("/v1/cases/{draft}/response"), json!({"answers": []}))
        .await
        .ok();
    let corrected = camille.paper(&path).await;
    assert!(corrected.body.starts_with(b"%PDF-") && corrected.etag() != sent.etag());
}

async fn a_link_opens_for_a_minute(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let (_, path) = certificate_of(&camille).await;
    let paper = camille.paper(&path).await;
    let link = async |path: &str| camille.post("/v1/download-links", json!({"path": path})).await.ok();

    // A browser opens it in a new tab, where it sends no token.
    let made = link(&path).await;
    assert_eq!(made["expires_at"], "2026-11-22T09:01:00Z");
    // Whoever only asks what is there has not opened it.
    for _ in 0..2 {
        let head = hub.anyone().request(Method::HEAD, &made.text("/url")).await.expect(200);
        assert_eq!((head.body.len(), head.etag()), (0, paper.etag()));
        assert_eq!(head.header("content-type"), Some("application/pdf"));
        assert_eq!(head.header("cache-control"), Some("no-store"));
    }
    let opened = hub.anyone().get(&made.text("/url")).await.expect(200);
    assert_eq!(opened.body, paper.body);
    assert_eq!(opened.header("cache-control"), Some("no-store"));
    assert!(
        opened
            .header("content-disposition")
            .is_some_and(|how| how.starts_with("inline; "))
    );
    // Its viewer asks again, and for a part.
    let again = hub.anyone().get(&made.text("/url")).await.expect(200);
    assert_eq!(again.body, paper.body);
    let part = hub
        .anyone()
        .request(Method::GET, &made.text("/url"))
        .with("range", "bytes=0-4");
    assert_eq!(part.await.expect(206).body, b"%PDF-");

    let to_save = link(&format!("{path}?download=1")).await;
    let saved = hub.anyone().get(&to_save.text("/url")).await.expect(200);
    assert!(
        saved
            .header("content-disposition")
            .is_some_and(|how| how.starts_with("attachment; "))
    );

    // For a minute.
    let (in_time, too_late) = (link(&path).await, link(&path).await);
    hub.seconds_pass(59);
    hub.anyone().get(&in_time.text("/url")).await.expect(200);
    hub.seconds_pass(1);
    hub.anyone().get(&too_late.text("/url")).await.link_not_valid();
}

async fn links_are_for_what_is_ones_own(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let youssef = hub.trained(&Person::youssef()).await;
    let (_, path) = certificate_of(&camille).await;
    camille.paper(&path).await;
    youssef
        .post("/v1/download-links", json!({"path": path}))
        .await
        .not_found();
    for nowhere in [
        "",
        "/v1/account",
        "https://elsewhere.example/",
        "/v1/trainings/1/recap.pdf",
        &format!("{path}?download=2"),
        &format!("{path}?page=2"),
        &format!("{path}#page=2"),
    ] {
        let reply = camille
            .post("/v1/download-links", json!({"path": nowhere}))
            .await
            .expect(422);
        assert_eq!(reply.json().text("/errors/0/pointer"), "/path", "{reply}");
    }

    // A link is of no use to whoever may no longer sign in.
    let made = camille.post("/v1/download-links", json!({"path": path})).await.ok();
    let account = camille.get("/v1/account").await.ok().id();
    hub.supervisor()
        .await
        .on_account(&account, "suspension")
        .await
        .json(json!({"reason": "Doute."}))
        .await
        .ok();
    hub.anyone().get(&made.text("/url")).await.link_not_valid();
}

async fn a_part_of_a_paper(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let (_, path) = certificate_of(&camille).await;
    let whole = camille.paper(&path).await;
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    let size = whole.body.len();

    let part = camille.get(&path).with("range", "bytes=100-199").await.expect(206);
    assert_eq!(part.body, whole.body[100..200]);
    assert_eq!(
        part.header("content-range"),
        Some(format!("bytes 100-199/{size}").as_str())
    );
    assert_eq!(part.etag(), whole.etag());
    // Not compressed, even for those who would have it so: parts of one are no parts of the other.
    let rest = camille
        .get(&path)
        .with("range", "bytes=200-")
        .with("accept-encoding", "gzip");
    let rest = rest.with("if-range", &whole.etag()).await.expect(206);
    assert_eq!((rest.header("content-encoding"), rest.body.len()), (None, size - 200));
    // The rest of what it no longer is would be of no use.
    let other = camille
        .get(&path)
        .with("range", "bytes=200-")
        .with("if-range", "\"1-0\"")
        .await
        .expect(200);
    assert_eq!(other.body, whole.body);
    let beyond = camille.get(&path).with("range", &format!("bytes={size}-")).await;
    assert_eq!(beyond.header("content-range"), Some(format!("bytes */{size}").as_str()));
    beyond.refused(416, "range_not_satisfiable");
}

async fn a_lost_paper_is_made_again(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let (_, path) = certificate_of(&camille).await;
    let paper = camille.paper(&path).await;
    // Mails take their papers along, the sandbox's people's too: one that finds its own lost is tried again only later.
    let told = hub.mailbox().await.count(&camille.person, "certificate_issued").await;
    assert_eq!(told, 1);
    // The address changes, and so would what is printed today; what was printed stays.
    camille
        .patch("/v1/account", json!({"address": tests::people::depot()}))
        .await
        .ok();

    hub.lose_papers().await;
    let waiting = camille.get(&path).come_what_may().await;
    assert!(waiting.header("retry-after").is_some());
    waiting.refused(503, "paper_not_ready");
    assert_eq!(camille.paper(&path).await.body, paper.body, "the same bytes");

    // One that was spoiled is not handed out either.
    hub.spoil_papers().await;
    camille.get(&path).come_what_may().await.refused(503, "paper_not_ready");
    assert_eq!(camille.paper(&path).await.body, paper.body);
    assert_eq!(
        hub.mailbox().await.count(&camille.person, "certificate_issued").await,
        1,
        "mailed once"
    );
}

async fn a_certificate_revoked_after_it_was_printed(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let (certificate, path) = certificate_of(&camille).await;
    camille.paper(&path).await;
    let recap = format!(
        "/v1/trainings/{}/recap.pdf",
        camille.get("/v1/trainings").await.ok().only_item().id()
    );
    camille.paper(&recap).await;
    let printed = hub.qr_text(&certificate.id()).await;

    let training = Training::fimo("goods", "2026-11-20");
    let attestation = hub.centre().await.attestation_of(&Person::camille(), &training).await;
    hub.centre()
        .await
        .withdraw(&attestation, "Présence non attestée.")
        .await;

    // The hub hands it out no longer, and tells everybody who asks.
    camille.get(&path).await.refused(409, "certificate_revoked");
    camille
        .post("/v1/download-links", json!({"path": path}))
        .await
        .refused(409, "certificate_revoked");
    camille.get(&recap).await.not_found();
    let checked = hub.path_of(&certificate.text("/verification_url"));
    assert_eq!(hub.anyone().get(&checked).await.ok()["status"], "revoked");
    let page = hub.anyone().get(&checked).with("accept", "text/html").await.expect(200);
    assert!(page.text().contains("Révoqué"), "{page}");
    // What was printed cannot know it: it still proves who printed it, and that nothing was changed.
    let statement = statements::check(&printed, &hub.keys().await).expect("proven");
    assert_eq!(statement.code, certificate.text("/verification_code").replace('-', ""));
}

async fn a_closed_account_leaves_only_its_certificate(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let (certificate, path) = certificate_of(&camille).await;
    camille.paper(&path).await;
    let recap = format!(
        "/v1/trainings/{}/recap.pdf",
        camille.get("/v1/trainings").await.ok().only_item().id()
    );
    camille.paper(&recap).await;
    // The sandbox's own driver has a recap and a certificate as well.
    hub.until_papers_kept(2 + 2).await;
    camille.client.delete("/v1/account").await.no_content();
    hub.until_papers_kept(2 + 1).await;
    let checked = hub.path_of(&certificate.text("/verification_url"));
    assert_eq!(hub.anyone().get(&checked).await.ok()["status"], "valid");
    // Kept for a year after its last day, for disputes. The other driver's recap stays.
    hub.move_clock_to("2028-03-24T08:00:00Z").await;
    hub.until_papers_kept(1).await;
}

async fn a_letter_travels_with_the_card(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    hub.agent().await.take_and_approve(&case).await;

    // Whoever makes the card prints the letter that carries it, with what is on the card and where it goes.
    let factory = hub.factory().await;
    let order = factory.next_order().await;
    let path = format!("/v1/production-orders/{}/letter.pdf", order.id());
    let letter = factory.paper(&path).await;
    assert!(letter.body.starts_with(b"%PDF-"));
    let reference = camille.case(&case).await.text("/reference");
    assert_eq!(
        letter.header("content-disposition"),
        Some(format!("inline; filename=\"courrier-carte-{reference}.pdf\"").as_str())
    );
    let facts = hub.card_letter(&order.id()).await;
    assert_eq!(facts["card_number"], order.at("/card/number").clone());
    assert_eq!(facts["addressee"]["address"], order["delivery_address"]);

    // Once it is in the post, its copy is gone.
    factory.start(&order.id()).await;
    factory.ship(&order.id(), "6A12345678901", &hub.now().await).await;
    factory.get(&path).await.refused(409, "not_possible_in_stage");
    hub.until_files_kept(tests::files::KEPT_OF_A_CASE).await;
}
