//! The example portal, which the sandbox serves to browsers. What it does is walked through in one: `tests/portal/run`.

use tests::databases::Database;
use tests::hub::Hub;
use tests::reply::Reply;
use tests::{Reading, on_both};

tests::stories![a_browser_finds_the_portal_and_a_program_the_api];

on_both!(links_in_mails_lead_to_the_portal_where_the_hub_is_told_so);

/// The one page of the portal, which its script fills in.
#[track_caller]
fn is_portal(page: &Reply) {
    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"), "{page}");
    assert!(page.text().contains("<div id=\"portal\">"), "{page}");
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("script-src 'self';"), "{policy}");
}

async fn a_browser_finds_the_portal_and_a_program_the_api(hub: &Hub) {
    let start = hub.anyone().get("/").with("accept", "text/html").await;
    is_portal(&start);
    is_portal(&hub.anyone().get("/cases/replacement").await);
    is_portal(
        &hub.anyone()
            .get("/desk/cases/01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e")
            .await,
    );
    // What is only the sandbox's is a page of it too.
    for path in ["/sandbox", "/sandbox/mailbox", "/sandbox/factory"] {
        is_portal(&hub.anyone().get(path).await);
    }
    for (path, media_type) in [
        ("/portal/portal.js", "text/javascript; charset=utf-8"),
        ("/portal/portal.css", "text/css; charset=utf-8"),
        ("/portal/LICENSES.txt", "text/plain; charset=utf-8"),
    ] {
        let file = hub.anyone().get(path).await.expect(200);
        assert_eq!(file.header("content-type"), Some(media_type), "{path}");
    }
    let root = hub.anyone().get("/").await.ok();
    assert_eq!(root.text("/documentation"), "/docs/");
}

async fn links_in_mails_lead_to_the_portal_where_the_hub_is_told_so(database: Database) {
    let here = "http://portal.example.org";
    let hub = Hub::start_with(database, &[("PUBLIC_URL", here), ("LINK_BASE", here)]).await;
    is_portal(&hub.anyone().get("/choose-password/anything").await);
    hub.stop().await;
}
