//! Quality defects: what a driver can find wrong with a card. Any number of them in one declaration (guide).

use super::fault::{Fault, FaultCode};
use crate::words;

words! {
    /// Something wrong with a card.
    pub enum Defect {
        /// The photo.
        Photo => "photo",
        /// The signature.
        Signature => "signature",
        /// The surname.
        Surname => "surname",
        /// The first names.
        FirstNames => "first_names",
        /// The birth date.
        BirthDate => "birth_date",
        /// The birth place.
        BirthPlace => "birth_place",
        /// The licence number.
        LicenceNumber => "licence_number",
        /// The sectors.
        Sectors => "sectors",
        /// The expiry dates.
        ExpiryDates => "expiry_dates",
        /// Poorly printed.
        PrintQuality => "print_quality",
        /// Broken, bent, scratched.
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
