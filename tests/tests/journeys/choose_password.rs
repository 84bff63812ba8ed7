//! [guide: «Personnaliser mon mot de passe»]

use serde_json::json;
use tests::hub::Hub;
use tests::roles::Driver;
use tests::{Person, Reading, Training};

tests::stories![
    a_password_of_my_own,
    a_password_that_others_would_guess,
    a_link_works_once,
    what_the_centre_already_posted_is_there,
];

async fn a_password_of_my_own(hub: &Hub) {
    let camille = Person::camille();
    let link = format!("/v1/passwords/{}", hub.approved(&camille).await);

    // The link says whether it is still good before anything is typed.
    let good = hub.anyone().get(&link).await.expect(200);
    assert_eq!(good.header("cache-control"), Some("no-store"));
    assert!(good.json().at("/expires_at").is_string());

    // 1/ «Je saisis mon mot de passe personnalisé ainsi que sa confirmation», 2/ «Valider»
    let choice = camille.choice();
    hub.anyone().put(&link, choice).await.no_content();

    // 3/ «pour me connecter pour la première fois»
    Driver::sign_in(hub.anyone(), &camille).await;
}

async fn a_password_that_others_would_guess(hub: &Hub) {
    let camille = Person::camille();
    let link = format!("/v1/passwords/{}", hub.approved(&camille).await);
    let choose = async |password: &str, confirmation: &str| {
        let choice = json!({"password": password, "password_confirmation": confirmation, "birth_date": "1988-04-17"});
        hub.anyone().put(&link, choice).await
    };

    choose("Tournesol1!", "Tournesol1!")
        .await
        .invalid(&[("/password", "password_too_simple")]);
    choose("Azertyuiop123!", "Azertyuiop123!")
        .await
        .invalid(&[("/password", "password_guessable")]);
    choose("Camille-1988-roule!", "Camille-1988-roule!")
        .await
        .invalid(&[("/password", "password_personal")]);
    choose("Gravier-7-phares-bleus!", "Gravier-7-phares-rouges!")
        .await
        .invalid(&[("/password_confirmation", "not_identical")]);

    // None of this used the link up. A phrase of seven words is a password too.
    let phrase = "le camion vert attend sous la pluie froide";
    choose(phrase, phrase).await.no_content();
    tests::roles::sign_in(hub.anyone(), &camille.email, phrase).await;
}

async fn a_link_works_once(hub: &Hub) {
    let camille = Person::camille();
    let link = format!("/v1/passwords/{}", hub.approved(&camille).await);
    let choice = camille.choice();
    hub.anyone().put(&link, choice.clone()).await.no_content();
    hub.anyone().put(&link, choice).await.link_not_valid();
    hub.anyone().get(&link).await.link_not_valid();
    hub.anyone()
        .get("/v1/passwords/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        .await
        .link_not_valid();
}

async fn what_the_centre_already_posted_is_there(hub: &Hub) {
    // «Dès le début de la formation, les conducteurs peuvent effectuer leur demande»: the attestation may come first.
    let camille = Person::camille();
    let attestation = hub
        .centre()
        .await
        .attest(&camille, &Training::fimo("goods", "2026-11-20"))
        .await;
    assert_eq!(attestation["status"], "recorded");

    let camille = hub.driver(&camille).await;
    assert_eq!(hub.centre().await.status_of(&attestation.id()).await, "matched");
    assert_eq!(camille.entitlement("goods").await["available"], true);
}
