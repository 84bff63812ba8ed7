//! The rows of one driver: account, training, right to a card, cases, card.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, TimeDelta, Utc};
use domain::account;
use domain::actor::Role;
use domain::attestation;
use domain::card;
use domain::case::{Action, ItemTarget, Kind, Stage};
use domain::entitlement;
use domain::ids::{AccountId, AttestationId, CardId, CaseId, DocumentId};
use domain::lifecycle::Subject;
use domain::people::BirthDatePrecision;
use domain::production_order::{self, OrderType};
use domain::rules::consents::Consent;
use domain::rules::documents::{DocumentType, NEEDED_FOR_CQC, PictureForm};
use domain::rules::expiry::{self, SectorExpiry};
use domain::rules::folding::fold;
use domain::rules::matching::MismatchReason;
use domain::rules::reference;
use domain::rules::training::TrainingType;
use domain::sector::Sector;
use domain::time::{legal_date, months_after};
use domain::timer::{self, TimerAction};
use domain::words::Word as _;
use persistence::accounts::{AccountRecord, ConsentRecord, ProfileRecord};
use persistence::attestations::AttestationRecord;
use persistence::audit::AuditEvent;
use persistence::cards::CardRecord;
use persistence::cases::CaseItem;
use persistence::certificates::CertificateRecord;
use persistence::dialect::{AnyId, At, Stored};
use persistence::documents::{DocumentRecord, FormRecord};
use persistence::entitlements::EntitlementRecord;
use persistence::production_orders::OrderRecord;
use persistence::timers::Timer;

use super::chance::{Ids, bits};
use super::house::House;
use super::people::Driver;
use super::rows::{CaseRow, Rows, Step};
use super::stories::{Story, way_to};
use super::{Acting, MANY};

/// Between two steps of a case.
const STEP: TimeDelta = TimeDelta::hours(3);
/// Days after which nobody's draft is kept.
const DRAFT_DAYS: u32 = 90;
/// What agents write.
const REASON: &str = "La photo ne permet pas de vous reconnaître.";

/// A driver whose rows are being made.
struct Telling<'a> {
    rows: &'a mut Rows,
    house: &'a House,
    ids: Ids,
    driver: Driver,
    /// When they came.
    at: DateTime<Utc>,
    account: AccountId,
}

/// A case that is being made.
#[derive(Debug, Clone, Copy)]
struct New {
    kind: Kind,
    stage: Stage,
    /// When it was opened.
    at: DateTime<Utc>,
    /// The how many-th of its driver.
    nth: u32,
    subject: Option<CardId>,
}

impl Rows {
    /// Adds the rows of a driver who came at an instant, and what became of them.
    pub(super) fn tell(&mut self, house: &House, number: u32, story: Story, at: DateTime<Utc>) -> Acting {
        let mut ids = Ids::of(number);
        let account = ids.next(at);
        let mut telling = Telling {
            rows: self,
            house,
            ids,
            driver: Driver { number },
            at,
            account,
        };
        telling.register(story);
        let draft = telling.go_on(story);
        Acting {
            driver: Driver { number },
            draft,
        }
    }
}

