//! Whether anything can be seen on a signature.

use image::DynamicImage;

/// How far apart the lightest and the darkest point of a signature lie at least, of 255: less is what a JPEG makes of an
/// empty sheet (assumed).
const LEAST_CONTRAST: u8 = 24;

/// Whether a picture is of one colour.
pub(super) fn is_blank(pixels: &DynamicImage) -> bool {
    let grey = pixels.to_luma8();
    let (darkest, lightest) = grey.iter().fold((u8::MAX, u8::MIN), |(darkest, lightest), point| {
        (darkest.min(*point), lightest.max(*point))
    });
    lightest.saturating_sub(darkest) < LEAST_CONTRAST
}
