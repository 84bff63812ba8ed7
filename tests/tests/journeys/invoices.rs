//! [guide: «Consulter ses factures en cas de remplacement de ma carte»]

use serde_json::json;
use tests::hub::Hub;
use tests::{Person, Reading, pdf};

tests::stories![
    everything_the_law_asks_for,
    the_original_by_mail_and_duplicates_to_download,
    nobody_elses_business,
    numbers_follow_each_other,
    what_the_tax_administration_is_told,
];

async fn everything_the_law_asks_for(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let case = camille.lost(&camille.card().await.id()).await;
    camille.pay(&case, "succeeded").await;

    // 1/ «Je suis notifié(e) sur ma messagerie électronique»
    let mail = hub.mailbox().await.mail_to(&camille.person, "invoice_issued").await;
    assert!(mail.text().contains("F2026-000001"), "{}", mail.text());
    // 2/ «l'onglet Mes factures»
    let invoice = camille.invoices().await.remove(0);
    let invoice = camille.get(&format!("/v1/invoices/{}", invoice.id())).await.ok();
    assert_eq!(invoice["number"], "F2026-000001");
    assert_eq!(invoice["case_reference"], camille.case(&case).await["reference"]);
    assert_eq!(invoice.at("/buyer/name"), "Camille Jeanne Martin");
    assert_eq!(invoice.at("/buyer/address/city"), &tests::people::home()["city"]);
    assert_eq!(invoice.at("/lines/0/unit_price/amount"), 2500);
    assert_eq!(invoice.at("/lines/0/vat_percent"), 20);
    assert_eq!(
        (
            invoice.at("/net/amount"),
            invoice.at("/vat/amount"),
            invoice.at("/total/amount")
        ),
        (&2500.into(), &500.into(), &3000.into())
    );
    for mention in [
        "/seller/name",
        "/seller/siren",
        "/seller/vat_number",
        "/seller/address/line1",
    ] {
        assert!(!invoice.text(mention).is_empty(), "{mention}");
    }

    // «disponible pour une durée de 10 ans»
    hub.move_clock_to("2036-11-01T08:00:00Z").await;
    let camille = tests::roles::Driver::sign_in(hub.anyone(), &camille.person).await;
    assert_eq!(camille.invoices().await.len(), 1);
}

async fn the_original_by_mail_and_duplicates_to_download(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let case = camille.lost(&camille.card().await.id()).await;
    camille.pay(&case, "succeeded").await;
    let invoice = camille.invoices().await.remove(0);
    // 1/ «Je suis notifié(e) sur ma messagerie électronique»: the original, attached.
    let mail = hub.mailbox().await.mail_to(&camille.person, "invoice_issued").await;
    let original = hub.anyone().get(&mail.only_attachment()).await.expect(200).body;
    // 2/ «Je télécharge le duplicata de ma facture»
    let path = format!("/v1/invoices/{}/invoice.pdf", invoice.id());
    let duplicate = camille.paper(&path).await.body;
    assert!(original.starts_with(b"%PDF-") && duplicate.starts_with(b"%PDF-"));

    // Both bear what the tax code asks for [CGI annexe II 242 nonies A].
    let vat_number = format!("N° TVA {}", invoice.text("/seller/vat_number"));
    let mentions = [
        "Facture n° F2026-000001",
        "Date d’émission 22 novembre 2026",
        "Date de la prestation 22 novembre 2026",
        &invoice.text("/seller/name"),
        &invoice.text("/seller/address/line1"),
        &invoice.text("/seller/address/postal_code"),
        &vat_number,
        "Camille Jeanne Martin",
        "12 rue de la République",
        "69001 Lyon",
        &invoice.text("/case_reference"),
        "Remplacement d’une carte 1 25,00 € 20 % 25,00 €",
        "Nature de l’opération Prestation de services",
        "Total HT 25,00 €",
        "TVA 5,00 €",
        "Total TTC 30,00 €",
        "SPECIMEN",
    ];
    pdf::says(&original, &mentions);
    pdf::says(&duplicate, &mentions);
    pdf::says(&duplicate, &["DUPLICATA"]);
    if let Some(text) = pdf::text_of(&original) {
        assert!(!text.contains("DUPLICATA"), "{text}");
        let siren = invoice.text("/seller/siren");
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        assert!(text.contains("SIREN") && digits.contains(&siren), "{text}");
    }
}

