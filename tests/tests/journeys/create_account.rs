//! [guide: «Créer mon compte»]

use serde_json::json;
use tests::hub::Hub;
use tests::{Person, Reading, with};

tests::stories![
    what_nobody_analyses_is_called_out_and_lapses_after_ninety_days,
    what_an_agent_decides_in_time_raises_no_alarm,
    a_newcomer_gets_an_account,
    help_with_the_licence_number,
    analysis_finds_errors,
    a_correction_answers_every_item,
    analysis_refuses,
    an_account_that_nobody_uses_lapses,
    a_known_email_is_not_betrayed,
    a_licence_known_under_another_email_is_flagged,
    a_lost_link_is_sent_again,
];

async fn a_newcomer_gets_an_account(hub: &Hub) {
    let camille = Person::camille();

    // 4/ «Je remplis le formulaire», 5/ «en cochant les 4 cases», 6/ «Créer»
    let answer = hub
        .anyone()
        .post("/v1/accounts", camille.registration())
        .await
        .accepted();
    assert_eq!(answer.stage(), "pending_review");

    // The receipt has nothing to click.
    let receipt = hub.mailbox().await.mail_to(&camille, "account_received").await;
    assert!(!receipt.has_link());
    assert!(
        receipt.text().contains("24"),
        "the analysis is promised within 24 hours: {}",
        receipt.text()
    );

    // «Les données renseignées sont envoyées pour analyse.»
    let agent = hub.agent().await;
    let waiting = agent.get("/v1/back-office/accounts?stage=pending_review").await.ok();
    assert_eq!(
        (waiting.only_item().id(), &waiting.only_item()["age_hours"]),
        (answer.id(), &json!(0))
    );
    let file = agent.account(&answer.id()).await;
    assert_eq!(file["profile"]["surname"], "Martin");
    assert_eq!(file["profile"]["licence"]["number"], "13AA00002");
    assert_eq!(file.list("/consents").len(), 4);

    assert_eq!(agent.approve_account(&answer.id()).await.stage(), "awaiting_password");

    // «Je vais recevoir une notification par courrier électronique me permettant de personnaliser mon mot de passe»
    let link = hub.mailbox().await.mail_to(&camille, "choose_password").await;
    let choice = camille.choice();
    hub.anyone()
        .put(&format!("/v1/passwords/{}", link.token()), choice)
        .await
        .no_content();

    // «et d'accéder à mon espace»
    let camille = tests::roles::Driver::sign_in(hub.anyone(), &camille).await;
    let account = camille.get("/v1/account").await.ok();
    assert_eq!(account.stage(), "active");
    assert_eq!(account["first_names"], "Camille Jeanne");
    assert_eq!(account["address"]["city"], "Lyon");
}

async fn help_with_the_licence_number(hub: &Hub) {
    let check = async |country: &str, number: &str| {
        let asked = json!({"country": country, "number": number});
        hub.anyone().post("/v1/licence-number-checks", asked).await.ok()
    };

    let recent = check("FR", "13 aa-00002").await;
    assert_eq!(recent["normalized"], "13AA00002");
    assert_eq!(recent["format"], "fr_since_2013");
    assert_eq!(recent["valid"], true);
    assert_eq!(recent["warnings"], json!([]));

    let odd = check("FR", "139969100002").await;
    assert_eq!(odd["valid"], true);
    assert!(
        odd.list("/warnings")[0].to_string().contains("unlikely_month"),
        "{odd:#}"
    );

    // One character too few: a licence from before 1975 may be written so.
    let old = check("FR", "13AA0000").await;
    assert_eq!(old["format"], "fr_old_form");
    assert_eq!(old.list("/warnings")[0]["code"], "old_form");

    let wrong = check("FR", "13AA").await;
    assert_eq!(wrong["valid"], false);
    assert!(wrong.get("format").is_none());
    assert!(
        wrong.at("/help").to_string().contains("rubrique 5"),
        "says where the number stands: {wrong:#}"
    );

    assert_eq!(check("PL", "01234/56/7890").await["valid"], true);
}

