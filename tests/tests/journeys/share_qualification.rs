//! A driver shows their qualification to an employer, sees that somebody looked, and ends it.

use domain::ids::AccountId;
use serde_json::{Value, json};
use tests::databases::Database;
use tests::hub::Hub;
use tests::reply::Reply;
use tests::roles::Driver;
use tests::zip_file::ZipFile;
use tests::{Person, Reading, on_both};

tests::stories![
    shown_to_an_employer,
    what_is_not_chosen_is_not_shown,
    as_it_is_when_they_look,
    a_page_asks_before_it_shows,
    a_code_is_typed_in,
    what_is_over_is_as_if_it_never_was,
    a_few_for_a_while,
    in_the_archive_and_in_the_trail,
    erased_with_the_account,
];

on_both!(wrong_codes_are_counted);

/// All that there is, until the sixth of December.
fn everything() -> Value {
    json!({
        "name": "Transports Lemoine", "items": ["qualification", "card", "hours"], "valid_until": "2026-12-06"
    })
}

async fn share(driver: &Driver, wished: Value) -> Value {
    driver.post("/v1/shares", wished).await.created()
}

/// The way by which programs look, given the link or the code.
fn way(share: &Value, member: &str) -> String {
    let told = share.text(member);
    let last = told.rsplit('/').next().unwrap_or(&told);
    format!("/v1/shared/{last}")
}

async fn looks(driver: &Driver, share: &Value) -> Vec<Value> {
    let path = format!("/v1/shares/{}/looks", share.id());
    driver.get(&path).await.ok().items().to_vec()
}

async fn shown_to_an_employer(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let made = share(&camille, everything()).await;
    assert_eq!(made["status"], "active");
    assert_eq!(made["looks"], 0);
    assert_eq!(hub.path_of(&made.text("/url")).len(), "/shared/".len() + 43);
    assert_eq!(made.text("/code").len(), "7K3M9-P2QRS-TVWXY".len());

    // Told once: nobody finds the ways to it in a list.
    let listed = camille.get("/v1/shares").await.ok();
    assert_eq!(listed.only_item()["name"], "Transports Lemoine");
    for member in ["url", "code"] {
        assert!(listed.only_item().get(member).is_none(), "{listed:#}");
    }

    let seen = hub.anyone().get(&way(&made, "/url")).await.ok();
    assert_eq!(
        seen,
        json!({
            "surname": "Martin", "first_names": "Camille Jeanne", "birth_year": 1988,
            "qualification": [{
                "sector": "goods", "sector_label": "Marchandises", "qualified": true, "expires_on": "2031-11-20"
            }],
            "card": {"status": "valid", "status_label": "Valide"},
            "hours": [{"sector": "goods", "sector_label": "Marchandises", "hours_done": 0, "hours_required": 35}],
            "checked_at": seen["checked_at"], "valid_until": "2026-12-06"
        }),
        "and nothing else"
    );

    // The driver sees that somebody looked, and is told so once.
    let looked = looks(&camille, &made).await;
    assert_eq!(looked.len(), 1);
    assert_eq!(looked[0]["way"], "link");
    let notices = camille.get("/v1/notices").await.ok();
    let notice = notices
        .items()
        .iter()
        .find(|notice| notice["kind"] == "share_looked_at");
    assert_eq!(notice.expect("a notice").at("/link/href"), "/v1/shares");
    hub.mailbox().await.mail_to(&camille.person, "share_looked_at").await;

    // Within a moment, it is the same look; a day later, it is another.
    hub.anyone().get(&way(&made, "/code")).await.ok();
    assert_eq!(looks(&camille, &made).await.len(), 1);
    hub.days_pass(1).await;
    hub.anyone().get(&way(&made, "/code")).in_english().await.ok();
    let looked = looks(&camille, &made).await;
    assert_eq!(looked.len(), 2);
    assert_eq!(looked[0]["way"], "code", "newest first");
    let path = format!("/v1/shares/{}", made.id());
    assert_eq!(camille.get(&path).await.ok()["looks"], 2);
    assert_eq!(hub.mailbox().await.count(&camille.person, "share_looked_at").await, 1);
}

async fn what_is_not_chosen_is_not_shown(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    for (item, others) in [
        ("qualification", ["card", "hours"]),
        ("card", ["qualification", "hours"]),
        ("hours", ["qualification", "card"]),
    ] {
        let made = share(&camille, json!({"items": [item], "valid_until": "2026-11-22"})).await;
        assert!(made.get("name").is_none());
        let seen = hub.anyone().get(&way(&made, "/url")).await.ok();
        assert!(seen.get(item).is_some(), "{seen:#}");
        for other in others {
            assert!(seen.get(other).is_none(), "{seen:#}");
        }
    }
}

