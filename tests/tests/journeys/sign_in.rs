//! [guide: «Se connecter»]

use serde_json::json;
use tests::hub::{AGENT, Hub};
use tests::roles::{Driver, sign_in};
use tests::{Person, Reading};

tests::stories![
    into_my_space,
    wrong_password_and_unknown_email_look_the_same,
    a_forgotten_password,
    staying_signed_in,
    a_stolen_refresh_token_ends_the_session,
    signing_out,
    signing_out_everywhere,
    a_supervisor_signs_an_agent_out,
    staff_are_signed_out_unused_and_in_the_end,
    a_suspended_account_is_out_at_once,
    closing_my_account,
    closing_my_account_erases_what_i_uploaded,
    keys_change_and_nobody_notices,
];

async fn into_my_space(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;

    let session = sign_in(hub.anyone(), "Camille.Martin@MAIL.example", &camille.person.password).await;
    assert_eq!(session["token_type"], "Bearer");
    assert_eq!(session["expires_in"], 600);
    let here = hub.anyone().bearing(&session.text("/access_token"));
    assert_eq!(
        here.get("/v1/account").await.ok()["email"],
        "camille.martin@mail.example"
    );

    // What may change without an analysis: telephone, language, address.
    let account = here.get("/v1/account").await.expect(200);
    let moved = json!({"phone": "+33 7 00 00 00 01", "language": "en", "address": tests::people::depot()});
    let changed = here.patch("/v1/account", moved).if_match(&account.etag()).await.ok();
    assert_eq!(changed["phone"], "+33700000001");
    assert_eq!(changed["address"]["postal_code"], "69006");
    here.patch("/v1/account", json!({"language": "fr"}))
        .if_match(&account.etag())
        .await
        .refused(412, "stale");
    let without = here.patch("/v1/account", json!({"phone": null})).await.ok();
    assert!(without.get("phone").is_none(), "{without:#}");
    here.patch("/v1/account", json!({"surname": "Durand"}))
        .await
        .invalid(&[("/surname", "unknown_field")]);
}

async fn wrong_password_and_unknown_email_look_the_same(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let attempt = async |email: &str, password: &str| {
        let body = json!({"email": email, "password": password});
        let mut problem = hub
            .anyone()
            .post("/v1/sessions", body)
            .await
            .refused(401, "invalid_credentials");
        problem["request_id"].take();
        problem
    };

    let wrong = attempt(&camille.person.email, "Gravier-8-phares-bleus!").await;
    let unknown = attempt("nobody@mail.example", "Gravier-8-phares-bleus!").await;
    assert_eq!(wrong, unknown);

    // Nor does an account without a password yet give itself away.
    let youssef = Person::youssef();
    hub.approved(&youssef).await;
    assert_eq!(attempt(&youssef.email, &youssef.password).await, wrong);
}

async fn a_forgotten_password(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;

    // «En cas d'oubli, je peux cliquer sur « Mot de passe oublié » pour le redéfinir»
    let reset = async |email: &str| {
        let reply = hub.anyone().post("/v1/password-resets", json!({"email": email})).await;
        (reply.status, reply.body)
    };
    assert_eq!(reset(&camille.person.email).await, reset("nobody@mail.example").await);
    let mail = hub.mailbox().await.mail_to(&camille.person, "password_reset").await;
    let link = format!("/v1/passwords/{}", mail.token());
    let other = "Platane-4-ornières-grises!";
    hub.anyone()
        .put(&link, json!({"password": other, "password_confirmation": other}))
        .await
        .no_content();

    // Whoever was signed in with the old password is out, and the old password is worth nothing.
    hub.mailbox().await.mail_to(&camille.person, "password_changed").await;
    camille.get("/v1/account").await.unauthenticated();
    let old = json!({"email": camille.person.email, "password": camille.person.password});
    hub.anyone().post("/v1/sessions", old).await.expect(401);
    sign_in(hub.anyone(), &camille.person.email, other).await;
}

