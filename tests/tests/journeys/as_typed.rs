//! What people really type: it is taken and kept as it is meant, or refused with what is wrong and what to write.

use domain::rules::contact::fold_email;
use serde_json::{Value, json};
use tests::hub::Hub;
use tests::roles::{Driver, sign_in};
use tests::{Person, Reading, Training, pdf, people, with, without};

tests::stories![
    i_write_my_telephone_as_i_always_do,
    i_write_my_name_as_my_telephone_does,
    my_papers_do_not_know_my_birthday,
    my_licence_is_older_than_its_forms,
    my_mailbox_has_an_accent,
    my_employer_pays,
    i_married_and_my_licence_is_new,
    i_give_the_number_that_is_mine_for_life,
];

async fn i_write_my_telephone_as_i_always_do(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    for (typed, kept) in [
        ("+33 (0)7 98 76 54 32", "+33798765432"),
        ("07.98.76.54.32", "+33798765432"),
        ("\u{2066}0033 7 98 76 54 32\u{2069}", "+33798765432"),
        ("tel:+33-7-98-76-54-32", "+33798765432"),
        ("04 72 10 30 30", "+33472103030"),
        ("+44 (0)7911 123456", "+447911123456"),
    ] {
        let changed = camille.patch("/v1/account", json!({"phone": typed})).await.ok();
        assert_eq!(changed["phone"], kept, "{typed}");
    }
    for typed in ["0798765", "+33 7 98 76", "+999 12345678"] {
        let refused = camille.patch("/v1/account", json!({"phone": typed})).await;
        let problem = refused.invalid(&[("/phone", "malformed")]);
        assert!(
            problem.text("/errors/0/message").contains("+33"),
            "shows the form: {problem:#}"
        );
    }
    let refused = camille.patch("/v1/account", json!({"phone": "07 98 76 x4 32"})).await;
    let problem = refused.invalid(&[("/phone", "malformed")]);
    assert!(
        problem.text("/errors/0/message").contains("U+0078 x"),
        "names the sign: {problem:#}"
    );

    // Who lives abroad leaves out the code of the country they live in.
    let brussels = json!({"line1": "1 rue Neuve", "postal_code": "1000", "city": "Bruxelles", "country": "BE"});
    let moved = json!({"phone": "0470 12 34 56", "address": brussels});
    let changed = camille.patch("/v1/account", moved).await.ok();
    assert_eq!(changed["phone"], "+32470123456");
}

async fn i_write_my_name_as_my_telephone_does(hub: &Hub) {
    for (number, surname, kept, attested) in [
        (1, "O´Brien", "O'Brien", "O’BRIEN"),
        (2, "Paral‧lel", "Paral·lel", "PARALLEL"),
        (3, "prof. Nagy", "prof. Nagy", "PROF NAGY"),
        (4, "De‐La\u{200b} Cruz", "De-La Cruz", "DE LA CRUZ"),
    ] {
        let person = Person::numbered(number).called(surname);
        let form = with(&person.registration(), "/birth_place", json!("Pointe‑à‑Pitre — Abymes"));
        let form = with(&form, "/first_names", json!("Ana， Lucía"));
        let form = with(&form, "/address/line2", json!("Bât. „Les Tilleuls“"));
        let driver = signed_up(hub, &person, &form).await;
        let account = driver.get("/v1/account").await.ok();
        assert_eq!(account["surname"], kept);
        assert_eq!(account["first_names"], "Ana Lucía");
        assert_eq!(account["birth_place"], "Pointe-à-Pitre - Abymes");
        assert_eq!(account.at("/address/line2"), "Bât. \"Les Tilleuls\"");
        let attestation = hub
            .centre()
            .await
            .attest(&person.called(attested), &Training::fimo("goods", "2026-11-20"))
            .await;
        assert_eq!(attestation["status"], "matched", "{attestation:#}");
    }
    let form = Person::camille().registration();
    for (pointer, typed, sign, place) in [
        ("/surname", "Mar☃tin", "U+2603 ☃", "4"),
        ("/first_names", "Camille 2", "U+0032 2", "9"),
        ("/address/line1", "12 rue 马", "U+9A6C 马", "8"),
    ] {
        let refused = hub
            .anyone()
            .post("/v1/accounts", with(&form, pointer, json!(typed)))
            .await;
        let problem = refused.invalid(&[(pointer, "characters")]);
        let message = problem.text("/errors/0/message");
        assert!(message.contains(sign) && message.contains(place), "{message}");
    }
}

