//! Proof of qualification for an employer: what a driver shows, for how long, and how the way to it is written.
//!
//! Whoever employs a driver has to know that they are qualified, in which sectors and until when (code des transports,
//! R3314-10, -12, -13: see [`super::terms`]), and whether their card is good today (see [`super::verification`]): that
//! is shown, as the driver chooses, and nothing else. It is counted anew at each look, so that nobody keeps an old
//! answer for a new one.
//!
//! Of the person, their names and the year of their birth are told: the least by which an employer who has the driver
//! and their identity document before them knows that it is they, and by which two of the same name are told apart.
//! The whole date would open doors elsewhere, and a link is passed on easily (GDPR, article 5, 1, c).
//!
//! Of whoever looks, the instant is kept, and whether they came by the link or the code: an employer does not sign in,
//! so that nothing would say who they are. A driver who wants to know that makes a share for each. Addresses and
//! browsers are the readers' data, and none of a driver's business.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::hours::HOURS_REQUIRED;
use super::reference;
use super::terms::Terms;
use super::verification::{VerificationStatus, of_card};
use crate::card::Stage;
use crate::sector::Sector;
use crate::words;
use crate::words::Word as _;

words! {
    /// What a driver shows by a share.
    pub enum ShareItem {
        /// The sectors of the qualification, each with its last day, and whether it holds today.
        Qualification => "qualification",
        /// What the driver's card is worth today.
        Card => "card",
        /// Hours of FCO sequences that count towards the next complete FCO.
        Hours => "hours",
    }
}

words! {
    /// Whether a share still shows anything.
    pub enum ShareStatus {
        /// It shows what it is for.
        Active => "active",
        /// Its driver ended it.
        Ended => "ended",
        /// Its last day has passed.
        Expired => "expired",
    }
}

words! {
    /// By which way somebody came to look.
    pub enum ShareWay {
        /// By the link.
        Link => "link",
        /// By the code, typed in.
        Code => "code",
    }
}

/// The most days for which something is shared, today not counted (assumed: as long as somebody hires).
pub const MOST_DAYS: i64 = 30;
/// The most shares of one driver that show something at the same time (assumed).
pub const MOST_ACTIVE: usize = 10;
/// Within this time, whoever looks again is the same reader as a moment ago: a page that is loaded twice is one look.
pub const ONE_LOOK: TimeDelta = TimeDelta::minutes(10);
/// Days for which a driver still sees a share that is over, and who looked at it (assumed).
pub const SEEN_FOR_DAYS: i64 = 30;

/// Signs of a code: 75 bits of chance, in three groups of five.
const CODE_SIGNS: usize = 15;

/// A code, `7K3M9P2QRSTVWXY`: without signs that are mistaken for others. Written for people by [`reference::grouped`].
pub fn code(random: [u8; 16]) -> String {
    reference::code(random, CODE_SIGNS)
}

/// Reads a code as somebody typed it: any case, with or without dashes or spaces, O for 0, I or L for 1.
pub fn parse_code(typed: &str) -> Option<String> {
    reference::parse_code(typed, CODE_SIGNS)
}

/// What is wrong with a last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastDayFault {
    /// It has passed.
    InPast,
    /// It is further ahead than anything is shared for.
    TooLate,
}

/// Judges the last day that a driver wishes for. Today is one: what is shared until today is shown until midnight in
/// Paris.
pub fn judge_last_day(last_day: NaiveDate, today: NaiveDate) -> Result<(), LastDayFault> {
    match last_day.signed_duration_since(today).num_days() {
        days if days < 0 => Err(LastDayFault::InPast),
        days if days > MOST_DAYS => Err(LastDayFault::TooLate),
        _ => Ok(()),
    }
}

/// Whether a share shows something on a legal date.
pub fn status(is_ended: bool, valid_until: NaiveDate, today: NaiveDate) -> ShareStatus {
    if is_ended {
        ShareStatus::Ended
    } else if today > valid_until {
        ShareStatus::Expired
    } else {
        ShareStatus::Active
    }
}

/// Whether a look is one of its own, given when the last one was noted.
pub fn is_new_look(last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    last.is_none_or(|last| now.signed_duration_since(last) >= ONE_LOOK)
}

/// A card of the driver's, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownCard {
    /// Where it is.
    pub stage: Stage,
    /// Its last day.
    pub expires_on: NaiveDate,
}

