use rstest::rstest;

use super::*;
use crate::case::File;
use crate::ids::ItemId;
use crate::people::{Identity, Licence};
use crate::sector::LicenceCategory;

fn camille() -> Holder {
    Holder {
        identity: Identity {
            surname: "Martin".into(),
            usage_name: None,
            first_names: "Camille".into(),
            birth_date: "1988-04-17".parse().expect("a date"),
            birth_place: "Lyon".into(),
            birth_country: "FR".into(),
        },
        licence: Licence {
            country: "FR".into(),
            number: "13AA00002".into(),
            neph: None,
            categories: vec![LicenceCategory::C],
            issued_on: None,
            expires_on: None,
            category_expiries: Vec::new(),
        },
    }
}

fn file(items: &[&str]) -> File {
    let item = |target: &&str| Item {
        id: ItemId(uuid::Uuid::nil()),
        target: target.parse().expect("a target"),
        reason: "Illisible".into(),
        changed: false,
        comment: None,
    };
    File {
        kind: Kind::Cqc,
        holder: Some(camille()),
        delivery_address: None,
        billing_address: None,
        declaration: None,
        documents: Vec::new(),
        items: items.iter().map(item).collect(),
        entitlements: Vec::new(),
        assignee: None,
        card: None,
        produced_card: None,
        today: "2026-11-22".parse().expect("a date"),
    }
}

const PHOTO: Part = Part::Document(DocumentType::Photo);
const THEFT: Part = Part::Document(DocumentType::TheftDeclaration);

#[rstest]
#[case::draft_holder(Stage::Draft, &[], Part::Holder, None)]
#[case::draft_address(Stage::Draft, &[], Part::DeliveryAddress, None)]
#[case::draft_photo(Stage::Draft, &[], PHOTO, None)]
#[case::draft_of_another_kind(Stage::Draft, &[], THEFT, Some(Reason::NotAskedFor))]
#[case::sent(Stage::Submitted, &[], PHOTO, Some(Reason::WrongStage))]
#[case::in_review(Stage::InReview, &["document:photo"], PHOTO, Some(Reason::WrongStage))]
#[case::named_photo(Stage::InformationRequested, &["document:photo"], PHOTO, None)]
#[case::named_though_not_asked_for(Stage::InformationRequested, &["document:theft_declaration"], THEFT, None)]
#[case::other_document(Stage::InformationRequested, &["document:signature"], PHOTO, Some(Reason::NotAskedFor))]
#[case::named_field(Stage::InformationRequested, &["field:surname"], Part::Holder, None)]
#[case::named_address(Stage::InformationRequested, &["field:delivery_address"], Part::DeliveryAddress, None)]
#[case::address_is_not_the_holder(Stage::InformationRequested, &["field:delivery_address"], Part::Holder, Some(Reason::NotAskedFor))]
#[case::question(Stage::InformationRequested, &["question"], PHOTO, Some(Reason::NotAskedFor))]
#[case::over(Stage::Cancelled, &[], Part::Holder, Some(Reason::WrongStage))]
fn parts_are_written_when_they_are_asked_for(
    #[case] stage: Stage,
    #[case] items: &[&str],
    #[case] part: Part,
    #[case] refused: Option<Reason>,
) {
    let answer = may_write(&file(items), stage, part);
    assert_eq!(answer.err().map(|refusal| refusal.reason), refused);
}

#[test]
fn only_a_draft_loses_documents() {
    for &stage in Stage::ALL {
        assert_eq!(
            may_remove_document(Kind::Cqc, stage).is_ok(),
            stage == Stage::Draft,
            "{stage}"
        );
    }
}

#[test]
fn a_correction_changes_what_its_items_name_and_nothing_else() {
    let mut corrected = camille();
    corrected.identity.surname = "Martín".into();
    let asked = file(&["field:surname"]);
    assert_eq!(unasked_changes(&asked, Stage::InformationRequested, &corrected), []);
    corrected.licence.categories.push(LicenceCategory::D);
    assert_eq!(
        unasked_changes(&asked, Stage::InformationRequested, &corrected),
        [Fault::new("licence", FaultCode::NotAskedFor)]
    );
    assert_eq!(unasked_changes(&asked, Stage::Draft, &corrected), []);
}

#[test]
fn what_comes_back_in_plain_signs_has_not_changed() {
    let mut kept = camille();
    kept.identity.surname = "d’Arc".into();
    let mut back = camille();
    back.identity.surname = "d'Arc".into();
    assert_eq!(changed_fields(Some(&kept), &back), []);
    back.identity.usage_name = Some("Leroy".into());
    assert_eq!(changed_fields(Some(&kept), &back), [Field::Surname]);
}
