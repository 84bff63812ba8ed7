//! Ids, headers, frontends, limits.

use actix_web::http::header::HeaderValue;

use super::*;

#[actix_web::test]
async fn a_sane_request_id_is_kept_and_another_replaced() {
    let kept = ask(get("/v1/things/7").insert_header(("x-request-id", "frontend:42"))).await;
    assert_eq!(header(&kept, "x-request-id"), "frontend:42");
    for bad in ["", "a b", "{}", &"x".repeat(129)] {
        let replaced = header(
            &ask(get("/v1/things/7").insert_header(("x-request-id", bad))).await,
            "x-request-id",
        );
        assert_eq!(replaced.len(), 36, "{bad}: {replaced}");
    }
}

#[actix_web::test]
async fn every_response_is_safe_by_its_headers() {
    let response = ask(get("/v1/things/7")).await;
    assert_eq!(header(&response, "x-content-type-options"), "nosniff");
    assert_eq!(header(&response, "cache-control"), "private, no-cache, no-store");
    assert!(header(&response, "content-security-policy").contains("default-src 'none'"));
    assert_eq!(header(&response, "strict-transport-security"), "");
    let production = [
        ("PROFILE", "production"),
        ("CONTACT", "contact@hub.example.org"),
        ("POST_ADDRESS", "1 rue de l’Exemple; 75001 Paris"),
        ("PUBLIC_URL", "https://hub.example.org"),
        ("MAIL", "smtp://mail.example.org"),
        ("STRIPE_SECRET_KEY", "sk_live_1"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_1"),
        ("SELLER_NAME", "Centre des cartes"),
        ("SELLER_STREET", "104 avenue du Président Kennedy"),
        ("SELLER_POSTAL_CODE", "75016"),
        ("SELLER_CITY", "Paris"),
        ("SELLER_SIREN", "732829320"),
        ("SECRET", "0123456789abcdef0123456789abcdef"),
    ];
    let response = ask_with(&production, vec![get("/v1/nowhere")]).await.remove(0);
    assert!(header(&response, "strict-transport-security").starts_with("max-age="));
}

#[actix_web::test]
async fn scripts_of_configured_origins_may_read() {
    let origins = [("CORS_ORIGINS", "https://www.example.org")];
    let from = |origin: &'static str| get("/v1/nowhere").insert_header(("origin", origin));
    let responses = ask_with(
        &origins,
        vec![from("https://www.example.org"), from("https://evil.example.org")],
    )
    .await;
    assert_eq!(
        header(&responses[0], "access-control-allow-origin"),
        "https://www.example.org"
    );
    let exposed = header(&responses[0], "access-control-expose-headers").to_lowercase();
    for name in [
        "etag",
        "location",
        "link",
        "retry-after",
        "ratelimit",
        "x-request-id",
        "idempotency-replayed",
    ] {
        assert!(exposed.contains(name), "{name}");
    }
    assert_eq!(header(&responses[1], "access-control-allow-origin"), "");
    assert_eq!(responses[1].status(), StatusCode::NOT_FOUND);

    let preflight = |origin: &'static str| {
        let request = TestRequest::default()
            .method(actix_web::http::Method::OPTIONS)
            .uri("/v1/things/7");
        request
            .insert_header(("origin", origin))
            .insert_header(("access-control-request-method", "POST"))
    };
    let responses = ask_with(
        &origins,
        vec![
            preflight("https://www.example.org"),
            preflight("https://evil.example.org"),
        ],
    )
    .await;
    assert_eq!(responses[0].status(), StatusCode::OK);
    assert!(header(&responses[0], "access-control-allow-methods").contains("PATCH"));
    assert_eq!(header(&responses[1], "content-type"), "application/problem+json");

    let local = ask(get("/v1/nowhere").insert_header(("origin", "http://localhost:5173"))).await;
    assert_eq!(header(&local, "access-control-allow-origin"), "http://localhost:5173");
}

#[actix_web::test]
async fn too_many_requests_wait() {
    let rate = [("RATE_GENERAL", "2/60"), ("TRUSTED_PROXIES", "203.0.113.9")];
    let from =
        |client: &'static str| get("/v1/things/7").insert_header(("x-forwarded-for", HeaderValue::from_static(client)));
    let requests = vec![
        from("198.51.100.1"),
        from("198.51.100.1"),
        from("198.51.100.1"),
        from("198.51.100.2"),
    ];
    let responses = ask_with(&rate, requests).await;
    let statuses: Vec<_> = responses.iter().map(|response| response.status().as_u16()).collect();
    assert_eq!(statuses, [200, 200, 429, 200]);
    assert_eq!(header(&responses[0], "ratelimit"), "\"general\";r=1;t=30");
    assert_eq!(header(&responses[0], "ratelimit-policy"), "\"general\";q=2;w=60");
    assert!(header(&responses[2], "ratelimit").starts_with("\"general\";r=0;t="));
    let wait: u64 = header(&responses[2], "retry-after").parse().expect("seconds");
    assert!((1..=30).contains(&wait));
}

#[actix_web::test]
async fn a_header_that_no_proxy_sets_changes_nothing() {
    let rate = [("RATE_GENERAL", "2/60"), ("TRUSTED_PROXIES", "203.0.113.9")];
    let from = |invented: &'static str| {
        get("/v1/things/7")
            .insert_header(("x-forwarded-for", "198.51.100.1"))
            .insert_header(("forwarded", invented))
            .insert_header(("x-real-ip", "192.0.2.1"))
    };
    let invented = ["for=1.2.3.4", "for=1.2.3.5", "for=1.2.3.6"].map(from);
    let statuses = ask_with(&rate, invented.into()).await;
    let statuses: Vec<_> = statuses.iter().map(|response| response.status().as_u16()).collect();
    assert_eq!(statuses, [200, 200, 429]);
}

#[actix_web::test]
async fn links_that_do_not_work_are_guessed_more_and_more_slowly() {
    let guess = || get("/v1/failures/page");
    let responses = ask_with(&[("RATE_GUESSES", "2/60")], vec![guess(), guess(), guess()]).await;
    let statuses: Vec<_> = responses.iter().map(|response| response.status().as_u16()).collect();
    assert_eq!(statuses, [404, 404, 429]);
    assert_eq!(header(&responses[2], "content-type"), "application/problem+json");
    assert_eq!(header(&responses[2], "retry-after"), "30");
}
