//! The gateway, against a server that answers as Twilio's documentation says.

use domain::ids::MessageId;
use uuid::Uuid;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;

/// A gateway that answers so; it stands as long as the first is kept.
async fn answering(status: u16, body: &'static str) -> (MockServer, Twilio) {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(any()).respond_with(answer).expect(1).mount(&server).await;
    let twilio = twilio(&server.uri(), "CQC Hub");
    (server, twilio)
}

fn twilio(base: &str, sender: &str) -> Twilio {
    let account = Account {
        base: base.to_owned(),
        sid: "AC0123456789abcdef".to_owned(),
        token: "hunter2".to_owned(),
        sender: sender.to_owned(),
    };
    Twilio::new(crate::http::client().expect("a client"), account)
}

fn sms() -> Sms {
    Sms {
        message_id: MessageId(Uuid::from_u128(1)),
        to: "+33612345678".to_owned(),
        text: "CQC Hub : répondez à votre demande CQC-2026-7K3M9P.".to_owned(),
    }
}

#[tokio::test]
async fn a_text_message_is_handed_over() {
    let (server, twilio) = answering(201, r#"{"sid": "SM1", "status": "queued"}"#).await;
    twilio.send(&sms()).await.expect("sent");
    let asked = server.received_requests().await.expect("recorded").remove(0);
    assert_eq!(
        (asked.method.as_str(), asked.url.path(), asked.url.query()),
        ("POST", "/2010-04-01/Accounts/AC0123456789abcdef/Messages.json", None)
    );
    assert_eq!(
        asked.headers["authorization"],
        "Basic QUMwMTIzNDU2Nzg5YWJjZGVmOmh1bnRlcjI="
    );
    let form: Vec<_> = url::form_urlencoded::parse(&asked.body).into_owned().collect();
    let expected = [("To", sms().to), ("From", "CQC Hub".to_owned()), ("Body", sms().text)];
    assert_eq!(form, expected.map(|(name, value)| (name.to_owned(), value)));
}

#[tokio::test]
async fn a_number_that_is_none_is_given_up_and_a_busy_gateway_is_not() {
    let (_server, twilio) = answering(400, r#"{"code": 21211, "message": "+33612345678 is not valid"}"#).await;
    let message = "the gateway answers 400 (error 21211)".to_owned();
    assert_eq!(
        twilio.send(&sms()).await,
        Err(Failure::Never(message)),
        "without the number"
    );
    for (status, body) in [(429, r#"{"code": 20429}"#), (503, "<html>")] {
        let (_server, twilio) = answering(status, body).await;
        let sent = twilio.send(&sms()).await;
        assert!(matches!(sent, Err(Failure::Later(_))), "{status}: {sent:?}");
    }
    for status in [401, 403] {
        let (_server, twilio) = answering(status, "{}").await;
        let sent = twilio.send(&sms()).await;
        assert!(matches!(sent, Err(Failure::Hindered(_))), "{status}: {sent:?}");
    }
    let nobody = twilio_nobody_answers().send(&sms()).await;
    assert_eq!(
        nobody,
        Err(Failure::Later(
            "the gateway cannot be reached: no connection".to_owned()
        ))
    );
}

fn twilio_nobody_answers() -> Twilio {
    twilio("http://127.0.0.1:1", "CQC Hub")
}

#[test]
fn a_messaging_service_is_told_from_a_sender() {
    let service = format!("MG{}", "0".repeat(32));
    assert_eq!(
        twilio("http://127.0.0.1:1", &service).sender_field(),
        "MessagingServiceSid"
    );
    assert_eq!(twilio("http://127.0.0.1:1", "+33756789012").sender_field(), "From");
    assert!(!format!("{:?}", twilio("http://127.0.0.1:1", "CQC Hub")).contains("hunter2"));
}
