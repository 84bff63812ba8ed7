//! The settings of who sells, as invoices say it [CGI annexe II 242 nonies A].

use domain::people::Address;
use domain::rules::invoices::{Seller, is_siren, vat_number_of};

use super::Profile;
use super::reader::Reader;

/// Who sells: all of it in production; in the sandbox a specimen where anything is left out.
pub(super) fn seller(reader: &mut Reader, profile: Profile) -> Option<Seller> {
    let mut needed = |name: &str, what: &str| {
        let text = reader.text(name);
        if text.is_none() && profile == Profile::Production {
            reader.fault(name, format!("missing: {what}, which every invoice bears"));
        }
        text
    };
    let name = needed("seller_name", "the seller's name");
    let line1 = needed("seller_street", "number and street of the seller's address");
    let postal_code = needed("seller_postal_code", "the postal code of the seller's address");
    let city = needed("seller_city", "the town of the seller's address");
    let siren = needed("seller_siren", "the seller's SIREN");
    let vat_number = reader.text("seller_vat_number");
    if siren.as_deref().is_some_and(|siren| !is_siren(siren)) {
        reader.fault(
            "seller_siren",
            "nine digits are expected, of which the last is a key that fits",
        );
        return None;
    }
    let vat_number = vat_number.or_else(|| vat_number_of(siren.as_deref()?));
    Some(Seller {
        name: name?,
        address: Address {
            line1: line1?,
            line2: None,
            postal_code: postal_code?,
            city: city?,
            country: "FR".to_owned(),
        },
        siren: siren?,
        vat_number: vat_number?,
    })
}