async fn nobody_elses_business(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let case = camille.lost(&camille.card().await.id()).await;
    camille.pay(&case, "succeeded").await;
    let invoice = camille.invoices().await.remove(0).id();
    let youssef = hub.driver(&Person::youssef()).await;
    assert_eq!(youssef.invoices().await.len(), 0);
    youssef.get(&format!("/v1/invoices/{invoice}")).await.not_found();
    youssef
        .get(&format!("/v1/invoices/{invoice}/invoice.pdf"))
        .await
        .not_found();
    youssef.get(&format!("/v1/cases/{case}/payments")).await.not_found();
}

async fn numbers_follow_each_other(hub: &Hub) {
    let mut numbers = Vec::new();
    for number in 1..=3 {
        let driver = hub.licensed(&Person::numbered(number)).await;
        let case = driver.lost(&driver.card().await.id()).await;
        driver.pay(&case, "succeeded").await;
        hub.next_card_is_made().await;
        numbers.push(driver.invoices().await.remove(0).text("/number"));
    }
    assert_eq!(numbers, ["F2026-000001", "F2026-000002", "F2026-000003"]);
}

async fn what_the_tax_administration_is_told(hub: &Hub) {
    for number in 1..=3 {
        let driver = hub.licensed(&Person::numbered(number)).await;
        let case = driver.lost(&driver.card().await.id()).await;
        driver.pay(&case, "succeeded").await;
        hub.next_card_is_made().await;
    }
    let camille = hub.trained(&Person::camille()).await;
    hub.card_in_the_post(&camille).await;
    let card = camille.card().await;
    let returned = hub.agent().await.post(
        "/v1/back-office/undelivered-returns",
        json!({"card_number": card.text("/number")}),
    );
    let case = returned.await.created().text("/case_id");
    let elsewhere =
        json!({"line1": "3 quai des Chartrons", "postal_code": "33000", "city": "Bordeaux", "country": "FR"});
    camille
        .choose(&case, json!({"choice": "change_address", "address": elsewhere}))
        .await;
    camille.pay(&case, "succeeded").await;

    let supervisor = hub.supervisor().await;
    let report = |days: &str| format!("/v1/back-office/e-reporting?{days}");
    let told = supervisor.get(&report("from=2026-11-01&to=2026-11-30")).await.ok();
    let expected = json!([{
        "day": "2026-11-22", "currency": "EUR", "category": "services", "category_code": "TPS1", "vat_percent": 20,
        "net": 8500, "vat": 1700, "transactions": 4, "collected": 10200
    }]);
    assert_eq!(told["lines"], expected);
    let sheet = supervisor
        .get(&report("from=2026-11-22&to=2026-11-22"))
        .with("accept", "text/csv")
        .await;
    let sheet = sheet.expect(200);
    assert_eq!(sheet.header("content-type"), Some("text/csv; charset=utf-8"));
    let text = String::from_utf8(sheet.body.clone()).expect("text");
    assert!(
        text.ends_with("\r\n2026-11-22,EUR,services,TPS1,20,85.00,17.00,4,102.00\r\n"),
        "{text}"
    );
    let other_days = supervisor.get(&report("from=2026-11-23&to=2026-11-30")).await.ok();
    assert_eq!(other_days["lines"], json!([]));
    for (days, code) in [
        ("from=2026-11-02&to=2026-11-01", "out_of_range"),
        ("from=2026-11-01&to=2026-12-02", "too_many_values"),
    ] {
        supervisor.get(&report(days)).await.invalid_at("to", code);
    }
    hub.agent()
        .await
        .get(&report("from=2026-11-01&to=2026-11-30"))
        .await
        .refused(403, "forbidden");
}
