//! `GET /.well-known/security.txt`

use actix_web::get;
use actix_web::web::Data;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use crate::http::Reply;
use crate::hub::Hub;

/// How long what is said here can be believed; RFC 9116 recommends less than a year.
const GOOD_FOR: TimeDelta = TimeDelta::days(90);

/// Where to report a weakness
///
/// RFC 9116: whom to write to who has found one.
#[utoipa::path(
    tag = "service",
    operation_id = "getSecurityContact",
    responses((
        status = 200, body = String, content_type = "text/plain",
        description = "Whom to write to, one field a line.",
        example = "Contact: mailto:security@example.org\nPreferred-Languages: fr, en\n"
    ))
)]
#[get("/.well-known/security.txt")]
pub async fn get_security_contact(hub: Data<Hub>) -> Reply {
    let settings = &hub.settings;
    let contact = settings.security_contact.as_ref().unwrap_or(&settings.contact);
    let text = text(contact, settings.public_base(), hub.system.now());
    Reply::bytes("text/plain; charset=utf-8", text).public_for(300)
}

fn text(contact: &str, base: &str, now: DateTime<Utc>) -> String {
    let contact = if contact.contains("://") {
        contact.to_owned()
    } else {
        format!("mailto:{contact}")
    };
    // To the day, so that it stays the same for as long.
    let expires = (now + GOOD_FOR).date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
    let expires = expires.to_rfc3339_opts(SecondsFormat::Secs, true);
    format!(
        "Contact: {contact}\nExpires: {expires}\nPreferred-Languages: fr, en\nCanonical: {base}/.well-known/security.txt\n"
    )
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn it_has_the_fields_of_the_standard() {
        let now = "2026-11-22T09:00:00Z".parse().expect("an instant");
        assert_eq!(
            text("contact@example.org", "https://hub.example.org", now),
            "Contact: mailto:contact@example.org\nExpires: 2027-02-20T00:00:00Z\nPreferred-Languages: fr, en\n\
             Canonical: https://hub.example.org/.well-known/security.txt\n"
        );
        let page = text("https://example.org/security", "https://hub.example.org", now);
        assert!(page.starts_with("Contact: https://example.org/security\n"));
    }
}
