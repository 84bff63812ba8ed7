//! What the rows of the cases' tables may require, and how each is judged.

use super::{Facts, File, SubjectCard, missing, rights};
use crate::card;
use crate::lifecycle::{self, Reason};
use crate::rules::documents::DocumentScan;
use crate::words::Word as _;

/// Days after posting from which a card that has not arrived is said not to have been delivered (assumed).
const OVERDUE_DAYS: i64 = 15;

/// What a case's rows may require.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// No other case before `shipped` stands in the way.
    NoneInTheWay,
    /// At least one sector gives the right to a card.
    EntitlementAvailable,
    /// Every step is complete and every document present.
    StepsComplete,
    /// No document has a virus in it, as far as the scanner was asked, and it has answered for each.
    DocumentsClean,
    /// The entitlement is still held.
    EntitlementHeld,
    /// The licence is in force, and has a category in force for each sector that the driver trained in (R3314-4, -13, -28).
    LicenceInForce,
    /// An agent has said until when the qualification held that an FCO renews, where nobody knew.
    PreviousExpiryAnswered,
    /// No other driver uses the licence that is to be printed.
    LicenceFree,
    /// The agent who acts is the one who took the case.
    Assignee,
    /// At least one item is named.
    ItemsNamed,
    /// Every item is addressed.
    ItemsAddressed,
    /// The decision is explained.
    ReasonGiven,
    /// The parcel has a tracking number.
    TrackingNumber,
    /// The card is in use or ended, or the time for that is over.
    CardArrivedOrEnded,
    /// The card is in use or on its way; or it is with the issuer, or destroyed, and has no successor. It is not over.
    CardReplaceable,
    /// The card is in use or on its way, and not over.
    CardInUse,
    /// The card is on its way, for longer than any letter takes.
    CardOverdue,
    /// The card is one that its driver has, or is about to have, in hand.
    CardHeld,
    /// The card that arrived is the one the case is about.
    CardMatches,
    /// The address is another one than that from which the card came back.
    AddressDiffers,
}

/// Judges one guard.
pub fn judge(guard: Guard, facts: &Facts<'_>) -> Result<(), Reason> {
    let given = &facts.given;
    let require = |holds: bool, reason: Reason| if holds { Ok(()) } else { Err(reason) };
    match guard {
        Guard::NoneInTheWay => facts.in_the_way.map_or(Ok(()), |case| Err(Reason::InTheWay(case))),
        Guard::EntitlementAvailable => require(
            facts.eligibility.iter().any(|sector| sector.available),
            Reason::NoEntitlement(facts.eligibility.to_vec()),
        ),
        Guard::StepsComplete => {
            let missing = missing(facts.file()?);
            require(missing.is_empty(), Reason::Incomplete(missing))
        }
        Guard::DocumentsClean => documents_clean(facts.file()?),
        Guard::EntitlementHeld => require(!facts.file()?.entitlements.is_empty(), Reason::EntitlementLost),
        Guard::LicenceInForce => rights::licence_in_force(facts.file()?),
        Guard::PreviousExpiryAnswered => rights::answered(facts.file()?),
        Guard::LicenceFree => require(given.licence_free, Reason::LicenceInUse),
        Guard::Assignee => {
            let assignee = facts.file()?.assignee;
            require(assignee.is_some() && assignee == given.agent, Reason::NotAssignee)
        }
        Guard::ItemsNamed => require(given.items > 0, Reason::NoItems),
        Guard::ItemsAddressed => {
            let left: Vec<_> = facts
                .file()?
                .items
                .iter()
                .filter(|item| !item.addressed())
                .map(|item| item.id)
                .collect();
            lifecycle::items_addressed(Some(&left))
        }
        Guard::ReasonGiven => lifecycle::reason_given(given.reason),
        Guard::TrackingNumber => require(
            given.tracking_number.is_some_and(|number| !number.trim().is_empty()),
            Reason::NoTrackingNumber,
        ),
        Guard::CardArrivedOrEnded => {
            let arrived = facts
                .file()?
                .produced_card
                .is_some_and(crate::card::Stage::completes_its_case);
            require(arrived || given.time_is_over, Reason::NotOver)
        }
        Guard::CardReplaceable => card_replaceable(card(facts)?),
        Guard::CardInUse => card_in_use(card(facts)?),
        Guard::CardOverdue => card_overdue(card(facts)?),
        Guard::CardHeld => {
            let card = card(facts)?;
            require(card.stage.is_held(), Reason::CardStage(card.stage))
        }
        Guard::CardMatches => require(
            given.card_number == Some(card(facts)?.number.as_str()),
            Reason::OtherCard,
        ),
        Guard::AddressDiffers => {
            let sent_to = &card(facts)?.sent_to;
            require(
                given.address.is_some_and(|address| address != sent_to),
                Reason::SameAddress,
            )
        }
    }
}

/// A document in which a virus was found is missing: the driver sends another.
fn documents_clean(file: &File) -> Result<(), Reason> {
    let infected: Vec<_> = file
        .documents_found(DocumentScan::Infected)
        .map(|document| document.name().to_owned())
        .collect();
    if !infected.is_empty() {
        return Err(Reason::Incomplete(infected));
    }
    let scanned: Vec<_> = file.documents_found(DocumentScan::Scanning).collect();
    if scanned.is_empty() {
        Ok(())
    } else {
        Err(Reason::BeingScanned(scanned))
    }
}

/// The card the case is about; a case about none has no such guard.
fn card<'a>(facts: &Facts<'a>) -> Result<&'a SubjectCard, Reason> {
    facts.card.ok_or(Reason::WrongStage)
}

