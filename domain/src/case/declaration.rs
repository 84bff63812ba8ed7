//! What a driver declares about a card: that it is lost, stolen or faulty. And what the back office corrects on one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::people::{BirthDate, Holder};
use crate::rules::defects::{self, Defect};
use crate::rules::expiry::{self, SectorExpiry};
use crate::rules::fault::{Fault, FaultCode, faults};
use crate::rules::person;
use crate::rules::text::tidy;

/// Characters that circumstances, or a comment on a defect, may have (assumed).
pub const LONGEST_TEXT: usize = 1_000;

/// A lost or stolen card (guide: «je déclare la perte de ma carte et m'engage à la restituer»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MissingCard {
    /// The day on which it was lost or stolen, as far as its driver knows.
    pub lost_on: NaiveDate,
    /// How the card was lost or stolen, in the driver's words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub circumstances: Option<String>,
    /// The driver will give the card back should it be found.
    pub return_commitment: bool,
}

/// A defect, and the driver's words about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeclaredDefect {
    /// What is wrong with the card: the part of it that is not as it should be.
    pub field: Defect,
    /// What is wrong with it; `other` needs it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub comment: Option<String>,
}

/// A faulty card (guide: «je peux déclarer X éléments en défauts»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FaultyCard {
    /// What is wrong with the card, one defect after the other.
    pub defects: Vec<DeclaredDefect>,
    /// The driver will send the card back.
    pub return_commitment: bool,
}

/// What a driver declares: which of the two follows from the kind of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Declaration {
    /// A lost or stolen card.
    Missing(MissingCard),
    /// A faulty card.
    Faulty(FaultyCard),
}

/// The form of a declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclarationForm {
    /// Of a lost or stolen card.
    Missing,
    /// Of a faulty card.
    Faulty,
}

impl DeclarationForm {
    /// The form that cases of a kind take; none where nothing is declared.
    pub const fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Loss | Kind::Theft => Some(Self::Missing),
            Kind::Quality => Some(Self::Faulty),
            Kind::Cqc | Kind::Undelivered | Kind::NonDelivery => None,
        }
    }
}

impl Declaration {
    /// Reads what a case of this kind keeps; nothing where its kind declares nothing.
    pub fn read(kind: Kind, kept: serde_json::Value) -> serde_json::Result<Option<Self>> {
        match DeclarationForm::of(kind) {
            Some(DeclarationForm::Missing) => serde_json::from_value(kept).map(Self::Missing).map(Some),
            Some(DeclarationForm::Faulty) => serde_json::from_value(kept).map(Self::Faulty).map(Some),
            None => Ok(None),
        }
    }

    /// Its form.
    pub const fn form(&self) -> DeclarationForm {
        match self {
            Self::Missing(_) => DeclarationForm::Missing,
            Self::Faulty(_) => DeclarationForm::Faulty,
        }
    }

    /// Whether cases of a kind take such a declaration.
    pub fn suits(&self, kind: Kind) -> bool {
        DeclarationForm::of(kind) == Some(self.form())
    }

    /// Its faults, about a card issued on `issued_on`.
    pub fn faults(&self, issued_on: NaiveDate, today: NaiveDate) -> Vec<Fault> {
        match self {
            Self::Missing(missing) => missing.faults(issued_on, today),
            Self::Faulty(faulty) => faulty.faults(),
        }
    }

    /// The declaration as it is kept: texts tidied, empty ones left out.
    #[must_use]
    pub fn tidied(self) -> Self {
        let kept = |text: Option<String>| text.map(|text| tidy(&text)).filter(|text| !text.is_empty());
        match self {
            Self::Missing(missing) => Self::Missing(MissingCard {
                circumstances: kept(missing.circumstances),
                ..missing
            }),
            Self::Faulty(faulty) => Self::Faulty(FaultyCard {
                defects: faulty
                    .defects
                    .into_iter()
                    .map(|defect| DeclaredDefect {
                        comment: kept(defect.comment),
                        ..defect
                    })
                    .collect(),
                ..faulty
            }),
        }
    }
}

impl MissingCard {
    fn faults(&self, issued_on: NaiveDate, today: NaiveDate) -> Vec<Fault> {
        let lost_on = match self.lost_on {
            day if day > today => Some(FaultCode::InFuture),
            day => (day < issued_on).then_some(FaultCode::BeforeCard),
        };
        faults([
            ("lost_on", lost_on),
            ("circumstances", self.circumstances.as_deref().and_then(too_long)),
            ("return_commitment", not_made(self.return_commitment)),
        ])
    }
}

impl FaultyCard {
    fn faults(&self) -> Vec<Fault> {
        let declared: Vec<_> = self
            .defects
            .iter()
            .map(|defect| (defect.field, defect.comment.as_deref()))
            .collect();
        let mut found = defects::check(&declared);
        for (index, (_, comment)) in declared.iter().enumerate() {
            if let Some(code) = comment.and_then(too_long) {
                found.push(Fault::new("comment", code).within(&format!("defects/{index}")));
            }
        }
        found.extend(faults([("return_commitment", not_made(self.return_commitment))]));
        found
    }
}

