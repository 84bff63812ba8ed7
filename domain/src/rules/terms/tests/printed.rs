//! What stays of a training once a card was made of it, or once it was withdrawn.

use super::*;

#[test]
fn what_does_not_count_gives_nothing() {
    let mut history = followed(&[(Fimo, Goods, "2022-05-31"), (Fco, Goods, "2026-11-20")]);
    history[0].counts = false;
    let terms = Terms::of(&history, &[]);
    assert_eq!(current(&terms), (Some("2031-11-20".to_owned()), None));
    assert_eq!(terms.gained_by(id(1)), None);
    assert!(terms.gains[0].previous_expiry_unknown);
}

#[test]
fn what_is_printed_on_a_card_stays() {
    let mut history = followed(&[
        (Fco, Goods, "2026-11-20"),
        (Fimo, Goods, "2022-05-31"),
        (Fco, Goods, "2031-01-15"),
    ]);
    history[0].printed = vec![on(Goods, "2031-11-20")];
    let terms = Terms::of(&history, &[]);
    let given = |number| terms.gained_by(id(number)).map(|gain| gain.sectors.clone());
    assert_eq!(given(1), Some(vec![on(Goods, "2031-11-20")]));
    assert_eq!(given(2), Some(vec![on(Goods, "2027-05-31")]));
    assert_eq!(given(3), Some(vec![on(Goods, "2036-11-20")]));
    history[0].counts = false;
    let withdrawn = Terms::of(&history, &[]);
    assert_eq!(withdrawn.gained_by(id(1)).map(|gain| gain.sectors.clone()), given(1));
}

#[test]
fn what_the_card_left_out_is_still_due() {
    let mut history = followed(&[FIMO, BRIDGING]);
    history[1].printed = vec![on(Goods, "2031-11-20")];
    let terms = Terms::of(&history, &[]);
    assert_eq!(
        terms.gains[1].sectors,
        [on(Goods, "2031-11-20"), on(Passengers, "2031-11-20")]
    );
    history[1].counts = false;
    let withdrawn = Terms::of(&history, &[]);
    assert_eq!(withdrawn.gains[1].sectors, [on(Goods, "2031-11-20")]);
}

#[test]
fn cards_that_say_something_else_are_found() {
    let mut history = followed(&[(Fimo, Goods, "2022-05-31"), (Fco, Goods, "2026-11-20"), BRIDGING]);
    history[0].printed = vec![on(Goods, "2027-05-31")];
    history[1].printed = vec![on(Goods, "2031-11-20")];
    assert_eq!(
        reprints(&history[..2], &[]),
        [Reprint {
            attestation: id(2),
            sector: Goods,
            printed: Some(day("2031-11-20")),
            due: Some(day("2032-05-31")),
        }]
    );
    history[1].printed = vec![on(Goods, "2032-05-31")];
    assert_eq!(reprints(&history, &[]), []);
    history[2].printed = vec![on(Passengers, "2031-11-20")];
    let goods_left_out = Reprint {
        attestation: id(3),
        sector: Goods,
        printed: None,
        due: Some(day("2032-05-31")),
    };
    assert_eq!(reprints(&history, &[]), [goods_left_out]);
    history[2].counts = false;
    assert_eq!(reprints(&history, &[]), [], "what was withdrawn is another matter");
}
