//! What the settings accept, and how they complain.

use std::io::Write;

use super::*;

fn load(variables: &[(&str, &str)]) -> Result<Settings, Misconfigured> {
    let environment = variables
        .iter()
        .map(|(name, value)| (format!("CQC_HUB_{name}"), (*value).to_owned()))
        .collect();
    Settings::load(&Sources {
        environment,
        ..Sources::default()
    })
}

fn faults(variables: &[(&str, &str)]) -> Vec<String> {
    load(variables).expect_err("refused").0
}

const SECRET: &str = "0123456789abcdef0123456789abcdef";

#[test]
fn nothing_is_needed_for_the_sandbox() {
    let settings = load(&[]).expect("settings");
    assert_eq!(settings.profile, Profile::Sandbox);
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.public_base(), "http://127.0.0.1:8080");
    assert_eq!(settings.link_base(), "http://127.0.0.1:8080");
    assert_eq!(settings.database_url, "sqlite://data/cqc-hub.sqlite3");
    assert_eq!(settings.log_format, LogFormat::Text);
}

#[test]
fn production_lists_everything_it_misses() {
    let faults = faults(&[("PROFILE", "production"), ("LISTEN", "everywhere")]);
    assert_eq!(faults.len(), 13, "{faults:#?}");
    for name in [
        "LISTEN",
        "PUBLIC_URL",
        "MAIL",
        "CONTACT",
        "POST_ADDRESS",
        "SECRET",
        "STRIPE_SECRET_KEY",
        "STRIPE_WEBHOOK_SECRET",
        "SELLER_NAME",
        "SELLER_STREET",
        "SELLER_POSTAL_CODE",
        "SELLER_CITY",
        "SELLER_SIREN",
    ] {
        assert!(
            faults
                .iter()
                .any(|fault| fault.starts_with(&format!("CQC_HUB_{name} "))),
            "{name}: {faults:#?}"
        );
    }
}

