//! Mails to a server that answers as it is told.

mod double;

use std::time::Duration;

use bytes::Bytes;
use domain::ids::MessageId;
use uuid::Uuid;

use super::*;
use crate::messages::send::mail::Attachment;
use double::{Double, Instead};

const NOW: &str = "2026-11-22T09:00:00Z";

fn email() -> Email {
    Email {
        message_id: MessageId(Uuid::from_u128(7)),
        to: "camille.martin@example.org".to_owned(),
        subject: "Votre certificat est là".to_owned(),
        text: "Bonjour Camille,\n.\nvoilà.".to_owned(),
        html: "<p>Bonjour Camille</p>".to_owned(),
        link: None,
        attachments: Vec::new(),
    }
}

fn smtp(url: &str) -> Smtp {
    let sender = Sender::new("CQC Hub", "hub@example.org").expect("an address");
    let clock = SystemClock::standing_at(NOW.parse().expect("an instant"));
    let relay = url.parse().expect("a relay");
    let sender = sender.answered_at("contact@example.org");
    Smtp::new(relay, sender, "hub.example.org".to_owned(), clock).expect("an adapter")
}

/// Sends one mail to a server that answers so.
async fn sent(script: &[(&'static str, Instead)]) -> (Double, Result<(), Failure>) {
    let double = Double::start(script).await;
    let outcome = smtp(&double.url()).send(&email()).await;
    (double, outcome)
}

#[tokio::test]
async fn a_mail_says_who_it_is_from_and_which_one_it_is() {
    let (double, outcome) = sent(&[]).await;
    assert_eq!(outcome, Ok(()));
    let mail = double.mails().remove(0);
    for line in [
        "Message-ID: <00000000-0000-0000-0000-000000000007@hub.example.org>",
        "Date: Sun, 22 Nov 2026 09:00:00 +0000",
        "From: \"CQC Hub\" <hub@example.org>",
        "Reply-To: contact@example.org",
        "To: camille.martin@example.org",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
    ] {
        assert!(mail.lines().any(|found| found == line), "no {line} in\n{mail}");
    }
    assert!(mail.is_ascii());
    assert!(mail.contains("multipart/alternative") && !mail.contains("multipart/mixed"));
    assert!(mail.contains("text/plain") && mail.contains("text/html"));
    assert!(mail.lines().any(|line| line == ".."), "a lone dot would end the mail");
}

#[tokio::test]
async fn attachments_go_along() {
    let double = Double::start(&[]).await;
    let mut email = email();
    email.attachments.push(Attachment {
        name: "certificat.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        key: Uuid::nil(),
        bytes: Bytes::from_static(b"%PDF-1.7 \xff\xfe"),
    });
    smtp(&double.url()).send(&email).await.expect("sent");
    let mail = double.mails().remove(0);
    assert!(mail.contains("multipart/mixed") && mail.contains("multipart/alternative"));
    assert!(mail.contains("Content-Disposition: attachment; filename=\"certificat.pdf\""));
    assert!(mail.contains("Content-Type: application/pdf") && mail.contains("JVBERi0xLjcg//4="));
}

#[tokio::test]
async fn one_connection_serves_many_mails() {
    let double = Double::start(&[]).await;
    let smtp = smtp(&double.url());
    for _ in 0..3 {
        smtp.send(&email()).await.expect("sent");
    }
    assert_eq!((double.mails().len(), double.connections()), (3, 1));
}

#[tokio::test]
async fn a_connection_that_died_meanwhile_is_replaced() {
    let double = Double::start(&[("NOOP", Instead::HangUp)]).await;
    let smtp = smtp(&double.url());
    smtp.send(&email()).await.expect("sent");
    smtp.send(&email()).await.expect("sent again");
    assert_eq!((double.mails().len(), double.connections()), (2, 2));
}

#[tokio::test]
async fn a_refused_recipient_is_final_and_costs_no_connection() {
    let refusal = "550 5.1.1 <camille.martin@example.org>: no such user";
    let double = Double::start(&[("RCPT", Instead::Say(refusal))]).await;
    let smtp = smtp(&double.url());
    let message = "the mail server refuses the recipient: permanent error (550): 5.1.1 … no such user";
    assert_eq!(smtp.send(&email()).await, Err(Failure::Never(message.to_owned())));
    assert_eq!(smtp.send(&email()).await, Ok(()));
    assert_eq!(double.connections(), 1);
    assert!(double.commands().contains(&"RSET".to_owned()));
}

#[tokio::test]
async fn what_the_server_puts_off_is_tried_later() {
    for (step, answer) in [
        ("hello", "421 4.3.2 shutting down"),
        ("MAIL", "451 4.3.0 busy"),
        ("RCPT", "451 4.7.1 greylisted, come back in five minutes"),
        ("DATA", "452 4.3.1 no room"),
        (".", "451 4.3.0 busy"),
    ] {
        let (double, outcome) = sent(&[(step, Instead::Say(answer))]).await;
        assert!(matches!(outcome, Err(Failure::Later(_))), "{step}: {outcome:?}");
        assert_eq!(double.mails().len(), 0);
    }
}

#[tokio::test]
async fn what_the_server_refuses_for_what_it_is_is_given_up() {
    for (step, answer) in [("DATA", "554 5.6.0 no"), (".", "552 5.3.4 too big")] {
        let (_, outcome) = sent(&[(step, Instead::Say(answer))]).await;
        assert!(matches!(outcome, Err(Failure::Never(_))), "{step}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_mistake_of_the_hubs_own_costs_no_mail() {
    for (step, answer) in [
        ("hello", "554 no service here"),
        ("EHLO", "550 go away"),
        ("MAIL", "553 5.1.8 not your domain"),
        ("MAIL", "530 5.7.0 Must issue a STARTTLS command first"),
        ("RCPT", "530 5.7.1 Authentication required"),
        ("RCPT", "550 5.7.1 Relaying denied"),
        ("DATA", "550 5.7.60 may not send as this sender"),
        (".", "554 5.7.1 this is spam"),
        (".", "550 5.7.26 no SPF, no DKIM"),
    ] {
        let (_, outcome) = sent(&[(step, Instead::Say(answer))]).await;
        assert!(matches!(outcome, Err(Failure::Hindered(_))), "{step}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_server_that_falls_silent_or_goes_away_is_tried_later() {
    for step in ["hello", "EHLO", "MAIL", "RCPT", "DATA", "."] {
        for instead in [Instead::Hang, Instead::HangUp] {
            let double = Double::start(&[(step, instead)]).await;
            let mut smtp = smtp(&double.url());
            smtp.timeout = Duration::from_millis(100);
            let outcome = smtp.send(&email()).await;
            assert!(matches!(outcome, Err(Failure::Later(_))), "{step}: {outcome:?}");
            assert_eq!(double.mails().len(), 0);
        }
    }
    let nobody = smtp("smtp://127.0.0.1:1?tls=none").send(&email()).await;
    assert!(matches!(nobody, Err(Failure::Later(_))), "{nobody:?}");
}

#[tokio::test]
async fn nothing_is_told_to_a_server_without_the_tls_that_is_required() {
    let double = Double::start(&[]).await;
    let required = double
        .url()
        .replace("127.0.0.1", "hub:secret@127.0.0.1")
        .replace("none", "required");
    let outcome = smtp(&required).send(&email()).await;
    assert!(matches!(outcome, Err(Failure::Later(_))), "{outcome:?}");
    let commands = double.commands();
    assert!(
        commands.iter().all(|command| command.starts_with("EHLO")),
        "{commands:?}"
    );
}

#[tokio::test]
async fn an_address_that_is_none_is_given_up() {
    let double = Double::start(&[]).await;
    let email = Email {
        to: "camille.martin".to_owned(),
        ..email()
    };
    let outcome = smtp(&double.url()).send(&email).await;
    assert!(matches!(outcome, Err(Failure::Never(_))), "{outcome:?}");
    assert_eq!(double.connections(), 0);
}
