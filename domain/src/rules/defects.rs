//! Quality defects: what a driver can find wrong with a card. Any number of them in one declaration (guide).

use super::fault::{Fault, FaultCode};
use crate::words;

words! {
    /// What is wrong with a card.
    pub enum Defect {
        /// The photo is another person's, or is not well seen.
        Photo => "photo",
        /// The signature is another person's, or is not well seen.
        Signature => "signature",
        /// The surname is not that of the driver.
        Surname => "surname",
        /// The first names are not those of the driver.
        FirstNames => "first_names",
        /// The date of birth is wrong.
        BirthDate => "birth_date",
        /// The place of birth is wrong.
        BirthPlace => "birth_place",
        /// The number of the driving licence is wrong.
        LicenceNumber => "licence_number",
        /// A sector is missing, or one is too many.
        Sectors => "sectors",
        /// A last day of validity is wrong.
        ExpiryDates => "expiry_dates",
        /// The card is poorly printed.
        PrintQuality => "print_quality",
        /// The card is broken, bent or scratched.
        PhysicalDamage => "physical_damage",
        /// Anything else, in the driver's words.
        Other => "other",
    }
}

/// Faults of a declaration: at least one defect, each once but `other`, which needs words.
pub fn check(declared: &[(Defect, Option<&str>)]) -> Vec<Fault> {
    if declared.is_empty() {
        return vec![Fault::new("defects", FaultCode::Missing)];
    }
    let mut found = Vec::new();
    for (index, (defect, comment)) in declared.iter().enumerate() {
        let place = format!("defects/{index}");
        if *defect != Defect::Other && declared[..index].iter().any(|(earlier, _)| earlier == defect) {
            found.push(Fault::new("field", FaultCode::Repeated).within(&place));
        }
        if *defect == Defect::Other && comment.is_none_or(|comment| comment.trim().is_empty()) {
            found.push(Fault::new("comment", FaultCode::Missing).within(&place));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_defect_needs_words() {
        assert_eq!(
            check(&[(Defect::Photo, None), (Defect::Other, Some("Verso illisible"))]),
            []
        );
        let found: Vec<_> = check(&[(Defect::Photo, None), (Defect::Other, Some(" ")), (Defect::Photo, None)])
            .into_iter()
            .map(|fault| (fault.field.into_owned(), fault.code))
            .collect();
        assert_eq!(
            found,
            [
                ("defects/1/comment".to_owned(), FaultCode::Missing),
                ("defects/2/field".to_owned(), FaultCode::Repeated),
            ]
        );
    }

    #[test]
    fn a_declaration_names_something() {
        assert_eq!(check(&[]), [Fault::new("defects", FaultCode::Missing)]);
    }
}