#[test]
fn production_starts_with_what_it_needs() {
    let settings = load(&[
        ("PROFILE", "production"),
        ("CONTACT", "contact@hub.example.org"),
        (
            "POST_ADDRESS",
            "Service des cartes; 104 avenue du Président-Kennedy; 75016 Paris 16",
        ),
        ("LISTEN", "0.0.0.0:8080"),
        ("PUBLIC_URL", "https://hub.example.org/"),
        ("LINK_BASE", "https://www.example.org/espace"),
        ("MAIL", "smtp://hub:hunter2@mail.example.org:587"),
        ("MAIL_SENDER", "hub@example.org"),
        ("STRIPE_SECRET_KEY", "sk_live_hunter2"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_hunter2"),
        ("SELLER_NAME", "Centre des cartes"),
        ("SELLER_STREET", "104 avenue du Président Kennedy"),
        ("SELLER_POSTAL_CODE", "75016"),
        ("SELLER_CITY", "Paris"),
        ("SELLER_SIREN", "732829320"),
        ("SECRET", SECRET),
        ("CORS_ORIGINS", "https://www.example.org, https://app.example.org:8443"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,192.0.2.7"),
        ("RATE_SIGN_IN", "5/30"),
        ("PORT", "tcp://10.0.0.1:8080"),
    ])
    .expect("settings");
    assert_eq!(settings.public_base(), "https://hub.example.org");
    assert_eq!(settings.link_base(), "https://www.example.org/espace");
    assert_eq!(
        (
            settings.post_address.line1.as_str(),
            settings.post_address.city.as_str()
        ),
        ("Service des cartes", "Paris 16")
    );
    assert_eq!(
        settings.cors_origins,
        ["https://www.example.org", "https://app.example.org:8443"]
    );
    assert_eq!(settings.trusted_proxies.len(), 2);
    assert_eq!(settings.rates.sign_in.to_string(), "5/30");
    assert_eq!(settings.log_format, LogFormat::Json);
    let seller = settings.seller.as_ref().expect("a seller");
    assert_eq!(seller.vat_number, "FR44732829320", "made of the SIREN");
    assert!(settings.mail.is_some() && settings.mail_sender.is_some());
    let shown = format!("{settings:?}");
    assert!(!shown.contains(SECRET) && !shown.contains("hunter2"));
}

#[test]
fn one_header_is_believed_and_not_from_everybody() {
    let header = |name: &str| {
        let settings = load(&[("CLIENT_ADDRESS_HEADER", name)]).expect("settings");
        settings.client_address_header
    };
    assert_eq!(
        load(&[]).expect("settings").client_address_header.name(),
        "x-forwarded-for"
    );
    assert_eq!(header("forwarded"), AddressHeader::Forwarded);
    assert_eq!(header("CF-Connecting-IP").name(), "cf-connecting-ip");
    for slip in [("CLIENT_ADDRESS_HEADER", "X Real IP"), ("TRUSTED_PROXIES", "0.0.0.0/0")] {
        assert_eq!(faults(&[slip]).len(), 1, "{slip:?}");
    }
}

#[test]
fn text_messages_take_all_of_a_gateway_or_nothing() {
    assert_eq!(load(&[]).expect("settings").sms, None);
    let faults = faults(&[("SMS_ACCOUNT", "AC1"), ("SMS_TOKEN", "hunter2")]);
    assert_eq!(faults.len(), 1, "{faults:#?}");
    assert!(faults[0].starts_with("CQC_HUB_SMS_SENDER "));
    let settings = [
        ("SMS_ACCOUNT", "AC1"),
        ("SMS_TOKEN", "hunter2"),
        ("SMS_SENDER", "CQC Hub"),
    ];
    let settings = load(&settings).expect("settings");
    assert_eq!(settings.sms.as_ref().expect("a gateway").base, "https://api.twilio.com");
    assert!(!format!("{settings:?}").contains("hunter2"));
}

#[test]
fn files_lie_in_a_bucket_where_one_is_named() {
    let bucket = |variables: &[(&str, &str)]| load(variables).expect("settings").storage.expect("a bucket");
    let own = bucket(&[("STORAGE", "s3://papers/hub/"), ("STORAGE_REGION", "eu-west-3")]);
    assert_eq!((own.name.as_str(), own.prefix.as_str()), ("papers", "hub"));
    assert_eq!((own.region.as_str(), own.endpoint, own.key), ("eu-west-3", None, None));
    let elsewhere = bucket(&[
        ("STORAGE", "s3://papers"),
        ("STORAGE_ENDPOINT", "http://storage:9000/"),
        ("STORAGE_KEY_ID", "hub"),
        ("STORAGE_SECRET_KEY", "hunter2"),
    ]);
    assert_eq!(elsewhere.endpoint.as_deref(), Some("http://storage:9000"));
    assert!(!format!("{elsewhere:?}").contains("hunter2"));
}

#[test]
fn a_bucket_needs_its_place_and_a_key_its_two_halves() {
    for (variables, named) in [
        (vec![("STORAGE", "papers")], "STORAGE "),
        (vec![("STORAGE_REGION", "eu-west-3")], "STORAGE "),
        (vec![("STORAGE", "s3://papers")], "STORAGE_REGION "),
        (
            vec![
                ("STORAGE", "s3://papers"),
                ("STORAGE_REGION", "eu-west-3"),
                ("STORAGE_KEY_ID", "hub"),
            ],
            "STORAGE_SECRET_KEY ",
        ),
    ] {
        let faults = faults(&variables);
        assert_eq!(faults.len(), 1, "{faults:#?}");
        assert!(faults[0].starts_with(&format!("CQC_HUB_{named}")), "{faults:#?}");
    }
}

#[test]
fn the_sandbox_stays_at_home_unless_told_otherwise() {
    assert_eq!(faults(&[("LISTEN", "0.0.0.0:8080")]).len(), 1);
    let environment = [("CQC_HUB_LISTEN".to_owned(), "0.0.0.0:8080".to_owned())].into();
    let exposed = Settings::load(&Sources {
        environment,
        expose_sandbox: true,
        file: None,
    })
    .expect("settings");
    assert_eq!(exposed.public_base(), "http://localhost:8080");
    let environment = [("CQC_HUB_PROFILE".to_owned(), "production".to_owned())].into();
    let contradictory = Settings::load(&Sources {
        environment,
        expose_sandbox: true,
        file: None,
    })
    .expect_err("refused");
    assert!(contradictory.to_string().contains("--expose-sandbox"));
}

#[test]
fn a_slip_is_named_with_its_value_but_no_secret_is() {
    let faults = faults(&[
        ("PROFILE", "prod"),
        ("CORS_ORIGINS", "https://www.example.org/path"),
        ("TRUSTED_PROXIES", "10.0.0.0/99"),
        ("DATABASE_URL", "mysql://user:hunter2@db"),
        ("SECRET", "hunter2"),
        ("RATE_GENERAL", "0/60"),
        ("MAIL", "smtp://user:hunter2@mail?tls=none"),
        ("MAIL_SENDER", "hub at example.org"),
        ("LINK_BASE", "www.example.org"),
        ("STRIPE_SECRET_KEY", "sk_test_hunter2"),
    ]);
    assert_eq!(faults.len(), 10, "{faults:#?}");
    assert!(!faults.concat().contains("hunter2"));
    assert!(faults[0].contains("`prod`"));
}

#[test]
fn the_environment_wins_over_the_file() {
    let mut file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a file");
    writeln!(
        file,
        "listen = \"127.0.0.1:9000\"\nworkers = 3\ncors_origins = [\"https://a.example.org\"]"
    )
    .expect("written");
    let environment = [("CQC_HUB_LISTEN".to_owned(), "127.0.0.1:9001".to_owned())].into();
    let sources = Sources {
        file: Some(file.path().to_owned()),
        environment,
        expose_sandbox: false,
    };
    let settings = Settings::load(&sources).expect("settings");
    assert_eq!(settings.listen.port(), 9001);
    assert_eq!(settings.workers, Some(3));
    assert_eq!(settings.cors_origins, ["https://a.example.org"]);

    writeln!(file, "wrokers = 3").expect("written");
    let refused = Settings::load(&sources).expect_err("refused");
    assert_eq!(refused.0, ["`wrokers` in the file: there is no such setting"]);
}

#[test]
fn traces_go_where_they_are_told_to() {
    assert_eq!(load(&[]).expect("settings").traces, None);
    let settings = load(&[
        ("OTLP_ENDPOINT", "http://localhost:4318/"),
        ("OTLP_HEADERS", "authorization=Bearer hunter2, x-tenant=a=b"),
        ("OTLP_SAMPLED", "0.25"),
    ])
    .expect("settings");
    let collector = settings.traces.as_ref().expect("a collector");
    assert_eq!(collector.endpoint, "http://localhost:4318");
    assert_eq!(collector.headers["authorization"], "Bearer hunter2");
    assert_eq!(collector.headers["x-tenant"], "a=b");
    assert!((collector.sampled - 0.25).abs() < f64::EPSILON);
    assert!(!format!("{settings:?}").contains("hunter2"));
}

#[test]
fn what_is_wrong_with_traces_is_said_without_secrets() {
    for (name, value) in [
        ("OTLP_ENDPOINT", "localhost:4318"),
        ("OTLP_HEADERS", "hunter2"),
        ("OTLP_HEADERS", "a header=hunter2"),
        ("OTLP_SAMPLED", "1.5"),
        ("OTLP_SAMPLED", "NaN"),
        ("OTLP_SAMPLED", "all"),
    ] {
        let faults = faults(&[(name, value)]);
        assert_eq!(faults.len(), 1, "{faults:#?}");
        assert!(faults[0].starts_with(&format!("CQC_HUB_{name} ")), "{faults:#?}");
        assert!(!faults[0].contains("hunter2"), "{faults:#?}");
    }
}

#[test]
fn traces_leave_production_by_tls() {
    let in_the_open = |others: &[(&str, &str)]| {
        let profile = [("PROFILE", "production")];
        let faults = faults(&[&profile, others].concat());
        faults.iter().any(|fault| fault.starts_with("CQC_HUB_OTLP_ENDPOINT "))
    };
    let open = ("OTLP_ENDPOINT", "http://collector:4318");
    assert!(in_the_open(&[open]));
    assert!(!in_the_open(&[open, ("ALLOW_UNENCRYPTED", "traces")]));
    assert!(!in_the_open(&[("OTLP_ENDPOINT", "https://collector.example.org")]));
    assert!(!in_the_open(&[("OTLP_ENDPOINT", "http://127.0.0.1:4318")]));
}

#[test]
fn passkeys_are_for_the_frontends_domain() {
    let passkeys = |variables: &[(&str, &str)]| load(variables).expect("settings").passkeys.expect("a domain");
    let own = passkeys(&[]);
    assert_eq!((own.domain.as_str(), own.any_port), ("localhost", true));
    assert_eq!(own.origins, [Url::parse("http://localhost").expect("an origin")]);

    let usual = [
        ("LINK_BASE", "https://www.example.org/espace"),
        ("CORS_ORIGINS", "https://app.example.org:8443, https://www.example.com"),
    ];
    let of_link_base = passkeys(&usual);
    assert_eq!(of_link_base.domain, "www.example.org");
    assert_eq!(of_link_base.origins.len(), 1, "{of_link_base:?}");

    let above = passkeys(&[usual[0], usual[1], ("PASSKEY_DOMAIN", "Example.org")]);
    assert_eq!(above.domain, "example.org");
    let origins: Vec<_> = above.origins.iter().map(Url::as_str).collect();
    assert_eq!(origins, ["https://www.example.org/", "https://app.example.org:8443/"]);
    assert!(!above.any_port);
}

#[test]
fn a_passkey_domain_has_a_frontend() {
    let wrong = |domain: &str| faults(&[("LINK_BASE", "https://www.example.org"), ("PASSKEY_DOMAIN", domain)]);
    for domain in [
        "ample.org",
        "example.com",
        "app.www.example.org",
        "203.0.113.7",
        "https://example.org",
    ] {
        let faults = wrong(domain);
        assert_eq!(faults.len(), 1, "{domain}: {faults:?}");
        assert!(faults[0].starts_with("CQC_HUB_PASSKEY_DOMAIN "), "{faults:?}");
    }
    let plain = load(&[("LINK_BASE", "http://www.example.org")]).expect("settings");
    assert_eq!(plain.passkeys, None, "browsers show none without TLS");
}
