//! Where the operator receives post.

use domain::people::Address;

use super::Profile;
use super::reader::Reader;

/// The address, which every paper names.
pub(super) fn address(reader: &mut Reader, profile: Profile) -> Address {
    let example = Address {
        line1: "1 rue de l’Exemple".to_owned(),
        line2: None,
        postal_code: "75001".to_owned(),
        city: "Paris".to_owned(),
        country: "FR".to_owned(),
    };
    match (reader.text("post_address"), profile) {
        (Some(text), _) => parsed_address(&text).unwrap_or_else(|| {
            reader.fault("post_address", "it looks like `1 rue de l’Exemple; 75001 Paris`");
            example
        }),
        (None, Profile::Sandbox) => example,
        (None, Profile::Production) => {
            reader.fault(
                "post_address",
                "missing: where the operator receives post, which every paper names",
            );
            example
        }
    }
}

/// One or two lines, then the postal code and the town, in France.
fn parsed_address(text: &str) -> Option<Address> {
    let parts: Vec<_> = text.split(';').map(str::trim).collect();
    let (above, (postal_code, city)) = (&parts[..parts.len() - 1], parts.last()?.split_once(' ')?);
    let (line1, line2) = match above {
        [one] => (*one, None),
        [one, two] => (*one, Some((*two).to_owned())),
        _ => return None,
    };
    let is_code = postal_code.len() == 5 && postal_code.bytes().all(|byte| byte.is_ascii_digit());
    (is_code && !line1.is_empty()).then(|| Address {
        line1: line1.to_owned(),
        line2,
        postal_code: postal_code.to_owned(),
        city: city.trim().to_owned(),
        country: "FR".to_owned(),
    })
}
