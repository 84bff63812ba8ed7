use super::*;

#[test]
fn cards_are_known_by_their_numbers_however_they_are_grouped() {
    for (number, card) in [
        ("4242 4242 4242 4242", Some(TestCard::Accepted)),
        ("4000000000000002", Some(TestCard::Declined)),
        ("4000-0025-0000-3155", Some(TestCard::NeedsConfirmation)),
        ("4970 1000 0000 0003", None),
        ("", None),
    ] {
        assert_eq!(TestCard::of_number(number), card, "{number}");
    }
}

#[test]
fn a_report_is_read_as_it_was_signed() {
    let payment = PaymentId(Uuid::from_u128(1));
    let event = Event {
        id: "e1".to_owned(),
        payment_id: payment,
        outcome: Reported::Succeeded,
        amount: 3_000,
        currency: "EUR".to_owned(),
    };
    let now = "2026-11-22T09:00:00Z".parse().expect("an instant");
    let signed = event.signed(now);
    let body = String::from_utf8(signed.body.clone()).expect("text");
    assert_eq!(
        body,
        r#"{"id":"e1","payment_id":"00000000-0000-0000-0000-000000000001","outcome":"succeeded","amount":3000,"currency":"EUR"}"#
    );
    signature::verify(WEBHOOK_SECRET.as_bytes(), &signed.signature, &signed.body, now).expect("believed");
    let report = event.report();
    assert_eq!((report.event.as_str(), report.payment), ("e1", Some(payment)));
    assert!(matches!(
        report.standing.outcome,
        Some(PaymentOutcome::Succeeded { .. })
    ));
}