async fn analysis_finds_errors(hub: &Hub) {
    let camille = Person::camille().with_licence("13AA00003");
    let account = hub.register(&camille).await;

    let agent = hub.agent().await;
    let errors = json!({"items": [
        {"target": "field:licence", "reason": "Le numéro ne figure pas sur votre permis."},
        {"target": "field:address", "reason": "La rue n'existe pas à Lyon."},
    ]});
    let asked = agent
        .on_account(&account, "correction-request")
        .await
        .json(errors)
        .await
        .ok();
    assert_eq!(asked.stage(), "correction_requested");

    // «Je suis invité(e) à mettre à jour mes informations»
    hub.mailbox().await.text_to(&camille, "account_correction").await;
    let mail = hub.mailbox().await.mail_to(&camille, "account_correction").await;
    assert!(
        mail.text().contains("ne figure pas sur votre permis"),
        "{}",
        mail.text()
    );
    let link = format!("/v1/account-corrections/{}", mail.token());
    let correction = hub.anyone().get(&link).await.ok();
    let targets: Vec<_> = correction.items().iter().map(|item| item.text("/target")).collect();
    assert_eq!(targets, ["field:licence", "field:address"]);
    assert_eq!(
        correction.items()[0]["reason"],
        "Le numéro ne figure pas sur votre permis."
    );

    // «pour nouvelle analyse par IN Groupe»
    let right = Person::camille().holder()["licence"].clone();
    let address = json!({"line1": "14 rue de la République", "postal_code": "69002", "city": "Lyon", "country": "FR"});
    hub.anyone()
        .put(&link, json!({"licence": right, "address": address}))
        .await
        .expect(200);
    assert_eq!(
        agent.waiting_under(&camille.email).await,
        std::slice::from_ref(&account)
    );
    let file = agent.account(&account).await;
    assert_eq!(file["profile"]["licence"]["number"], "13AA00002");
    assert_eq!(file["profile"]["address"]["postal_code"], "69002");

    hub.anyone().get(&link).await.link_not_valid();
    agent.approve_account(&account).await;
    hub.mailbox().await.mail_to(&camille, "choose_password").await;
}

async fn a_correction_answers_every_item(hub: &Hub) {
    let camille = Person::camille();
    let account = hub.register(&camille).await;
    let items = json!({"items": [
        {"target": "field:licence", "reason": "Numéro illisible."},
        {"target": "field:address", "reason": "Adresse inconnue."},
    ]});
    hub.agent()
        .await
        .on_account(&account, "correction-request")
        .await
        .json(items)
        .await
        .ok();
    let link = hub
        .mailbox()
        .await
        .mail_to(&camille, "account_correction")
        .await
        .token();
    let link = format!("/v1/account-corrections/{link}");

    // One of two is not enough, and the link still works after that.
    let address = with(&tests::people::home(), "/line1", json!("14 rue de la République"));
    hub.anyone()
        .put(&link, json!({"address": address}))
        .await
        .refused(409, "items_left");

    hub.anyone().get(&link).await.ok();

    // What no item names stays as it was.
    let other = json!({"surname": "Durand", "address": address});
    hub.anyone().put(&link, other).await.refused(409, "not_asked_for");
    let file = hub.agent().await.account(&account).await;
    assert_eq!(file["profile"]["surname"], "Martin");

    assert_eq!(file.stage(), "correction_requested");
}

async fn analysis_refuses(hub: &Hub) {
    let camille = Person::camille();
    let account = hub.register(&camille).await;
    let agent = hub.agent().await;
    let unexplained = agent
        .on_account(&account, "rejection")
        .await
        .json(json!({"reason": "  "}));
    unexplained.await.invalid(&[("/reason", "missing")]);

    let reason = json!({"reason": "Le permis a été annulé."});
    assert_eq!(
        agent
            .on_account(&account, "rejection")
            .await
            .json(reason)
            .await
            .ok()
            .stage(),
        "rejected"
    );
    let mail = hub.mailbox().await.mail_to(&camille, "account_rejected").await;
    assert!(mail.text().contains("Le permis a été annulé."), "{}", mail.text());

    // The email is free again.
    let again = hub.register(&camille).await;
    assert_ne!(again, account);
    assert_eq!(agent.waiting_under(&camille.email).await, [again]);
}

async fn an_account_that_nobody_uses_lapses(hub: &Hub) {
    let camille = Person::camille();
    let account = hub.register(&camille).await;
    hub.agent().await.approve_account(&account).await;

    hub.days_pass(45).await;
    assert_eq!(hub.mailbox().await.count(&camille, "account_expiring").await, 0);
    // Announced 14 days before, with a link that still leads to a password.
    hub.days_pass(2).await;
    let warning = hub.mailbox().await.mail_to(&camille, "account_expiring").await;
    hub.anyone()
        .get(&format!("/v1/passwords/{}", warning.token()))
        .await
        .ok();

    hub.days_pass(14).await;
    let closed = hub.agent().await.account(&account).await;
    assert_eq!(closed.stage(), "closed");
    assert!(closed.get("profile").is_none(), "nothing is known any more: {closed:#}");
    hub.anyone()
        .get(&format!("/v1/passwords/{}", warning.token()))
        .await
        .link_not_valid();
    let again = hub.register(&camille).await;
    assert_eq!(hub.agent().await.waiting_under(&camille.email).await, [again]);
}