async fn staying_signed_in(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let refresh = async |token: &str| {
        hub.anyone()
            .post("/v1/sessions/refresh", json!({"refresh_token": token}))
            .await
            .ok()
    };

    let second = refresh(&camille.refresh_token).await;
    let here = hub.anyone().bearing(&second.text("/access_token"));
    here.get("/v1/account").await.ok();
    assert_ne!(second.text("/refresh_token"), camille.refresh_token);

    // The answer was lost on the way: the token before works again, for half a minute.
    let again = refresh(&camille.refresh_token).await;
    refresh(&again.text("/refresh_token")).await;
}

async fn a_stolen_refresh_token_ends_the_session(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let refresh = async |token: &str| {
        hub.anyone()
            .post("/v1/sessions/refresh", json!({"refresh_token": token}))
            .await
    };

    let second = refresh(&camille.refresh_token).await.ok();
    let third = refresh(&second.text("/refresh_token")).await.ok();
    // Two steps back: somebody else has a copy. The whole family ends.
    refresh(&camille.refresh_token).await.expect(401);
    refresh(&third.text("/refresh_token")).await.expect(401);
    hub.anyone()
        .bearing(&third.text("/access_token"))
        .get("/v1/account")
        .await
        .unauthenticated();
}

async fn signing_out(hub: &Hub) {
    let at_home = hub.driver(&Person::camille()).await;
    let at_work = Driver::sign_in(hub.anyone(), &Person::camille()).await;

    let sessions = at_home.get("/v1/sessions").await.ok();
    assert_eq!(sessions.items().len(), 2, "{sessions:#}");
    let here = sessions
        .items()
        .iter()
        .find(|session| session["current"] == true)
        .expect("where I am");
    let there = sessions
        .items()
        .iter()
        .find(|session| session["current"] == false)
        .expect("where I was");

    at_home
        .delete(&format!("/v1/sessions/{}", there.id()))
        .await
        .no_content();
    at_work.get("/v1/account").await.unauthenticated();
    at_home.get("/v1/account").await.ok();

    at_home.delete("/v1/sessions/current").await.no_content();
    at_home.get("/v1/account").await.unauthenticated();
    let token = json!({"refresh_token": at_home.refresh_token});
    hub.anyone().post("/v1/sessions/refresh", token).await.expect(401);
    assert_ne!(here.id(), there.id());
}

async fn signing_out_everywhere(hub: &Hub) {
    let here = hub.driver(&Person::camille()).await;
    let there = Driver::sign_in(hub.anyone(), &here.person).await;
    here.delete("/v1/sessions").await.no_content();
    for client in [&here, &there] {
        client.get("/v1/account").await.unauthenticated();
        let token = json!({"refresh_token": client.refresh_token});
        hub.anyone().post("/v1/sessions/refresh", token).await.expect(401);
    }
    Driver::sign_in(hub.anyone(), &here.person)
        .await
        .get("/v1/account")
        .await
        .ok();
}

async fn a_supervisor_signs_an_agent_out(hub: &Hub) {
    let agent = hub.agent().await;
    let supervisor = hub.supervisor().await;
    let staff = supervisor.get("/v1/back-office/staff").await.ok();
    let id = staff
        .items()
        .iter()
        .find(|member| member["role"] == "agent")
        .expect("an agent")
        .id();
    let sessions = format!("/v1/back-office/staff/{id}/sessions");
    let open = supervisor.get(&sessions).await.ok();
    assert_eq!(open.only_item()["current"], false);
    agent.get(&sessions).await.forbidden();
    supervisor.delete(&sessions).await.no_content();
    assert!(supervisor.get(&sessions).await.ok().items().is_empty());
    agent.get("/v1/back-office/cases").await.unauthenticated();
}

async fn staff_are_signed_out_unused_and_in_the_end(hub: &Hub) {
    let (anyone, (email, password)) = (hub.anyone(), AGENT);
    let renewed = async |token: String| {
        anyone
            .post("/v1/sessions/refresh", json!({"refresh_token": token}))
            .await
    };
    let unused = sign_in(anyone, email, password).await.text("/refresh_token");
    hub.seconds_pass(30 * 60 + 1);
    renewed(unused).await.expect(401);
    let mut used = sign_in(anyone, email, password).await.text("/refresh_token");
    for _ in 0..25 {
        hub.seconds_pass(28 * 60);
        used = renewed(used).await.ok().text("/refresh_token");
    }
    // Eleven hours and forty minutes: at twelve it is over, however much it was used.
    hub.seconds_pass(20 * 60 + 1);
    renewed(used).await.expect(401);
}