fn too_long(text: &str) -> Option<FaultCode> {
    (text.chars().take(LONGEST_TEXT + 1).count() > LONGEST_TEXT).then_some(FaultCode::TooLong)
}

fn not_made(commitment: bool) -> Option<FaultCode> {
    (!commitment).then_some(FaultCode::NotAccepted)
}

/// What the issuer got wrong on a card, as it should be. What is left out stays as it is on the card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Corrections {
    /// Surname, as it should be on the card.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub surname: Option<String>,
    /// First names, as they should be on the card.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub first_names: Option<String>,
    /// Date of birth, as it should be on the card: `YYYY-MM-DD`, with `00` for a month or day that is not known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub birth_date: Option<BirthDate>,
    /// Town of birth, as it should be on the card.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub birth_place: Option<String>,
    /// Number of the driving licence, as it should be on the card.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub licence_number: Option<String>,
    /// All sectors of the card, each with its last day.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sectors: Option<Vec<SectorExpiry>>,
}

impl Corrections {
    /// The card's holder as they should have been printed.
    #[must_use]
    pub fn holder(&self, printed: &Holder) -> Holder {
        let mut holder = printed.clone();
        let put = |field: &mut String, corrected: &Option<String>| {
            if let Some(corrected) = corrected {
                field.clone_from(corrected);
            }
        };
        put(&mut holder.identity.surname, &self.surname);
        put(&mut holder.identity.first_names, &self.first_names);
        put(&mut holder.identity.birth_place, &self.birth_place);
        put(&mut holder.licence.number, &self.licence_number);
        holder.identity.birth_date = self.birth_date.unwrap_or(holder.identity.birth_date);
        person::tidy_holder(holder)
    }

    /// The card's sectors as they should have been printed.
    #[must_use]
    pub fn sectors(&self, printed: &[SectorExpiry]) -> Vec<SectorExpiry> {
        self.sectors.clone().unwrap_or_else(|| printed.to_vec())
    }

    /// Only what differs from the card as it was printed, for whoever sends all of it again.
    #[must_use]
    pub fn beyond(self, printed: &Holder, sectors: &[SectorExpiry]) -> Self {
        let (person, licence) = (&printed.identity, &printed.licence);
        let are_printed = |corrected: &Vec<SectorExpiry>| {
            corrected.len() == sectors.len() && corrected.iter().all(|one| sectors.contains(one))
        };
        Self {
            surname: self.surname.filter(|surname| *surname != person.surname),
            first_names: self.first_names.filter(|names| *names != person.first_names),
            birth_date: self.birth_date.filter(|day| *day != person.birth_date),
            birth_place: self.birth_place.filter(|place| *place != person.birth_place),
            licence_number: self.licence_number.filter(|number| *number != licence.number),
            sectors: self.sectors.filter(|corrected| !are_printed(corrected)),
        }
    }

    /// Their faults, on a card with this holder.
    pub fn faults(&self, printed: &Holder, today: NaiveDate) -> Vec<Fault> {
        let corrected = self.holder(printed);
        let mut found = person::identity(&corrected.identity, today);
        if self.licence_number.is_some() {
            let of_licence = person::licence_number_of(&corrected.licence.country, &corrected.licence.number);
            found.extend(
                of_licence
                    .into_iter()
                    .map(|fault| Fault::of("licence_number", fault.wrong())),
            );
        }
        found.retain(|fault| self.names(&fault.field));
        found.extend(self.sector_faults(&corrected, today));
        found
    }

    /// What stands on the card already is not this correction's fault.
    fn names(&self, field: &str) -> bool {
        match field {
            "surname" => self.surname.is_some(),
            "first_names" => self.first_names.is_some(),
            "birth_date" => self.birth_date.is_some(),
            "birth_place" => self.birth_place.is_some(),
            "licence_number" => self.licence_number.is_some(),
            _ => false,
        }
    }

    fn sector_faults(&self, holder: &Holder, today: NaiveDate) -> Vec<Fault> {
        let Some(sectors) = &self.sectors else {
            return Vec::new();
        };
        if sectors.is_empty() {
            return vec![Fault::new("sectors", FaultCode::Missing)];
        }
        let mut found = Vec::new();
        for (index, one) in sectors.iter().enumerate() {
            let place = format!("sectors/{index}");
            if sectors[..index].iter().any(|earlier| earlier.sector == one.sector) {
                found.push(Fault::new("sector", FaultCode::Repeated).within(&place));
            }
            if !one.sector.fits(&holder.licence.categories) {
                found.push(Fault::new("sector", FaultCode::NoCategory).within(&place));
            }
            if one.expires_on < today {
                found.push(Fault::new("expires_on", FaultCode::InPast).within(&place));
            } else if one.expires_on > expiry::latest(today) {
                found.push(Fault::new("expires_on", FaultCode::TooLate).within(&place));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