/// The qualification in one sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SectorStanding {
    /// The sector.
    pub sector: Sector,
    /// Whether the driver is qualified in it today.
    pub qualified: bool,
    /// The last day of the qualification.
    pub expires_on: NaiveDate,
}

/// What the driver's card is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardStanding {
    /// The same as a roadside check says; none where there is no card.
    pub status: Option<VerificationStatus>,
}

/// Hours towards the next FCO in one sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SectorHours {
    /// The sector.
    pub sector: Sector,
    /// Hours that count.
    pub hours_done: u32,
    /// Hours that a complete FCO takes.
    pub hours_required: u32,
}

/// What is shown: what the driver did not choose is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Each sector that the driver ever had, over or not.
    pub qualification: Option<Vec<SectorStanding>>,
    /// The card.
    pub card: Option<CardStanding>,
    /// The sectors that the driver ever had, or follows sequences in.
    pub hours: Option<Vec<SectorHours>>,
}

/// What a share of these items shows on a legal date. `cards` are the driver's, oldest first.
pub fn proof(items: &[ShareItem], terms: &Terms, cards: &[KnownCard], today: NaiveDate) -> Proof {
    let shows = |item| items.contains(&item);
    Proof {
        qualification: shows(ShareItem::Qualification).then(|| qualification(terms, today)),
        card: shows(ShareItem::Card).then(|| card(cards, today)),
        hours: shows(ShareItem::Hours).then(|| hours(terms, today)),
    }
}

fn qualification(terms: &Terms, today: NaiveDate) -> Vec<SectorStanding> {
    let standing = |sector: Sector| {
        Some(SectorStanding {
            sector,
            qualified: terms.hold_on(sector, today),
            expires_on: terms.until(sector)?,
        })
    };
    Sector::ALL.iter().copied().filter_map(standing).collect()
}

/// A card that is good today speaks for the driver, whatever is being made; otherwise the newest does, so that what
/// was lost hides nothing of what is on its way, nor the other way round.
fn card(cards: &[KnownCard], today: NaiveDate) -> CardStanding {
    let worth = |card: &KnownCard| of_card(card.stage, card.expires_on, today);
    let is_good = cards.iter().any(|card| worth(card) == VerificationStatus::Valid);
    CardStanding {
        status: if is_good {
            Some(VerificationStatus::Valid)
        } else {
            cards.last().map(worth)
        },
    }
}