async fn my_papers_do_not_know_my_birthday(hub: &Hub) {
    for (number, known, invented, printed) in [
        (1, "1962-00-00", "1962-01-01", "00/00/1962"),
        (2, "1958-11-00", "1958-11-30", "00/11/1958"),
        (3, "1971-00-00", "1971-07-01", "00/00/1971"),
    ] {
        let person = Person {
            birth_date: known.to_owned(),
            ..Person::numbered(number)
        };
        let driver = hub.driver(&person).await;
        assert_eq!(driver.get("/v1/account").await.ok()["birth_date"], known);
        let attested = Person {
            birth_date: invented.to_owned(),
            ..person
        };
        let training = Training::fimo("goods", "2026-11-20");
        let attestation = hub.centre().await.attest(&attested, &training).await;
        assert_eq!(attestation["status"], "matched", "{attestation:#}");
        let certificate = driver.get("/v1/certificates").await.ok().only_item().clone();
        assert_eq!(certificate["birth_date"], known);
        let paper = driver
            .paper(&format!("/v1/certificates/{}/certificate.pdf", certificate.id()))
            .await;
        pdf::says(&paper.body, &[printed]);

        let stranger = Person {
            birth_date: "1964-05-05".to_owned(),
            ..attested
        };
        let other = Training::fco("goods", "2026-11-21");
        assert_eq!(hub.centre().await.attest(&stranger, &other).await["status"], "mismatch");
    }
    let form = Person::camille().registration();
    for never in ["1962-00-12", "1962-13-00", "00-00-1962"] {
        let refused = hub
            .anyone()
            .post("/v1/accounts", with(&form, "/birth_date", json!(never)));
        refused.await.invalid(&[("/birth_date", "date")]);
    }
}

async fn my_licence_is_older_than_its_forms(hub: &Hub) {
    for (number, typed, kept) in [
        (1, "75 1234567", "751234567"),
        (2, "45678-b", "45678B"),
        (3, "2A 4512", "2A4512"),
    ] {
        let asked = json!({"country": "FR", "number": typed});
        let checked = hub.anyone().post("/v1/licence-number-checks", asked).await.ok();
        assert_eq!(
            (&checked["valid"], &checked["normalized"]),
            (&json!(true), &json!(kept))
        );
        assert_eq!(checked.at("/warnings/0/code"), "old_form");
        let driver = hub.driver(&Person::numbered(number).with_licence(typed)).await;
        assert_eq!(driver.get("/v1/account").await.ok().at("/licence/number"), kept);
    }
}

async fn my_mailbox_has_an_accent(hub: &Hub) {
    for (number, typed) in [
        (1, "lea@garçon-transports.example"),
        (2, "kim@søndergård.example"),
        (3, "jordan@транспорт.example"),
    ] {
        let ascii = fold_email(typed);
        assert!(ascii.is_ascii(), "{ascii}");
        let form = Person::numbered(number).at(typed).registration();
        let person = Person::numbered(number).at(&ascii);
        let driver = signed_up(hub, &person, &form).await;
        assert_eq!(driver.get("/v1/account").await.ok()["email"], typed);
        for spelling in [typed, &ascii, &typed.to_uppercase()] {
            sign_in(hub.anyone(), spelling, &person.password).await;
        }
    }
}

async fn my_employer_pays(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let case = camille.begin_about("loss", &camille.card().await.id()).await;
    camille.declare_missing(&case, "2026-11-22").await;
    camille.give_addresses(&case).await;
    let path = format!("/v1/cases/{case}/billing-address");
    let paid_by = |name: &str, siren: &str| with(&people::depot(), "/company", json!({"name": name, "siren": siren}));
    for (name, siren, kept) in [
        ("Peugeot", "552100554", "552100554"),
        ("Durand & Fils", "732 829 320", "732829320"),
        ("Transports “Béta” & Cie", "652.014.051", "652014051"),
    ] {
        let shown = camille.put(&path, paid_by(name, siren)).await.ok();
        assert_eq!(shown.at("/billing_address/company/siren"), kept);
        assert_eq!(shown.at("/billing_address/city"), &people::depot()["city"]);
    }
    for (siren, fault) in [("732829321", "check_digit"), ("12", "malformed"), ("", "missing")] {
        let refused = camille.put(&path, paid_by("Durand", siren)).await;
        refused.invalid(&[("/company/siren", fault)]);
    }
    camille.submit(&case).await;
    camille.pay(&case, "succeeded").await;
    let invoice = camille.invoices().await.remove(0);
    assert_eq!(invoice.at("/buyer/name"), "Transports \"Béta\" & Cie");
    assert_eq!(invoice.at("/buyer/siren"), "652014051");
    let mail = hub.mailbox().await.mail_to(&camille.person, "invoice_issued").await;
    let original = hub.anyone().get(&mail.only_attachment()).await.expect(200).body;
    pdf::says(&original, &["Béta", "SIREN 652 014 051"]);
}

