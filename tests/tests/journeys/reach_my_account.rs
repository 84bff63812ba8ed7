//! Whoever cannot be reached under the email of their account: mistyped at registration, or lost since.

use serde_json::{Value, json};
use tests::hub::Hub;
use tests::roles::Driver;
use tests::{Person, Reading, Training};

tests::stories![
    i_mistyped_my_email_and_an_agent_corrects_it,
    i_mistyped_my_email_and_registered_again,
    a_mailbox_that_is_not_mine_opens_nothing,
    a_correction_that_goes_astray_shows_nothing,
    whoever_guesses_at_my_birth_date_is_stopped,
    i_change_my_email,
    i_mistype_the_email_that_i_change_to,
    somebody_else_changes_my_email_and_i_object,
    somebody_else_asks_and_i_object_before_they_confirm,
    my_mailbox_is_lost_and_an_agent_corrects_it,
    an_email_that_is_somebody_elses,
    what_agents_may_close_and_what_not,
    from_the_mail_to_the_page,
];

async fn correct(hub: &Hub, account: &str, email: &str) -> tests::Reply {
    let body = json!({"email": email, "reason": "Adresse mal saisie ; identité vérifiée par téléphone"});
    let agent = hub.agent().await;
    agent.on_account(account, "email-correction").await.json(body).await
}

async fn i_mistyped_my_email_and_an_agent_corrects_it(hub: &Hub) {
    for (person, mistyped) in [
        (Person::camille(), "camille.martin@exmaple.org"),
        (Person::youssef(), "youssef@benali.exemple"),
        (Person::anne_lise(), "al.legof@mail.example"),
    ] {
        let nobody = person.clone().at(mistyped);
        let account = hub.register(&nobody).await;
        hub.agent().await.approve_account(&account).await;
        let lost = hub.mailbox().await.mail_to(&nobody, "choose_password").await.token();

        let file = hub.agent().await.account(&account).await;
        assert!(file.texts("/actions").contains(&"correct_email".to_owned()), "{file:#}");
        let corrected = correct(hub, &account, &person.email).await.ok();
        assert_eq!(corrected["profile"]["email"], person.email);
        assert_eq!(corrected.stage(), "awaiting_password");

        // Both addresses are told, and neither learns the other. The former link is worth nothing.
        let former = hub.mailbox().await.mail_to(&nobody, "email_changed").await;
        assert!(
            !former.has_link() && !former.text().contains(&person.email),
            "{}",
            former.text()
        );
        hub.mailbox().await.mail_to(&person, "email_changed").await;
        hub.anyone()
            .get(&format!("/v1/passwords/{lost}"))
            .await
            .link_not_valid();

        let fresh = hub.mailbox().await.mail_to(&person, "choose_password").await.token();
        let path = format!("/v1/passwords/{fresh}");
        hub.anyone().put(&path, person.choice()).await.no_content();
        Driver::sign_in(hub.anyone(), &person).await;
    }
}

async fn i_mistyped_my_email_and_registered_again(hub: &Hub) {
    let camille = Person::camille();
    let nobody = camille.clone().at("camille.martin@exmaple.org");
    let first = hub.register(&nobody).await;
    let agent = hub.agent().await;
    agent.approve_account(&first).await;
    let second = hub.register(&camille).await;
    agent
        .on_account(&second, "approval")
        .await
        .await
        .refused(409, "licence_in_use");

    // Served the same day: the first is closed, its address is told why, and the second is approved.
    let reason = json!({"reason": "Vous vous êtes inscrite une seconde fois."});
    let closed = agent.on_account(&first, "closure").await.json(reason).await.ok();
    assert_eq!(closed.stage(), "closed");
    assert!(closed.get("profile").is_none(), "{closed:#}");
    let farewell = hub.mailbox().await.mail_to(&nobody, "account_closed").await;
    assert!(farewell.text().contains("une seconde fois"), "{}", farewell.text());
    assert!(!farewell.text().contains("Martin"), "{}", farewell.text());
    agent.approve_account(&second).await;
    let history = hub.agent().await.account(&first).await;
    let step = history.list("/history").last().expect("a step").clone();
    assert_eq!(step["reason"], "Vous vous êtes inscrite une seconde fois.");
}