impl Telling<'_> {
    /// Everything but the account; the draft, if there is one.
    fn go_on(&mut self, story: Story) -> Option<CaseId> {
        if matches!(story, Story::Unreviewed | Story::Nothing) {
            return None;
        }
        let attestation = self.train(story);
        if story == Story::Mismatched {
            return None;
        }
        self.certify(attestation);
        let Some(stage) = story.stage() else {
            self.earn(attestation, entitlement::Stage::Available, None);
            return None;
        };
        if story == Story::Many {
            for nth in 1..MANY {
                let at = self.at - TimeDelta::days(i64::from(MANY - nth));
                let stage = if nth % 2 == 0 {
                    Stage::Rejected
                } else {
                    Stage::Cancelled
                };
                self.open(New {
                    kind: Kind::Cqc,
                    stage,
                    at,
                    nth,
                    subject: None,
                });
            }
        }
        let (case, card) = self.open(New {
            kind: Kind::Cqc,
            stage,
            at: self.at,
            nth: 0,
            subject: None,
        });
        let (right, holds) = right_after(stage);
        self.earn(attestation, right, holds.then_some(case));
        if story == Story::Lost {
            let at = self.at + TimeDelta::days(30);
            self.open(New {
                kind: Kind::Loss,
                stage: Stage::Cancelled,
                at,
                nth: 1,
                subject: card,
            });
        }
        (stage == Stage::Draft).then_some(case)
    }

    fn register(&mut self, story: Story) {
        let (at, profile) = (At(self.at), self.driver.profile());
        let stage = match story {
            Story::Unreviewed => account::Stage::PendingReview,
            _ => account::Stage::Active,
        };
        self.rows.accounts.push(AccountRecord {
            id: self.account,
            version: 3,
            stage,
            email: Some(profile.email.clone()),
            licence_country: Some(profile.holder.licence.country.clone()),
            licence_number: Some(profile.holder.licence.number.clone()),
            password_hash: (stage == account::Stage::Active).then(|| self.house.password_hash.clone()),
            decision_reason: None,
            created_at: at,
            updated_at: at,
            licence_neph: None,
        });
        self.rows.profiles.push(ProfileRecord::of(self.account, &profile));
        let consents = Consent::ALL.iter().map(|consent| ConsentRecord {
            account_id: self.account,
            consent: *consent,
            document_version: consent.document_version().to_owned(),
            given_at: at,
        });
        self.rows.consents.extend(consents);
    }

    /// A FIMO that ended ten days before.
    fn train(&mut self, story: Story) -> AttestationId {
        let is_matched = story != Story::Mismatched;
        let whose = if is_matched {
            self.driver.number
        } else {
            !self.driver.number
        };
        let surname = Driver { number: whose }.surname();
        let (id, holder, ended_on) = (self.ids.next(self.at), self.driver.holder(), self.ended_on());
        let number = u64::from(self.driver.number);
        self.rows.attestations.push(AttestationRecord {
            id,
            version: 2,
            stage: if is_matched {
                attestation::Stage::Matched
            } else {
                attestation::Stage::Mismatch
            },
            centre_id: self.house.centre,
            external_reference: format!("CROWD-{number}"),
            content_hash: digest(number),
            training_type: TrainingType::Fimo,
            sector: Sector::Goods,
            hours: 140,
            started_on: ended_on - Days::new(27),
            ended_on,
            delivered_on: ended_on,
            place: self.driver.address().city,
            surname_folded: fold(&surname),
            surname: surname.to_uppercase(),
            first_names: holder.identity.first_names,
            birth_date: self.driver.birth_date(),
            licence_country: holder.licence.country,
            licence_number: holder.licence.number,
            account_id: is_matched.then_some(self.account),
            candidate_id: (!is_matched).then_some(self.account),
            counted_in: None,
            mismatch: (!is_matched).then_some(MismatchReason::SurnameDiffers),
            decision_reason: None,
            created_at: At(self.at),
            updated_at: At(self.at),
            birth_date_precision: BirthDatePrecision::Day,
            usage_name: None,
            neph: None,
            previous_expires_on: None,
            overlap_decision: None,
            awaits_agent: false,
        });
        id
    }

    fn certify(&mut self, attestation: AttestationId) {
        let (identity, issued_on) = (self.driver.holder().identity, legal_date(self.at));
        self.rows.certificates.push(CertificateRecord {
            id: self.ids.next(self.at),
            version: 1,
            account_id: self.account,
            attestation_id: attestation,
            code: self.code(1),
            sector: Sector::Goods,
            training_type: TrainingType::Fimo,
            training_ended_on: self.ended_on(),
            centre_name: "Centre de la Foule".to_owned(),
            surname: identity.surname,
            first_names: identity.first_names,
            birth_date: self.driver.birth_date(),
            valid_from: issued_on,
            valid_until: months_after(issued_on, 4),
            issued_at: At(self.at),
            revoked_at: None,
            revocation_reason: None,
            birth_date_precision: BirthDatePrecision::Day,
            sectors: Some(Stored(vec![Sector::Goods])),
        });
    }

    fn earn(&mut self, attestation: AttestationId, stage: entitlement::Stage, case: Option<CaseId>) {
        self.rows.entitlements.push(EntitlementRecord {
            id: self.ids.next(self.at),
            version: 1,
            stage,
            account_id: self.account,
            attestation_id: attestation,
            case_id: case,
            sector: Sector::Goods,
            training_ended_on: self.ended_on(),
            expires_on: self.expires_on(),
            created_at: At(self.at),
            updated_at: At(self.at),
        });
    }

    /// A case and all that belongs to it; its id, and the card it made.
    fn open(&mut self, new: New) -> (CaseId, Option<CardId>) {
        let (id, way) = (self.ids.next(new.at), way_to(new.stage));
        let when = |action| {
            way.iter()
                .position(|(done, _)| *done == action)
                .map(|step| At(moment(new.at, step)))
        };
        let card = when(Action::Approve).map(|ordered| self.order(id, new, ordered.0));
        let updated_at = At(moment(new.at, way.len() - 1));
        let asked_at = when(Action::RequestInformation);
        let answer_before = asked_at.map(|asked| At(asked.0 + TimeDelta::days(60)));
        let is_erased = matches!(new.stage, Stage::Cancelled | Stage::Expired);
        self.rows.cases.push(CaseRow {
            id,
            version: i32::try_from(way.len()).unwrap_or(i32::MAX),
            account_id: self.account,
            kind: new.kind,
            stage: new.stage,
            reference: self.reference(new),
            subject_card_id: new.subject,
            produced_card_id: card,
            holder: (!is_erased).then(|| Stored(self.driver.holder())),
            delivery_address: (!is_erased).then(|| Stored(self.driver.address())),
            sectors: (new.subject.is_some() || when(Action::Submit).is_some()).then(|| Stored(vec![Sector::Goods])),
            assignee_id: when(Action::Take).map(|_| self.house.agent),
            answer_before,
            requested_at: asked_at,
            decision_reason: (new.stage == Stage::Rejected).then(|| REASON.to_owned()),
            tracking_number: when(Action::Ship).map(|_| tracking_number(self.driver)),
            submitted_at: when(Action::Submit),
            decided_at: when(Action::Approve).or(when(Action::Reject)),
            shipped_at: when(Action::Ship),
            created_at: At(new.at),
            updated_at,
        });
        self.walk(id, new);
        self.attend(id, new);
        (id, card)
    }

    /// What waits in a case: the documents of a draft and when it lapses, or what its driver is asked.
    fn attend(&mut self, case: CaseId, new: New) {
        match new.stage {
            Stage::Draft => {
                let documents = NEEDED_FOR_CQC.iter();
                documents.for_each(|document_type| self.upload(case, *document_type));
                self.remind(
                    case,
                    TimerAction::AnnounceLapse,
                    timer::announcement_due(new.at, DRAFT_DAYS),
                );
                self.remind(case, TimerAction::Lapse, timer::lapse_due(new.at, DRAFT_DAYS));
            }
            Stage::InformationRequested => self.rows.case_items.push(CaseItem {
                id: self.ids.next(new.at),
                case_id: Some(case),
                account_id: None,
                target: ItemTarget::Document(DocumentType::Photo),
                reason: REASON.to_owned(),
                changed: false,
                comment: None,
                created_at: At(new.at),
                settled_at: None,
            }),
            _ => {}
        }
    }

    fn remind(&mut self, case: CaseId, action: TimerAction, due_at: DateTime<Utc>) {
        self.rows.timers.push(Timer {
            subject: Subject::Case,
            subject_id: AnyId::of(case),
            action,
            due_at: At(due_at),
        });
    }

    /// A row without a file: whoever asks for its bytes does not find them.
    fn upload(&mut self, case: CaseId, document_type: DocumentType) {
        let id = self.ids.next::<DocumentId>(self.at);
        let sha256 = digest(u64::from(self.driver.number));
        self.rows.documents.push(DocumentRecord {
            id,
            account_id: self.account,
            case_id: Some(case),
            card_id: None,
            document_type,
            media_type: "image/png".to_owned(),
            file_name: Some(format!("{document_type}.png")),
            size: 120_000,
            sha256: sha256.clone(),
            width: Some(800),
            height: Some(1_000),
            created_at: At(self.at),
            scan: None,
        });
        let forms: &[PictureForm] = match document_type {
            DocumentType::Photo => &[PictureForm::Print, PictureForm::Face],
            DocumentType::Signature => &[PictureForm::Print],
            _ => &[],
        };
        for form in forms {
            self.rows.document_forms.push(FormRecord {
                id: self.ids.next(self.at),
                document_id: id,
                form: *form,
                media_type: "image/png".to_owned(),
                size: 60_000,
                sha256: sha256.clone(),
                width: 400,
                height: 500,
            });
        }
    }

    /// The card of a case that was approved, and the order to make it.
    fn order(&mut self, case: CaseId, new: New, at: DateTime<Utc>) -> CardId {
        let (id, number, issued_on) = (self.ids.next(at), self.driver.number, legal_date(at));
        let (stage, order) = match new.stage {
            Stage::InProduction => (card::Stage::InProduction, production_order::Stage::Queued),
            Stage::Shipped => (card::Stage::InTransit, production_order::Stage::Shipped),
            _ => (card::Stage::Active, production_order::Stage::Shipped),
        };
        let is_posted = order == production_order::Stage::Shipped;
        let tracking_number = is_posted.then(|| tracking_number(self.driver));
        self.rows.cards.push(CardRecord {
            id,
            version: 1,
            stage,
            stage_before: None,
            account_id: self.account,
            number: reference::card_number(issued_on.year(), u64::from(number).to_be_bytes()),
            code: self.code(2),
            holder: Stored(self.driver.holder()),
            sectors: Stored(vec![SectorExpiry {
                sector: Sector::Goods,
                expires_on: self.expires_on(),
            }]),
            issuer: "Centre des cartes".to_owned(),
            issued_on,
            expires_on: self.expires_on(),
            delivery_address: Stored(self.driver.address()),
            photo_id: None,
            signature_id: None,
            tracking_number: tracking_number.clone(),
            revocation_reason: None,
            revocation_note: None,
            activated_at: (stage == card::Stage::Active).then_some(At(at + STEP * 2)),
            created_at: At(at),
            updated_at: At(at),
            lineage_id: None,
        });
        self.rows.production_orders.push(OrderRecord {
            id: self.ids.next(at),
            version: 1,
            stage: order,
            order_type: OrderType::Produce,
            account_id: self.account,
            card_id: id,
            case_id: case,
            delivery_address: Stored(self.driver.address()),
            failure_reason: None,
            tracking_number,
            shipped_at: is_posted.then_some(At(at + STEP)),
            created_at: At(at),
            updated_at: At(at),
        });
        id
    }

    /// The way of a case, as its history and the audit trail tell it.
    fn walk(&mut self, case: CaseId, new: New) {
        let mut from = None;
        for (step, (action, to)) in way_to(new.stage).iter().enumerate() {
            let at = moment(new.at, step);
            let (actor_role, actor_id) = self.actor(*action);
            self.rows.transitions.push(Step {
                id: self.ids.next(at),
                subject: Subject::Case,
                subject_id: AnyId::of(case),
                action: action.name(),
                from_stage: from,
                to_stage: to.name(),
                actor_role,
                actor_id: actor_id.clone(),
                reason: (*action == Action::Reject).then_some(REASON),
                at: At(at),
            });
            self.rows.audit_events.push(AuditEvent {
                id: self.ids.next(at),
                at: At(at),
                actor_role,
                actor_id,
                action: action.name().to_owned(),
                subject: Subject::Case.name().to_owned(),
                subject_id: Some(AnyId::of(case)),
                request_id: None,
                details: None,
                client_address: None,
            });
            from = Some(to.name());
        }
    }

    fn actor(&self, action: Action) -> (Role, Option<String>) {
        match action {
            Action::Open | Action::Submit | Action::Cancel => (Role::Driver, Some(self.account.to_string())),
            Action::Ship => (Role::Production, Some("card-factory".to_owned())),
            Action::Finish | Action::Lapse => (Role::System, None),
            _ => (Role::Agent, Some(self.house.agent.to_string())),
        }
    }

    fn ended_on(&self) -> NaiveDate {
        legal_date(self.at) - Days::new(10)
    }

    fn expires_on(&self) -> NaiveDate {
        expiry::expires_on(TrainingType::Fimo, self.ended_on(), None)
    }

    /// A code of the driver's, for one purpose.
    fn code(&self, purpose: u64) -> String {
        let seed = u64::from(self.driver.number) << 8 | purpose;
        let random = u128::from(bits(seed)) << 64 | u128::from(bits(!seed));
        reference::verification_code(random.to_be_bytes())
    }

    /// A reference that no other case has.
    fn reference(&self, new: New) -> String {
        let serial = u64::from(self.driver.number) * u64::from(MANY) + u64::from(new.nth);
        reference::case_reference(legal_date(new.at).year(), serial.to_be_bytes())
    }
}

/// What a right to a card is once its case is at a stage, and whether the case has it.
const fn right_after(stage: Stage) -> (entitlement::Stage, bool) {
    match stage {
        Stage::Cancelled | Stage::Rejected | Stage::Expired => (entitlement::Stage::Available, false),
        Stage::InProduction | Stage::Shipped | Stage::Completed => (entitlement::Stage::Used, true),
        _ => (entitlement::Stage::Reserved, true),
    }
}

/// When a step of a case was taken.
fn moment(opened: DateTime<Utc>, step: usize) -> DateTime<Utc> {
    opened + STEP * i32::try_from(step).unwrap_or_default()
}

fn tracking_number(driver: Driver) -> String {
    format!("6A{:011}", driver.number)
}

/// Bytes as of a digest.
fn digest(number: u64) -> Vec<u8> {
    (0..4)
        .flat_map(|part| bits(number ^ part << 60).to_be_bytes())
        .collect()
}