async fn as_it_is_when_they_look(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let made = share(&camille, everything()).await;
    let card = async || hub.anyone().get(&way(&made, "/url")).await.ok()["card"].clone();
    assert_eq!(card().await, json!({}), "there is none yet");
    hub.card_in_the_post(&camille).await;
    assert_eq!(card().await["status"], "not_active");
    camille.activate(&camille.card().await.id()).await;
    assert_eq!(card().await["status"], "valid");
    camille.lost(&camille.card().await.id()).await;
    assert_eq!(card().await["status"], "suspended");
}

/// What a browser shows.
#[track_caller]
fn shows(page: &Reply, status: u16, sentence: &str) {
    let text = page.text();
    assert_eq!(page.status, status, "{text}");
    assert!(text.contains(sentence), "{sentence} is not in {text}");
    assert!(!text.contains("<script"), "no script is needed");
}

async fn a_page_asks_before_it_shows(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let made = share(&camille, everything()).await;
    let page = hub.path_of(&made.text("/url"));

    // What a chat fetches for its preview tells nothing, and is no look.
    let asked = hub.anyone().get(&page).await;
    shows(&asked, 200, "Voir la qualification");
    assert!(!asked.text().contains("Martin"), "{}", asked.text());
    assert_eq!(looks(&camille, &made).await.len(), 0);

    let seen = hub.anyone().do_post(&page).form(&[]).await;
    shows(&seen, 200, "Martin");
    shows(&seen, 200, "1988");
    shows(&seen, 200, "Marchandises");
    assert!(!seen.text().contains("17/04"), "the year is enough");
    let in_english = hub.anyone().do_post(&page).form(&[]).in_english().await;
    shows(&in_english, 200, "Compare this with proof of identity");
    assert_eq!(looks(&camille, &made).await.len(), 1);
}

async fn a_code_is_typed_in(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let made = share(&camille, everything()).await;
    shows(&hub.anyone().get("/shared").await, 200, "Code du partage");
    shows(
        &hub.anyone().get("/shared").in_english().await,
        200,
        "Code of the share",
    );
    let enter = async |typed: &str| hub.anyone().do_post("/shared").form(&[("code", typed)]).await;
    shows(&enter("").await, 422, "role=\"alert\"");
    shows(&enter("ABCDE-FGHJK").await, 422, "ABCDE-FGHJK");

    let typed = made.text("/code").to_lowercase().replace('-', " ");
    let led = enter(&typed).await.expect(303);
    let page = hub.path_of(led.header("location").expect("where to"));
    shows(&hub.anyone().get(&page).await, 200, "Voir la qualification");
    shows(&hub.anyone().do_post(&page).form(&[]).await, 200, "Martin");
    assert_eq!(looks(&camille, &made).await[0]["way"], "code");

    let led = enter("00000-00000-00000").await.expect(303);
    let page = hub.path_of(led.header("location").expect("where to"));
    shows(&hub.anyone().get(&page).await, 404, "Partage introuvable");
}