fn card_in_use(card: &SubjectCard) -> Result<(), Reason> {
    match card.stage {
        _ if card.is_over => Err(Reason::CardStage(card::Stage::Expired)),
        card::Stage::Active | card::Stage::InTransit => Ok(()),
        stage => Err(Reason::CardStage(stage)),
    }
}

fn card_overdue(card: &SubjectCard) -> Result<(), Reason> {
    match (card.stage, card.days_in_post) {
        (card::Stage::InTransit, Some(days)) if days >= OVERDUE_DAYS => card_in_use(card),
        (card::Stage::InTransit, _) => Err(Reason::StillExpected),
        (stage, _) => Err(Reason::CardStage(stage)),
    }
}

fn card_replaceable(card: &SubjectCard) -> Result<(), Reason> {
    match card.stage {
        card::Stage::Returned | card::Stage::Destroyed if card.has_successor => Err(Reason::CardReplaced),
        card::Stage::Returned | card::Stage::Destroyed if !card.is_over => Ok(()),
        _ => card_in_use(card),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::card::Stage;
    use crate::case::{Kind, StepName, UploadedDocument};
    use crate::people::Address;
    use crate::rules::documents::DocumentScan::{Clean, Infected, Scanning};
    use crate::rules::documents::DocumentType::{self, Photo, TheftDeclaration};

    #[rstest]
    #[case::today(Stage::InTransit, Some(0), Err(Reason::StillExpected))]
    #[case::two_weeks(Stage::InTransit, Some(14), Err(Reason::StillExpected))]
    #[case::long_enough(Stage::InTransit, Some(15), Ok(()))]
    #[case::long_since(Stage::InTransit, Some(400), Ok(()))]
    #[case::never_posted(Stage::InTransit, None, Err(Reason::StillExpected))]
    #[case::arrived(Stage::Active, Some(30), Err(Reason::CardStage(Stage::Active)))]
    #[case::came_back(Stage::Undelivered, Some(30), Err(Reason::CardStage(Stage::Undelivered)))]
    #[case::made(Stage::InProduction, None, Err(Reason::CardStage(Stage::InProduction)))]
    fn a_card_has_not_arrived_after_fifteen_days(
        #[case] stage: Stage,
        #[case] days_in_post: Option<i64>,
        #[case] expected: Result<(), Reason>,
    ) {
        let card = SubjectCard {
            stage,
            number: "FR260000042K".to_owned(),
            issued_on: chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date"),
            sent_to: Address {
                line1: "12 rue de la République".to_owned(),
                line2: None,
                postal_code: "69001".to_owned(),
                city: "Lyon".to_owned(),
                country: "FR".to_owned(),
            },
            days_in_post,
            is_over: false,
            has_successor: false,
        };
        assert_eq!(card_overdue(&card), expected);
    }

    fn with_documents(documents: &[(DocumentType, Option<DocumentScan>)]) -> File {
        let uploaded = |(document_type, scan): &(DocumentType, Option<DocumentScan>)| UploadedDocument {
            document_type: *document_type,
            scan: *scan,
        };
        File {
            kind: Kind::Theft,
            holder: None,
            delivery_address: None,
            billing_address: None,
            declaration: None,
            documents: documents.iter().map(uploaded).collect(),
            items: Vec::new(),
            entitlements: Vec::new(),
            assignee: None,
            card: None,
            produced_card: None,
            today: chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date"),
        }
    }

    fn incomplete(missing: &[&str]) -> Result<(), Reason> {
        Err(Reason::Incomplete(names(missing)))
    }

    #[rstest]
    #[case::nothing_there(&[], Ok(()))]
    #[case::before_there_was_a_scanner(&[(TheftDeclaration, None)], Ok(()))]
    #[case::clean(&[(TheftDeclaration, Some(Clean))], Ok(()))]
    #[case::scanning(&[(Photo, Some(Clean)), (TheftDeclaration, Some(Scanning))], Err(Reason::BeingScanned(vec![TheftDeclaration])))]
    #[case::infected(&[(TheftDeclaration, Some(Infected))], incomplete(&["theft_declaration"]))]
    // What its driver has to do comes before what will be by itself.
    #[case::both(&[(Photo, Some(Scanning)), (TheftDeclaration, Some(Infected))], incomplete(&["theft_declaration"]))]
    fn documents_are_clean_once_the_scanner_has_said_so(
        #[case] documents: &[(DocumentType, Option<DocumentScan>)],
        #[case] expected: Result<(), Reason>,
    ) {
        assert_eq!(documents_clean(&with_documents(documents)), expected);
    }

    #[rstest]
    #[case(None, true, &[], &[])]
    #[case(Some(Clean), true, &[], &[])]
    #[case(Some(Scanning), false, &[], &["theft_declaration"])]
    #[case(Some(Infected), false, &["theft_declaration"], &[])]
    fn a_step_is_complete_once_its_documents_are_clean(
        #[case] scan: Option<DocumentScan>,
        #[case] complete: bool,
        #[case] missing: &[&str],
        #[case] scanning: &[&str],
    ) {
        let steps = crate::case::steps(&with_documents(&[(TheftDeclaration, scan)]));
        let step = steps
            .iter()
            .find(|step| step.name == StepName::Documents)
            .expect("a step");
        assert_eq!(
            (step.complete, &step.missing[..], &step.scanning[..]),
            (complete, &names(missing)[..], &names(scanning)[..])
        );
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }
}