fn hours(terms: &Terms, today: NaiveDate) -> Vec<SectorHours> {
    let counted = |sector: Sector| SectorHours {
        sector,
        hours_done: terms.hours_done(sector, today),
        hours_required: HOURS_REQUIRED,
    };
    let is_of_use = |one: &SectorHours| one.hours_done > 0 || terms.until(one.sector).is_some();
    Sector::ALL.iter().copied().map(counted).filter(is_of_use).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;
    use crate::ids::AttestationId;
    use crate::rules::terms::Followed;
    use crate::rules::training::TrainingType;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn followed(number: u128, training_type: TrainingType, sector: Sector, (ended_on, hours): (&str, u32)) -> Followed {
        Followed {
            attestation: AttestationId(Uuid::from_u128(number)),
            training_type,
            sector,
            started_on: day(ended_on),
            ended_on: day(ended_on),
            hours,
            counts: true,
            printed: Vec::new(),
            counted_in: None,
        }
    }

    fn terms() -> Terms {
        let followed = [
            followed(1, TrainingType::Fimo, Sector::Goods, ("2026-11-20", 140)),
            followed(2, TrainingType::FcoSequence, Sector::Goods, ("2028-03-10", 7)),
        ];
        Terms::of(&followed, &[])
    }

    fn known(stage: Stage, expires_on: &str) -> KnownCard {
        KnownCard {
            stage,
            expires_on: day(expires_on),
        }
    }

    #[test]
    fn what_is_not_chosen_is_not_shown() {
        let cards = [known(Stage::Active, "2031-11-20")];
        for item in ShareItem::ALL.iter().copied() {
            let shown = proof(&[item], &terms(), &cards, day("2028-06-01"));
            assert_eq!(shown.qualification.is_some(), item == ShareItem::Qualification);
            assert_eq!(shown.card.is_some(), item == ShareItem::Card);
            assert_eq!(shown.hours.is_some(), item == ShareItem::Hours);
        }
        let nothing = proof(&[], &terms(), &cards, day("2028-06-01"));
        assert_eq!(nothing.qualification, None);
    }

    #[rstest]
    #[case::the_last_day_counts("2031-11-20", true)]
    #[case::the_day_after("2031-11-21", false)]
    fn each_sector_says_until_when(#[case] today: &str, #[case] qualified: bool) {
        let shown = proof(&[ShareItem::Qualification], &terms(), &[], day(today));
        let goods = SectorStanding {
            sector: Sector::Goods,
            qualified,
            expires_on: day("2031-11-20"),
        };
        assert_eq!(shown.qualification, Some(vec![goods]), "passengers were never had");
    }

    #[test]
    fn hours_are_those_that_count() {
        let shown = proof(&[ShareItem::Hours], &terms(), &[], day("2028-06-01"));
        let goods = SectorHours {
            sector: Sector::Goods,
            hours_done: 7,
            hours_required: 35,
        };
        assert_eq!(shown.hours, Some(vec![goods]));
    }

    #[rstest]
    #[case::none(&[], None)]
    #[case::on_its_way(&[(Stage::InTransit, "2031-11-20")], Some(VerificationStatus::NotActive))]
    #[case::in_use(&[(Stage::Active, "2031-11-20")], Some(VerificationStatus::Valid))]
    #[case::over_before_anybody_noticed(&[(Stage::Active, "2027-11-20")], Some(VerificationStatus::Expired))]
    #[case::lost(&[(Stage::Suspended, "2031-11-20")], Some(VerificationStatus::Suspended))]
    #[case::lost_and_replaced(
        &[(Stage::Revoked, "2031-11-20"), (Stage::InProduction, "2031-11-20")],
        Some(VerificationStatus::NotActive)
    )]
    #[case::renewed_in_time(
        &[(Stage::Active, "2031-11-20"), (Stage::InTransit, "2036-11-20")],
        Some(VerificationStatus::Valid)
    )]
    #[case::renewed_and_activated(
        &[(Stage::Superseded, "2031-11-20"), (Stage::Active, "2036-11-20")],
        Some(VerificationStatus::Valid)
    )]
    fn a_good_card_speaks_before_the_newest(
        #[case] cards: &[(Stage, &str)],
        #[case] expected: Option<VerificationStatus>,
    ) {
        let cards: Vec<_> = cards.iter().map(|(stage, until)| known(*stage, until)).collect();
        let shown = proof(&[ShareItem::Card], &Terms::default(), &cards, day("2028-06-01"));
        assert_eq!(shown.card, Some(CardStanding { status: expected }));
    }

    #[rstest]
    #[case("2026-11-21", Err(LastDayFault::InPast))]
    #[case("2026-11-22", Ok(()))]
    #[case("2026-12-22", Ok(()))]
    #[case("2026-12-23", Err(LastDayFault::TooLate))]
    fn thirty_days_at_the_most(#[case] last_day: &str, #[case] expected: Result<(), LastDayFault>) {
        assert_eq!(judge_last_day(day(last_day), day("2026-11-22")), expected);
    }

    #[test]
    fn a_share_is_over_once() {
        let on = |today, is_ended| status(is_ended, day("2026-12-01"), day(today));
        assert_eq!(on("2026-12-01", false), ShareStatus::Active);
        assert_eq!(on("2026-12-02", false), ShareStatus::Expired);
        assert_eq!(on("2026-12-02", true), ShareStatus::Ended);
    }

    #[test]
    fn a_page_that_is_loaded_twice_is_one_look() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        let last = Some(at("2026-11-22T09:00:00Z"));
        assert!(is_new_look(None, at("2026-11-22T09:00:00Z")));
        assert!(!is_new_look(last, at("2026-11-22T09:09:59Z")));
        assert!(is_new_look(last, at("2026-11-22T09:10:00Z")));
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for random in [
            [0; 16],
            [255; 16],
            [7, 200, 31, 4, 99, 0, 1, 2, 3, 254, 9, 8, 7, 6, 5, 4],
        ] {
            let made = code(random);
            let shown = reference::grouped(&made);
            assert_eq!(shown.len(), "7K3M9-P2QRS-TVWXY".len());
            for typed in [
                made.clone(),
                shown.clone(),
                shown.to_lowercase(),
                shown.replace('-', " "),
            ] {
                assert_eq!(parse_code(&typed), Some(made.clone()), "{typed}");
            }
        }
        assert_eq!(parse_code("7K3M9-P2QRS-TVWX"), None);
        assert_eq!(parse_code("7K3M9-P2QRS-TVWX*"), None);
    }
}