async fn a_mailbox_that_is_not_mine_opens_nothing(hub: &Hub) {
    let camille = Person::camille();
    let token = hub.approved(&camille).await;
    for message in hub.mailbox().await.everything_to(&camille.email).await {
        let text = message.text();
        assert!(!text.contains("Martin") && !text.contains("Camille"), "{text}");
    }
    let path = format!("/v1/passwords/{token}");
    let link = hub.anyone().get(&path).await.ok();
    assert_eq!(link["birth_date_needed"], true);
    let page = hub.anyone().get(&format!("/choose-password/{token}")).await.expect(200);
    for shown in [link.to_string(), String::from_utf8_lossy(&page.body).into_owned()] {
        for secret in ["Martin", "Camille", "1988", "13AA00002", "+33612345678"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }

    // Without the birth date nothing is said of the password either, which might tell a name.
    let choice = |password: &str, born: Option<&str>| {
        let mut choice = json!({"password": password, "password_confirmation": password});
        if let Some(born) = born {
            choice["birth_date"] = json!(born);
        }
        choice
    };
    let choose = async |choice: Value| hub.anyone().put(&path, choice).await;
    choose(choice("Martin-Camille-1988!", None))
        .await
        .invalid(&[("/birth_date", "missing")]);
    for born in ["1988-04-16", "1978-04-17", "1988-07-14"] {
        choose(choice("Martin-Camille-1988!", Some(born)))
            .await
            .invalid(&[("/birth_date", "birth_date_differs")]);
    }
    choose(camille.choice()).await.no_content();
}

/// Nobody has proved yet that the mailbox of a registration is the driver's.
async fn a_correction_that_goes_astray_shows_nothing(hub: &Hub) {
    let camille = Person::camille();
    let nobody = camille.clone().at("camille.martin@exmaple.org");
    let account = hub.register(&nobody).await;
    let agent = hub.agent().await;
    let items = json!({"items": [{"target": "field:licence", "reason": "Le numéro est illisible."}]});
    agent
        .on_account(&account, "correction-request")
        .await
        .json(items)
        .await
        .ok();
    let astray = hub.mailbox().await.mail_to(&nobody, "account_correction").await.token();
    let link = format!("/v1/account-corrections/{astray}");
    let shown = hub.anyone().get(&link).await.ok();
    let page = hub
        .anyone()
        .get(&format!("/correct-account/{astray}"))
        .await
        .expect(200);
    for shown in [shown.to_string(), String::from_utf8_lossy(&page.body).into_owned()] {
        assert!(shown.contains("illisible"), "{shown}");
        for secret in ["Martin", "Camille", "1988", "13AA00002", "+33612345678", "République"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }

    // The agent puts the address right: the link goes to the driver, and the one that went astray is worth nothing.
    let corrected = correct(hub, &account, &camille.email).await.ok();
    assert_eq!(corrected.stage(), "correction_requested");
    hub.anyone().get(&link).await.link_not_valid();
    let mine = hub
        .mailbox()
        .await
        .mail_to(&camille, "account_correction")
        .await
        .token();
    let link = format!("/v1/account-corrections/{mine}");
    hub.anyone()
        .put(&link, json!({"licence": camille.holder()["licence"], "answers": hub.anyone().get(&link).await.ok().items().iter().map(|item| json!({"item_id": item["id"], "comment": "Il est exact."})).collect::<Value>()}))
        .await
        .expect(200);
}

async fn whoever_guesses_at_my_birth_date_is_stopped(hub: &Hub) {
    let camille = Person::camille();
    let account = hub.register(&camille).await;
    hub.agent().await.approve_account(&account).await;
    let guess = |born: String| json!({"password": camille.password, "password_confirmation": camille.password, "birth_date": born});
    for round in 1..=4 {
        let token = hub
            .mailbox()
            .await
            .nth_mail_to(&camille, "choose_password", round)
            .await
            .token();
        let path = format!("/v1/passwords/{token}");
        for day in 1..=5 {
            let born = format!("19{round}0-01-0{day}");
            hub.anyone()
                .put(&path, guess(born))
                .await
                .invalid(&[("/birth_date", "birth_date_differs")]);
        }
        // A few tries, then a new link.
        hub.anyone().put(&path, camille.choice()).await.link_not_valid();
        hub.anyone()
            .post("/v1/account-links", json!({"email": camille.email}))
            .await
            .accepted();
    }
    // Many, and it is for an agent to see whose mailbox it is.
    let last = hub
        .mailbox()
        .await
        .nth_mail_to(&camille, "choose_password", 4)
        .await
        .token();
    hub.anyone()
        .put(&format!("/v1/passwords/{last}"), camille.choice())
        .await
        .link_not_valid();
    let mine = camille.clone().at("camille@mail.example");
    correct(hub, &account, &mine.email).await.ok();
    let token = hub.mailbox().await.mail_to(&mine, "choose_password").await.token();
    hub.anyone()
        .put(&format!("/v1/passwords/{token}"), mine.choice())
        .await
        .no_content();
}

async fn ask(driver: &Driver, email: &str) -> tests::Reply {
    let body = json!({"email": email, "password": driver.person.password});
    driver.post("/v1/account/email-changes", body).await
}

async fn i_change_my_email(hub: &Hub) {
    for (person, another) in [
        (Person::camille(), "camille@poste.example"),
        (Person::youssef(), "y.benali+cqc@poste.example"),
        (Person::anne_lise(), "Anne-Lise@Poste.Example"),
    ] {
        let driver = hub.driver(&person).await;
        let wrong = json!({"email": another, "password": "Gravier-8-phares-bleus!"});
        driver
            .post("/v1/account/email-changes", wrong)
            .await
            .invalid(&[("/password", "wrong_password")]);
        ask(&driver, &person.email).await.invalid(&[("/email", "unchanged")]);
        ask(&driver, another).await.accepted();

        // Nothing has changed until the link in the new mailbox is opened.
        assert_eq!(driver.get("/v1/account").await.ok()["email"], person.email);
        let moved = person.clone().at(&another.to_lowercase());
        let mail = hub.mailbox().await.mail_to(&moved, "email_confirmation").await;
        assert!(!mail.text().contains(&person.surname), "{}", mail.text());
        let word = hub.mailbox().await.mail_to(&person, "email_change_requested").await;
        assert!(!word.text().contains("oste"), "{}", word.text());
        let path = format!("/v1/email-changes/{}", mail.token());
        hub.anyone().put(&path, json!({})).await.no_content();
        hub.anyone().put(&path, json!({})).await.link_not_valid();

        assert_eq!(driver.get("/v1/account").await.ok()["email"], moved.email);
        hub.mailbox().await.mail_to(&moved, "email_changed").await;
        hub.mailbox().await.mail_to(&person, "email_changed").await;
        Driver::sign_in(hub.anyone(), &moved).await;
        let former = json!({"email": person.email, "password": person.password});
        hub.anyone().post("/v1/sessions", former).await.expect(401);
    }
}

async fn somebody_else_changes_my_email_and_i_object(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let thief = camille.person.clone().at("voleur@poste.example");
    ask(&camille, &thief.email).await.accepted();
    let confirmation = hub.mailbox().await.mail_to(&thief, "email_confirmation").await;
    hub.anyone()
        .put(&format!("/v1/email-changes/{}", confirmation.token()), json!({}))
        .await
        .no_content();
    let stolen = Driver::sign_in(hub.anyone(), &thief).await;
    // They move on, to shake off whoever objects.
    let further = thief.clone().at("voleur2@poste.example");
    ask(&stolen, &further.email).await.accepted();
    let again = hub.mailbox().await.mail_to(&further, "email_confirmation").await;
    hub.anyone()
        .put(&format!("/v1/email-changes/{}", again.token()), json!({}))
        .await
        .no_content();
    let theirs = hub
        .mailbox()
        .await
        .nth_mail_to(&thief, "email_changed", 2)
        .await
        .token();

    hub.days_pass(6).await;
    let word = hub.mailbox().await.mail_to(&camille.person, "email_changed").await;
    let path = format!("/v1/email-objections/{}", word.token());
    hub.anyone().put(&path, json!({})).await.no_content();

    // Whoever was signed in is out, with the password that they knew, and with their own objections.
    stolen.get("/v1/account").await.unauthenticated();
    for email in [&thief.email, &further.email, &camille.person.email] {
        let known = json!({"email": email, "password": camille.person.password});
        hub.anyone().post("/v1/sessions", known).await.expect(401);
    }
    hub.anyone()
        .put(&format!("/v1/email-objections/{theirs}"), json!({}))
        .await
        .link_not_valid();
    let reset = hub
        .mailbox()
        .await
        .mail_to(&camille.person, "new_password_needed")
        .await
        .token();
    let other = "Platane-4-ornières-grises!";
    let choice = json!({
        "password": other, "password_confirmation": other, "birth_date": camille.person.birth_date,
    });
    hub.anyone()
        .put(&format!("/v1/passwords/{reset}"), choice)
        .await
        .no_content();
    tests::roles::sign_in(hub.anyone(), &camille.person.email, other).await;
}

async fn somebody_else_asks_and_i_object_before_they_confirm(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let thief = camille.person.clone().at("voleur@poste.example");
    ask(&camille, &thief.email).await.accepted();
    let confirmation = hub.mailbox().await.mail_to(&thief, "email_confirmation").await.token();
    let word = hub
        .mailbox()
        .await
        .mail_to(&camille.person, "email_change_requested")
        .await
        .token();
    hub.anyone()
        .put(&format!("/v1/email-objections/{word}"), json!({}))
        .await
        .no_content();
    hub.anyone()
        .put(&format!("/v1/email-changes/{confirmation}"), json!({}))
        .await
        .link_not_valid();

    // After 7 days it is too late to object.
    let youssef = hub.driver(&Person::youssef()).await;
    ask(&youssef, "youssef@poste.example").await.accepted();
    let late = hub
        .mailbox()
        .await
        .mail_to(&youssef.person, "email_change_requested")
        .await
        .token();
    hub.days_pass(8).await;
    hub.anyone()
        .put(&format!("/v1/email-objections/{late}"), json!({}))
        .await
        .link_not_valid();
}

async fn my_mailbox_is_lost_and_an_agent_corrects_it(hub: &Hub) {
    let camille = hub
        .trained_driver(&Person::camille(), &[Training::fimo("goods", "2026-11-20")])
        .await;
    let account = camille.get("/v1/account").await.ok().id();
    let mine = camille.person.clone().at("camille@poste.example");
    let blank = json!({"email": mine.email, "reason": " "});
    let agent = hub.agent().await;
    agent
        .on_account(&account, "email-correction")
        .await
        .json(blank)
        .await
        .invalid(&[("/reason", "missing")]);
    correct(hub, &account, &mine.email).await.ok();
    camille.get("/v1/account").await.unauthenticated();
    let known = json!({"email": mine.email, "password": mine.password});
    hub.anyone().post("/v1/sessions", known).await.expect(401);

    let token = hub.mailbox().await.mail_to(&mine, "new_password_needed").await.token();
    // The agent may have mistyped it too: the mailbox alone opens nothing.
    let link = format!("/v1/passwords/{token}");
    assert_eq!(hub.anyone().get(&link).await.ok()["birth_date_needed"], true);
    let choice = json!({"password": mine.password, "password_confirmation": mine.password});
    hub.anyone()
        .put(&link, choice)
        .await
        .invalid(&[("/birth_date", "missing")]);
    hub.anyone().put(&link, mine.choice()).await.no_content();
    let camille = Driver::sign_in(hub.anyone(), &mine).await;
    assert_eq!(camille.entitlement("goods").await["available"], true);
}

async fn i_mistype_the_email_that_i_change_to(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let asked = async |email: &str| {
        let change = json!({"email": email, "password": camille.person.password});
        camille.post("/v1/account/email-changes", change).await.expect(202);
        let mailbox = hub.mailbox().await;
        let at = camille.person.clone().at(email);
        let mail = mailbox.mail_to(&at, "email_confirmation").await;
        format!("/v1/email-changes/{}", mail.token())
    };
    let stranger = asked("camille@post.example").await;
    let mine = asked("camille@poste.example").await;
    hub.anyone().put(&stranger, json!({})).await.link_not_valid();
    hub.anyone().put(&mine, json!({})).await.no_content();
    assert_eq!(camille.get("/v1/account").await.ok()["email"], "camille@poste.example");
}

async fn an_email_that_is_somebody_elses(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let youssef = hub.driver(&Person::youssef()).await;
    let account = camille.get("/v1/account").await.ok().id();

    // The driver is told nothing; its owner is.
    ask(&camille, "agent@example.org").await.accepted();
    let to_youssef = ask(&camille, &youssef.person.email).await.expect(202);
    let to_nobody = ask(&camille, "personne@poste.example").await.expect(202);
    assert_eq!(to_youssef.body, to_nobody.body);
    hub.mailbox()
        .await
        .mail_to(&youssef.person, "registration_attempted")
        .await;
    assert_eq!(
        hub.mailbox().await.count(&youssef.person, "email_confirmation").await,
        0
    );
    // The agent is.
    for taken in [&youssef.person.email, "agent@example.org", "SUPERVISOR@example.org"] {
        correct(hub, &account, taken).await.refused(409, "email_in_use");
    }
    for wrong in ["", "camille", "camille@"] {
        assert_eq!(correct(hub, &account, wrong).await.status, 422, "{wrong}");
    }
    // Somebody was faster.
    let late = Person::numbered(1).at("personne@poste.example");
    hub.register(&late).await;
    let token = hub.mailbox().await.mail_to(&late, "email_confirmation").await.token();
    let path = format!("/v1/email-changes/{token}");
    hub.anyone().put(&path, json!({})).await.refused(409, "email_in_use");
}

async fn what_agents_may_close_and_what_not(hub: &Hub) {
    let agent = hub.agent().await;
    let reason = json!({"reason": "Saisie en double"});
    let close = async |account: &str| agent.on_account(account, "closure").await.json(reason.clone()).await;

    let waiting = hub.register(&Person::youssef()).await;
    assert_eq!(close(&waiting).await.ok().stage(), "closed");
    close(&waiting).await.refused(409, "not_possible_in_stage");
    // Licence and email are free again.
    hub.driver(&Person::youssef()).await;

    let camille = hub.driver(&Person::camille()).await;
    let account = camille.get("/v1/account").await.ok().id();
    close(&account).await.forbidden();
    camille.get("/v1/account").await.ok();
}

async fn from_the_mail_to_the_page(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let moved = camille.person.clone().at("camille@poste.example");
    ask(&camille, &moved.email).await.accepted();
    let mail = hub.mailbox().await.mail_to(&moved, "email_confirmation").await;
    let page = hub.path_of(&mail.url());
    // A program that opens the link changes nothing.
    hub.anyone().get(&page).await.expect(200);
    assert_eq!(camille.get("/v1/account").await.ok()["email"], camille.person.email);
    hub.anyone().do_post(&page).await.expect(200);
    assert_eq!(camille.get("/v1/account").await.ok()["email"], moved.email);
    hub.anyone().get(&page).await.expect(404);

    let word = hub.mailbox().await.mail_to(&camille.person, "email_changed").await;
    let page = hub.path_of(&word.url());
    hub.anyone().get(&page).await.expect(200);
    hub.anyone().do_post(&page).await.expect(200);
    camille.get("/v1/account").await.unauthenticated();
}
