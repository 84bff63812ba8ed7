//! What messages say.

use domain::notification::LinkRel as Rel;

use super::*;
use crate::messages::content::{Addressee, Content};

mod samples;

use samples::{certificate, cqc, day, items, letter, link, samples, service, shown, texts};

#[test]
fn every_kind_in_every_language_by_every_channel() {
    let texts = texts();
    let samples = samples();
    for kind in NotificationKind::ALL {
        let of_kind: Vec<_> = samples.iter().filter(|content| content.kind() == *kind).collect();
        assert!(!of_kind.is_empty(), "no sample of {kind}");
        let all = of_kind
            .iter()
            .flat_map(|content| Language::ALL.iter().map(|language| shown(&texts, content, *language)));
        insta::assert_snapshot!(kind.name(), all.collect::<Vec<_>>().join("\n"));
    }
}

#[test]
fn a_mail_with_attachments_says_so() {
    let mut letter = letter(
        Content::CertificateIssued {
            certificate: certificate(),
        },
        Language::French,
    );
    letter.attachments = vec!["certificat.pdf".into()];
    assert!(texts().email(&letter).expect("a mail").text.contains("en pièce jointe"));
}

#[test]
fn the_html_part_says_what_the_text_says() {
    let content = Content::InformationRequested {
        case: cqc(),
        items: items(),
        answer_before: day("2027-01-21"),
    };
    let html = texts().email(&letter(content, Language::French)).expect("a mail").html;
    insta::assert_snapshot!("html", html.replace('\u{a0}', "~"));
}

#[test]
fn a_link_carries_its_relation_its_address_and_its_token() {
    let content = Content::ChoosePassword {
        link: link(Rel::ChoosePassword),
    };
    let mail = texts().email(&letter(content, Language::French)).expect("a mail");
    let url = "https://cqc.example.org/choose-password/s3cr3t-t0k3n";
    let sent = mail.link.expect("a link");
    assert_eq!(
        (sent.rel, sent.url.as_str(), sent.token.as_deref()),
        (Rel::ChoosePassword, url, Some("s3cr3t-t0k3n"))
    );
    assert!(
        mail.text.contains(&format!("→ Créer mon mot de passe\n{url}\n")),
        "{}",
        mail.text
    );
    assert!(
        mail.html
            .contains("href=\"https:&#x2f;&#x2f;cqc.example.org&#x2f;choose-password&#x2f;s3cr3t-t0k3n\"")
    );
    assert!(!format!("{sent:?}").contains("s3cr3t"), "a token must not reach a log");
}

#[test]
fn every_mail_with_a_link_shows_it_and_no_other_does() {
    let texts = texts();
    for content in samples() {
        for language in Language::ALL {
            let mail = texts.email(&letter(content.clone(), *language)).expect("a mail");
            match &mail.link {
                Some(link) => assert!(mail.text.contains(&link.url), "{} {language}", content.kind()),
                None => assert!(!mail.text.contains("→"), "{} {language}", content.kind()),
            }
        }
    }
}

#[test]
fn without_a_frontend_mails_lead_to_the_hubs_own_pages_or_nowhere() {
    let service = Branding {
        has_frontend: false,
        ..service(false)
    };
    let texts = Texts::new(service).expect("templates that parse");
    for content in samples() {
        let has_page = matches!(
            content,
            Content::AccountCorrection { .. }
                | Content::ChoosePassword { .. }
                | Content::AccountExpiring { .. }
                | Content::PasswordReset { .. }
                | Content::NewPasswordNeeded { .. }
                | Content::EmailConfirmation { .. }
                | Content::EmailChangeRequested { .. }
                | Content::EmailChanged { link: Some(_) }
        );
        for language in Language::ALL {
            let mail = texts.email(&letter(content.clone(), *language)).expect("a mail");
            let kind = content.kind();
            assert_eq!(mail.link.is_some(), has_page, "{kind} {language}");
            for sign in ["→", "https://cqc.example.org"] {
                assert_eq!(mail.text.contains(sign), has_page, "{kind} {language}: {}", mail.text);
            }
            assert_eq!(mail.html.contains("<a "), has_page, "{kind} {language}: {}", mail.html);
        }
    }
}