async fn what_nobody_analyses_is_called_out_and_lapses_after_ninety_days(hub: &Hub) {
    let camille = Person::camille();
    let account = hub.register(&camille).await;
    let alarms = async || {
        let supervisor = hub.supervisor().await;
        let path = format!("/v1/back-office/audit-events?subject_id={account}&limit=100");
        let trail = supervisor.get(&path).await.ok();
        let actions = trail.items().iter().map(|event| event.text("/action"));
        let mut alarms: Vec<_> = actions.filter(|action| action.starts_with("review_")).collect();
        alarms.reverse();
        alarms
    };
    assert_eq!(alarms().await, [""; 0]);
    // Analysis is promised within 24 hours.
    hub.days_pass(1).await;
    assert_eq!(alarms().await, ["review_overdue"]);
    hub.days_pass(75).await;
    assert_eq!(
        alarms().await,
        [vec!["review_overdue"; 7], vec!["review_lapsing"]].concat(),
        "after 1, 2, 4, 8, 16, 32 and 64 days; two weeks before the end for the last time"
    );
    hub.days_pass(13).await;
    assert_eq!(hub.agent().await.account(&account).await.stage(), "pending_review");

    hub.days_pass(1).await;
    hub.mailbox().await.mail_to(&camille, "account_closed").await;
    let closed = hub.agent().await.account(&account).await;
    assert_eq!(closed.stage(), "closed");
    assert!(closed.get("profile").is_none(), "nothing is known any more: {closed:#}");
    assert_eq!(hub.mailbox().await.count(&camille, "account_closed").await, 1);
    let kept = hub
        .store()
        .read(|db| persistence::outbox::list(db, None, None, 1_000))
        .await;
    for message in kept.expect("the outbox") {
        let payload = message.payload.0.to_string();
        assert!(!payload.contains(&camille.email), "left in the outbox: {payload}");
    }

    // The address and the licence are free again.
    let again = hub.register(&camille).await;
    assert_eq!(hub.agent().await.waiting_under(&camille.email).await, [again]);
}

async fn what_an_agent_decides_in_time_raises_no_alarm(hub: &Hub) {
    let camille = Person::camille();
    let account = hub.register(&camille).await;
    hub.agent().await.approve_account(&account).await;
    hub.days_pass(40).await;
    let path = format!("/v1/back-office/audit-events?subject_id={account}&limit=100");
    let trail = hub.supervisor().await.get(&path).await.ok();
    let actions: Vec<_> = trail.items().iter().map(|event| event.text("/action")).collect();
    assert!(
        actions.iter().all(|action| !action.starts_with("review_")),
        "{actions:?}"
    );
}

async fn a_known_email_is_not_betrayed(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;

    // Somebody else tries the email of Camille: the answer is of the same kind …
    let curious = Person::numbered(1).at(&camille.person.email.to_uppercase());
    let first = hub
        .anyone()
        .post("/v1/accounts", Person::numbered(2).registration())
        .await
        .expect(202);
    let known = hub
        .anyone()
        .post("/v1/accounts", curious.registration())
        .await
        .expect(202);
    let members = |reply: &tests::Reply| {
        reply
            .json()
            .as_object()
            .map(|members| members.keys().cloned().collect::<Vec<_>>())
    };
    assert_eq!(members(&first), members(&known));
    assert_eq!(known.json().stage(), "pending_review");

    // … its id leads nowhere, and Camille hears of it.
    let agent = hub.agent().await;
    agent
        .get(&format!("/v1/back-office/accounts/{}", known.json().id()))
        .await
        .not_found();
    hub.mailbox()
        .await
        .mail_to(&camille.person, "registration_attempted")
        .await;
    assert_eq!(camille.get("/v1/account").await.ok()["surname"], "Martin");
}

async fn a_licence_known_under_another_email_is_flagged(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let double = Person::camille().at("camille.pro@mail.example");
    let account = hub.register(&double).await;

    let agent = hub.agent().await;
    let file = agent.account(&account).await;
    let known = camille.get("/v1/account").await.ok().id();
    assert_eq!(
        (
            file.text("/duplicates/0/account_id"),
            &file["duplicates"][0]["same_licence"]
        ),
        (known, &json!(true))
    );

    // One licence, one approved account.    agent.on_account(&account, "approval").await.await.refused(409, "licence_in_use");
}

async fn a_lost_link_is_sent_again(hub: &Hub) {
    let camille = Person::camille();
    let first = hub.approved(&camille).await;

    // A link works for 72 hours.
    hub.days_pass(3).await;
    hub.anyone()
        .get(&format!("/v1/passwords/{first}"))
        .await
        .link_not_valid();

    hub.anyone()
        .post("/v1/account-links", json!({"email": camille.email}))
        .await
        .expect(202);
    hub.anyone()
        .post("/v1/account-links", json!({"email": "nobody@mail.example"}))
        .await
        .expect(202);
    let again = hub.mailbox().await.nth_mail_to(&camille, "choose_password", 2).await;
    hub.anyone().get(&format!("/v1/passwords/{}", again.token())).await.ok();
    assert_eq!(hub.mailbox().await.everything_to("nobody@mail.example").await.len(), 0);
}
