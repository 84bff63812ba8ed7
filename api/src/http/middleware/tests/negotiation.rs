//! What is accepted, and which version is meant.

use super::*;

#[actix_web::test]
async fn accept_is_heeded() {
    for (accept, status) in [
        ("application/json", 200),
        ("application/yaml", 200),
        ("text/html, */*;q=0.1", 200),
        ("text/html", 406),
        ("application/problem+json", 406),
        ("*/*, application/json;q=0, application/yaml;q=0", 406),
        ("nonsense", 200),
    ] {
        let response = ask(get("/v1/forms").insert_header(("accept", accept))).await;
        assert_eq!(response.status().as_u16(), status, "{accept}");
    }
    // Where there is one form, it is that.
    for accept in ["text/html", "application/problem+json", "*/*, application/json;q=0"] {
        let response = ask(get("/v1/things/7").insert_header(("accept", accept))).await;
        assert_eq!(header(&response, "content-type"), "application/json", "{accept}");
    }
    let nothing = get("/v1/things/7").insert_header(("accept-encoding", "identity;q=0, *;q=0"));
    assert_eq!(problem(nothing).await["code"], "not_acceptable");
}

#[actix_web::test]
async fn a_tag_follows_the_encoding_and_comes_back_without_it() {
    let plain = header(&ask(get("/v1/things/7")).await, "etag");
    assert!(plain.starts_with("\"3-"));
    for encoding in ["gzip", "br", "zstd"] {
        let response = ask(get("/v1/things/7").insert_header(("accept-encoding", encoding))).await;
        assert_eq!(header(&response, "content-encoding"), encoding);
        let marked = header(&response, "etag");
        assert_eq!(marked, format!("{}-{encoding}\"", plain.trim_end_matches('"')));

        for held in [
            marked.clone(),
            format!("W/{marked}"),
            format!("\"1-x\", {marked}"),
            "*".to_owned(),
        ] {
            let response = ask(get("/v1/things/7").insert_header(("if-none-match", held.as_str()))).await;
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{held}");
            assert!(header(&response, "etag").starts_with(plain.trim_end_matches('"')));
        }
        let touched = ask(TestRequest::post()
            .uri("/v1/things/7")
            .insert_header(("if-match", marked)))
        .await;
        assert_eq!(touched.status(), StatusCode::NO_CONTENT);
    }
    let changed = ask(get("/v1/things/8").insert_header(("if-none-match", plain))).await;
    assert_eq!(changed.status(), StatusCode::OK);
}

#[actix_web::test]
async fn if_match_compares_versions() {
    for (name, value, status) in [
        ("if-match", "\"3-whatever\"", 204),
        ("if-match", "\"2-a\", \"3-b\"", 204),
        ("if-match", "*", 204),
        ("if-match", "\"2-a\"", 412),
        ("if-match", "\"33-a\"", 412),
        ("if-match", "W/\"3-a\"", 204),
        ("if-match", "W/\"3-9f2c-gzip\"", 204),
        ("if-match", "W/\"2-a\"", 412),
        ("if-match", "\"something else\"", 412),
        ("if-match", "3-a", 400),
        ("if-match", "\"3-a", 400),
        ("if-none-match", "*", 412),
        ("if-none-match", "\"2-a\"", 204),
    ] {
        let response = ask(TestRequest::post().uri("/v1/things/7").insert_header((name, value))).await;
        assert_eq!(response.status().as_u16(), status, "{name}: {value}");
    }
    assert_eq!(
        problem(TestRequest::post().uri("/v1/decisions")).await["code"],
        "precondition_required"
    );
    let two = TestRequest::post()
        .uri("/v1/decisions")
        .append_header(("if-match", "\"2-a\""))
        .append_header(("if-match", "\"3-a\""));
    assert_eq!(ask(two).await.status(), StatusCode::NO_CONTENT);
}

#[actix_web::test]
async fn compressed_bodies_are_415() {
    for encoding in ["gzip", "br", "zstd", "identity, gzip", "unheard-of", ""] {
        let request = TestRequest::post()
            .uri("/v1/things/7")
            .insert_header(("content-encoding", encoding));
        let response = ask(request.set_payload("{}")).await;
        assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "{encoding}");
        assert_eq!(header(&response, "accept-encoding"), "identity");
    }
    let plain = TestRequest::post()
        .uri("/v1/things/7")
        .insert_header(("content-encoding", "Identity"));
    assert_eq!(ask(plain).await.status(), StatusCode::NO_CONTENT);
}
