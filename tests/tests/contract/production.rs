//! What belongs to the sandbox is absent in production: its routes, its pages, its people.

use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt as _;
use reqwest::Method;
use serde_json::json;
use tests::databases::Database;
use tests::hub::{AGENT, FACTORY, Hub, LYON, SUPERVISOR};

/// What production does not start without. Nothing of it is reached by these stories.
const PRODUCTION: &[(&str, &str)] = &[
    ("PROFILE", "production"),
    ("PUBLIC_URL", "https://hub.example.org"),
    ("SECRET", "0123456789abcdef0123456789abcdef"),
    ("CONTACT", "contact@hub.example.org"),
    ("POST_ADDRESS", "1 rue de l’Exemple; 75001 Paris"),
    ("MAIL", "smtp://127.0.0.1:9"),
    ("STRIPE_URL", "http://127.0.0.1:9"),
    ("STRIPE_SECRET_KEY", "sk_test_nobody"),
    ("STRIPE_WEBHOOK_SECRET", "whsec_nobody"),
    ("SELLER_NAME", "Centre des cartes"),
    ("SELLER_STREET", "1 rue de l’Exemple"),
    ("SELLER_POSTAL_CODE", "75001"),
    ("SELLER_CITY", "Paris"),
    ("SELLER_SIREN", "732829320"),
];

/// The sandbox's pages, which are no part of the contract: written down twice, here and where they are registered.
const PAGES: &[&str] = &[
    "/sandbox",
    "/sandbox/mailbox",
    "/sandbox/factory",
    "/sandbox/factory/{id}",
    "/sandbox/payments/{id}",
    "/register",
    "/sign-in",
    "/signed-in",
    "/cases/{id}",
    "/desk",
];

/// An id that nothing has.
const NOTHING: &str = "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e";

fn of_nothing(path: &str) -> String {
    let parts = path
        .split('/')
        .map(|part| if part.starts_with('{') { NOTHING } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// Tells a story of a hub in production, and stops the hub even where it fails.
fn in_production(story: impl AsyncFnOnce(&Hub)) {
    Database::sqlite().run(async |database| {
        let hub = Hub::start_with(database, PRODUCTION).await;
        let outcome = AssertUnwindSafe(story(&hub)).catch_unwind().await;
        hub.stop().await;
        if let Err(failure) = outcome {
            resume_unwind(failure);
        }
    });
}

/// The operations of the sandbox, as its contract lists them.
fn operations() -> Vec<(Method, String)> {
    let contract = api::contract::document(api::config::Profile::Sandbox);
    let contract = serde_json::to_value(&contract).expect("a contract");
    let paths = contract["paths"].as_object().expect("paths").iter();
    let paths = paths.filter(|(path, _)| path.starts_with("/v1/sandbox/"));
    let operations = paths.flat_map(|(path, operations)| {
        let methods = operations.as_object().expect("operations").keys();
        let methods = methods.filter_map(|name| Method::from_bytes(name.to_uppercase().as_bytes()).ok());
        let methods: Vec<_> = methods.map(|method| (method, of_nothing(path))).collect();
        methods
    });
    operations.collect()
}

#[test]
fn the_sandboxs_routes_and_pages_are_absent() {
    in_production(async |hub| {
        let operations = operations();
        assert!(operations.len() >= 6, "{operations:?}");
        let pages = PAGES.iter().map(|page| of_nothing(page));
        let pages = pages.flat_map(|page| [(Method::GET, page.clone()), (Method::POST, page)]);
        for (method, path) in operations.into_iter().chain(pages) {
            hub.anyone().request(method, &path).await.not_found();
        }
        let published = hub.anyone().get("/openapi.json").await.ok();
        let mut paths = published["paths"].as_object().expect("paths").keys();
        assert!(!paths.any(|path| path.contains("/sandbox")), "not published either");
    });
}

#[test]
fn the_sandboxs_people_and_machines_are_nobody() {
    in_production(async |hub| {
        for (email, password) in [AGENT, SUPERVISOR, ("demo@example.org", "Sandbox-driver-2026!")] {
            let tried = json!({"email": email, "password": password});
            hub.anyone().post("/v1/sessions", tried).await.expect(401);
        }
        for (id, secret, scope) in [LYON, FACTORY] {
            let form = [("grant_type", "client_credentials"), ("scope", scope)];
            let request = hub.anyone().request(Method::POST, "/oauth/token");
            request.as_machine(id, secret).form(&form).await.expect(401);
        }
    });
}

tests::stories![the_same_pages_are_there_in_the_sandbox];

/// Or else their absence in production would say nothing.
async fn the_same_pages_are_there_in_the_sandbox(hub: &Hub) {
    // A document is no page: what is not there is told as by any route.
    for page in PAGES.iter().filter(|page| !page.contains("/documents/")) {
        let shown = hub.anyone().get(&of_nothing(page)).await;
        assert_eq!(
            shown.header("content-type"),
            Some("text/html; charset=utf-8"),
            "{shown}"
        );
    }
    hub.anyone().get("/sandbox/nothing/of/the/kind").await.not_found();
}