async fn i_married_and_my_licence_is_new(hub: &Hub) {
    for (person, surname, licence) in [
        (Person::camille(), "Durand", "26BC54321"),
        (Person::youssef(), "Benali-Roche", "26CD00017"),
        (Person::anne_lise(), "Kerouac", "26DE99999"),
    ] {
        let driver = hub.driver(&person).await;
        let married = Person {
            surname: surname.to_owned(),
            ..person.with_licence(licence)
        };
        let sector = if licence == "26DE99999" { "passengers" } else { "goods" };
        let attested = with(&married.as_attested(), "/first_names", json!(married.first_names));
        let first = Training::fimo(sector, "2026-11-10").attesting(attested.clone(), licence);
        let first = hub.centre().await.post("/v1/attestations", first).await.created();
        assert_eq!(first["status"], "mismatch");

        // An agent finds it on the work list, and says yes.
        let agent = hub.agent().await;
        let waiting = agent.get("/v1/back-office/attestations?status=mismatch").await.ok();
        let waiting = waiting.only_item();
        assert_eq!(waiting["mismatch"], "surname_and_licence_differ");
        let account = driver.get("/v1/account").await.ok().id();
        assert_eq!(waiting.at("/candidate/account_id"), &json!(account));
        let path = format!("/v1/back-office/attestations/{}", first.id());
        let yes = agent.on(&path, "match").await.json(json!({"account_id": account}));
        assert_eq!(yes.await.ok()["status"], "matched");

        // Once: the next training is theirs without anybody's help.
        let next = Training::fco(sector, "2026-11-20").attesting(attested, licence);
        let next = hub.centre().await.post("/v1/attestations", next).await.created();
        assert_eq!(next["status"], "matched");
        assert_eq!(driver.get("/v1/trainings").await.ok().items().len(), 2);
    }
}

async fn i_give_the_number_that_is_mine_for_life(hub: &Hub) {
    for (number, title, neph, renewed) in [
        (1, "16AA00001", "1304 6910 0002", "26AA00001"),
        (2, "16AA00002", "990469100077", "26AA00002"),
        (3, "16AA00003", "05-11-69-20-00-13", "26AA00003"),
    ] {
        let digits: String = neph.chars().filter(char::is_ascii_digit).collect();
        let person = Person::numbered(number).with_licence(title);
        let form = with(&person.registration(), "/licence/neph", json!(neph));
        let driver = signed_up(hub, &person, &form).await;
        let account = driver.get("/v1/account").await.ok();
        assert_eq!(account.at("/licence/neph"), &json!(digits));

        let centre = hub.centre().await;
        let attested = person.as_attested();
        let with_neph = with(&attested, "/licence/neph", json!(neph));
        let alone = without(&with_neph, "/licence/number");
        let renewed = with(&with_neph, "/licence/number", json!(renewed));
        let renewed_alone = without(&renewed, "/licence/neph");
        for (day, driver) in [
            ("2026-11-06", &alone),
            ("2026-11-13", &renewed),
            // The title that came with the NEPH is known from then on.
            ("2026-11-20", &renewed_alone),
        ] {
            let training = Training::fco("goods", day).attesting(driver.clone(), title);
            let posted = centre.post("/v1/attestations", training).await.created();
            assert_eq!(posted["status"], "matched", "{posted:#}");
        }
        // Somebody else's number for life is somebody else's, or a mistake for an agent.
        let other = with(&with_neph, "/licence/neph", json!("880369100011"));
        let training = Training::fco("goods", "2026-11-21").attesting(other, title);
        let posted = centre.post("/v1/attestations", training).await.created();
        assert_eq!(posted["status"], "mismatch", "{posted:#}");
    }
}

/// Somebody who registered with this form, and uses their account.
async fn signed_up(hub: &Hub, person: &Person, form: &Value) -> Driver {
    let account = hub.anyone().post("/v1/accounts", form.clone()).await.accepted().id();
    hub.agent().await.approve_account(&account).await;
    let token = hub.mailbox().await.mail_to(person, "choose_password").await.token();
    let choice = json!({
        "password": person.password, "password_confirmation": person.password, "birth_date": form["birth_date"]
    });
    let path = format!("/v1/passwords/{token}");
    hub.anyone().put(&path, choice).await.no_content();
    Driver::sign_in(hub.anyone(), person).await
}