async fn a_suspended_account_is_out_at_once(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let account = camille.get("/v1/account").await.ok().id();
    let supervisor = hub.supervisor().await;

    let reason = json!({"reason": "Usurpation d'identité signalée."});
    assert_eq!(
        supervisor
            .on_account(&account, "suspension")
            .await
            .json(reason)
            .await
            .ok()
            .stage(),
        "suspended"
    );
    camille.get("/v1/account").await.unauthenticated();
    let attempt = json!({"email": camille.person.email, "password": camille.person.password});
    hub.anyone()
        .post("/v1/sessions", attempt)
        .await
        .refused(403, "account_suspended");

    let reason = json!({"reason": "Vérifié par téléphone."});
    assert_eq!(
        supervisor
            .on_account(&account, "reactivation")
            .await
            .json(reason)
            .await
            .ok()
            .stage(),
        "active"
    );
    Driver::sign_in(hub.anyone(), &camille.person).await;
}

async fn closing_my_account(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let account = camille.get("/v1/account").await.ok().id();
    let case = camille.begin_case().await;
    camille.delete("/v1/account").await.refused(409, "case_open");

    camille.do_post(&format!("/v1/cases/{case}/cancellation")).await.ok();
    camille.delete("/v1/account").await.no_content();
    camille.get("/v1/account").await.unauthenticated();
    assert!(
        hub.agent().await.account(&account).await.get("profile").is_none(),
        "nothing is known any more"
    );

    // The email and the licence are free for a new beginning.
    let again = hub.register(&camille.person).await;
    hub.agent().await.approve_account(&again).await;
}

async fn closing_my_account_erases_what_i_uploaded(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let case = camille.get("/v1/cases").await.ok().only_item().id();
    let documents = camille.case(&case).await["documents"].clone();
    camille.delete("/v1/account").await.no_content();

    // What the card bears is kept with the card, for as long as it is valid; the rest proves nothing any more.
    for document in documents.as_array().expect("documents") {
        let path = format!("/v1/back-office/cases/{case}/documents/{}/content", document.id());
        let content = hub.agent().await.get(&path).await;
        if ["photo", "signature"].contains(&document.text("/type").as_str()) {
            content.expect(200);
        } else {
            content.not_found();
        }
    }
    // A photo is kept as it came, as it is printed, and as a face; a signature without a face.
    hub.until_files_kept(5).await;
}

async fn keys_change_and_nobody_notices(hub: &Hub) {
    let camille = Person::camille();
    hub.driver(&camille).await;
    let sign_in = async || {
        let session = sign_in(hub.anyone(), &camille.email, &camille.password).await;
        hub.anyone().bearing(&session.text("/access_token"))
    };
    let published = async || hub.anyone().get("/.well-known/jwks.json").await.ok()["keys"].clone();
    let kid = |client: &tests::Client| {
        let header = jsonwebtoken::decode_header(client.token()).expect("a token");
        header.kid.expect("a key")
    };
    let old = kid(&sign_in().await);
    assert_eq!(
        published().await.as_array().map(Vec::len),
        Some(3),
        "one for tokens, one for papers, one for the audit trail"
    );

    // The new key is published, so that everybody knows it when it signs.
    hub.rotate_keys().await;
    assert_eq!(published().await.as_array().map(Vec::len), Some(4));
    assert_eq!(kid(&sign_in().await), old);

    // Ten minutes later it signs. What the old one signed is good for as long as it said.
    hub.seconds_pass(599);
    let before = sign_in().await;
    hub.seconds_pass(1);
    hub.read_keys_anew().await;
    let after = sign_in().await;
    assert_ne!(kid(&after), old);
    before.get("/v1/account").await.ok();
    after.get("/v1/account").await.ok();

    // And then it is gone.
    hub.seconds_pass(600);
    hub.read_keys_anew().await;
    before.get("/v1/account").await.refused(401, "unauthenticated");
    let left = published().await.as_array().cloned().expect("keys");
    assert!(
        left.len() == 3 && left.iter().all(|key| key["kid"] != old.as_str()),
        "{left:#?}"
    );
}