#[test]
fn without_its_button_a_mail_still_reads_well() {
    let service = Branding {
        has_frontend: false,
        ..service(false)
    };
    let content = Content::DraftExpiring {
        case: cqc(),
        expires_on: day("2026-12-06"),
    };
    let mail = Texts::new(service)
        .and_then(|texts| texts.email(&letter(content, Language::English)))
        .expect("a mail");
    let around = "You can go on with it from where you stopped.\n\nIf you do nothing, it will be cancelled";
    assert!(mail.text.contains(around), "{}", mail.text);
}

#[test]
fn the_sandbox_marks_everything_as_specimen() {
    let texts = Texts::new(service(true)).expect("templates that parse");
    for content in samples() {
        for language in Language::ALL {
            let letter = letter(content.clone(), *language);
            let mail = texts.email(&letter).expect("a mail");
            assert!(mail.subject.starts_with("SPECIMEN"), "{}", mail.subject);
            assert!(mail.text.starts_with("SPECIMEN"), "{}", mail.text);
            assert!(mail.html.contains(">SPECIMEN<"), "{}", mail.html);
            if content.kind().by_sms() {
                assert!(texts.sms(&letter).expect("an SMS").starts_with("SPECIMEN"));
            }
        }
    }
}

#[test]
fn hostile_values_stay_values() {
    let reason = "</p><script>alert(\"&\")</script>\n\n---\n\n\u{2}Cliquez\u{2} {{ service.contact }} \u{202e}cod.exe";
    let mut letter = letter(Content::AccountRejected { reason: reason.into() }, Language::English);
    letter.addressee = Addressee {
        first_names: "Bobby\r\nBcc: all@example.org".into(),
        surname: "<b>O'Neil & Co</b>".into(),
    };
    let mail = texts().email(&letter).expect("a mail");
    assert!(
        !mail.html.contains("<script>") && !mail.html.contains("<b>"),
        "{}",
        mail.html
    );
    assert!(
        mail.html.contains("&lt;b&gt;O&#x27;Neil &amp; Co&lt;&#x2f;b&gt;"),
        "{}",
        mail.html
    );
    assert!(
        mail.text
            .contains("Hello Bobby Bcc: all@example.org <b>O'Neil & Co</b>,"),
        "{}",
        mail.text
    );
    assert!(
        mail.text
            .contains("- </p><script>alert(\"&\")</script> --- Cliquez {{ service.contact }} cod.exe\n"),
        "{}",
        mail.text
    );
}

#[test]
fn a_person_without_first_names_is_addressed_by_their_surname() {
    let mut letter = letter(Content::AccountReceived, Language::French);
    letter.addressee.first_names.clear();
    let text = texts().email(&letter).expect("a mail").text;
    assert!(text.starts_with("Bonjour Martin,\n"), "{text}");
}

#[test]
fn text_messages_fit_in_three_parts() {
    let texts = Texts::new(service(true)).expect("templates that parse");
    for content in samples().into_iter().filter(|content| content.kind().by_sms()) {
        for language in Language::ALL {
            let sms = texts.sms(&letter(content.clone(), *language)).expect("an SMS");
            // An apostrophe or accent outside of the GSM alphabet makes the whole message UCS-2: 67 characters a part.
            assert!(
                sms.encode_utf16().count() <= 3 * 67,
                "{} characters: {sms}",
                sms.encode_utf16().count()
            );
        }
    }
}

#[test]
fn templates_are_typeset() {
    for language in Language::ALL {
        for channel in Channel::ALL {
            for (kind, text) in templates::all(*language, *channel) {
                assert!(!text.contains('\''), "{language} {channel} {kind}: ’ rather than '");
                assert!(
                    !text.contains('\u{a0}'),
                    "{language} {channel} {kind}: no-break spaces are set by themselves"
                );
            }
        }
    }
}