async fn what_is_over_is_as_if_it_never_was(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let youssef = hub.trained(&Person::youssef()).await;
    let ended = share(&camille, everything()).await;
    let expiring = share(&camille, json!({"items": ["card"], "valid_until": "2026-11-24"})).await;
    let of_a_suspended = share(&youssef, everything()).await;
    let account = youssef.get("/v1/account").await.ok().id();
    let suspension = hub.supervisor().await.on_account(&account, "suspension").await;
    suspension.json(json!({"reason": "Un doute."})).await.ok();

    let path = format!("/v1/shares/{}", ended.id());
    camille.delete(&path).await.no_content();
    camille.delete(&path).await.no_content();
    assert_eq!(camille.get(&path).await.ok()["status"], "ended");
    hub.anyone().get(&way(&expiring, "/url")).await.ok();
    hub.days_pass(3).await;
    let path = format!("/v1/shares/{}", expiring.id());
    assert_eq!(camille.get(&path).await.ok()["status"], "expired");

    let told = async |path: &str| {
        let mut problem = hub.anyone().get(path).await.refused(404, "share_not_valid");
        problem["request_id"].take();
        problem
    };
    let unknown = told("/v1/shared/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await;
    for over in [&ended, &expiring, &of_a_suspended] {
        assert_eq!(told(&way(over, "/url")).await, unknown);
        assert_eq!(told(&way(over, "/code")).await, unknown);
        let page = hub.anyone().get(&hub.path_of(&over.text("/url"))).await;
        shows(&page, 404, "Partage introuvable");
    }
    assert_eq!(told("/v1/shared/nonsense").await, unknown);

    // Its driver remembers it for a month, and so does the hub.
    assert_eq!(camille.get("/v1/shares").await.ok().items().len(), 2);
    hub.days_pass(32).await;
    assert_eq!(camille.get("/v1/shares").await.ok().items().len(), 0);
}

async fn a_few_for_a_while(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let wish = async |items: Value, until: &str| {
        let wished = json!({"items": items, "valid_until": until});
        camille.post("/v1/shares", wished).await
    };
    wish(json!(["card"]), "2026-11-21")
        .await
        .invalid(&[("/valid_until", "in_past")]);
    wish(json!(["card"]), "2026-12-23")
        .await
        .invalid(&[("/valid_until", "too_late")]);
    wish(json!([]), "2026-11-22").await.invalid(&[("/items", "missing")]);
    wish(json!(["card", "card"]), "2026-11-22")
        .await
        .invalid(&[("/items/1", "repeated")]);

    for _ in 0..10 {
        wish(json!(["card"]), "2026-12-22").await.created();
    }
    wish(json!(["card"]), "2026-12-22")
        .await
        .refused(409, "too_many_shares");
    let one = camille.get("/v1/shares").await.ok().items()[0].id();
    let youssef = hub.driver(&Person::youssef()).await;
    youssef.delete(&format!("/v1/shares/{one}")).await.not_found();
    youssef.get(&format!("/v1/shares/{one}/looks")).await.not_found();
    camille.delete(&format!("/v1/shares/{one}")).await.no_content();
    wish(json!(["card"]), "2026-12-22").await.created();
}

async fn in_the_archive_and_in_the_trail(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let made = share(&camille, everything()).await;
    hub.anyone().get(&way(&made, "/url")).await.ok();
    camille.delete(&format!("/v1/shares/{}", made.id())).await.no_content();

    let path = format!("/v1/back-office/audit-events?limit=100&subject_id={}", made.id());
    let trail = hub.supervisor().await.get(&path).await.ok();
    let done: Vec<_> = trail.items().iter().map(|line| line.text("/action")).collect();
    assert_eq!(done, ["end_share", "look_at_share", "make_share"]);
    assert!(!trail.to_string().contains("Lemoine"), "{trail:#}");

    let export = camille.do_post("/v1/account/exports").await.accepted().id();
    let whole = camille.paper(&format!("/v1/account/exports/{export}/content")).await;
    let archive = ZipFile::read(&whole.body);
    let shares = archive.json("shares.json");
    assert_eq!(shares.only_item()["name"], "Transports Lemoine");
    assert!(shares.only_item().get("code").is_none());
    assert_eq!(archive.json("share-looks.json").only_item()["share_id"], made["id"]);
}

async fn erased_with_the_account(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let made = share(&camille, everything()).await;
    hub.anyone().get(&way(&made, "/url")).await.ok();
    let account: AccountId = camille.get("/v1/account").await.ok().id().parse().expect("an id");
    camille.delete("/v1/account").await.no_content();
    hub.anyone()
        .get(&way(&made, "/url"))
        .await
        .refused(404, "share_not_valid");
    let kept = hub
        .store()
        .read(move |db| persistence::shares::list(db, account, None, 10))
        .await
        .expect("a reading");
    assert!(kept.is_empty(), "{kept:?}");
}

async fn wrong_codes_are_counted(database: Database) {
    let hub = Hub::start_with(database, &[("RATE_GUESSES", "3/3600")]).await;
    let camille = hub.trained(&Person::camille()).await;
    let made = share(&camille, everything()).await;
    let mut statuses = Vec::new();
    for path in [
        "/v1/shared/00000-00000-00001",
        "/shared/000000000000002",
        "/v1/shared/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "/v1/shared/00000-00000-00003",
        "/shared/000000000000004",
    ] {
        statuses.push(hub.anyone().get(path).come_what_may().await.status);
    }
    assert_eq!(statuses, [404, 404, 404, 429, 429]);
    // Whoever has a good one sees what it shows, whatever others tried.
    hub.anyone().get(&way(&made, "/code")).await.ok();
    hub.stop().await;
}
