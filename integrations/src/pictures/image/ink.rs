//! Whether anything can be seen on a picture.

use image::{DynamicImage, GenericImageView as _, Rgba};

/// How far apart the lightest and the darkest point of a picture lie at least, of 255: less is what a JPEG makes of an
/// empty sheet (assumed).
const LEAST_CONTRAST: u8 = 24;

/// Whether a picture is of one colour, on white paper. Reads no more points of it than it takes to see something.
pub(super) fn is_blank(pixels: &DynamicImage) -> bool {
    let (mut darkest, mut lightest) = (u8::MAX, u8::MIN);
    pixels.pixels().all(|(_, _, point)| {
        let light = light(point);
        (darkest, lightest) = (darkest.min(light), lightest.max(light));
        lightest.saturating_sub(darkest) < LEAST_CONTRAST
    })
}

/// How light a point is on white paper: its luminance by Rec. 709, as far as it covers the paper.
fn light(Rgba([red, green, blue, cover]): Rgba<u8>) -> u8 {
    let luminance = (2126 * u32::from(red) + 7152 * u32::from(green) + 722 * u32::from(blue)) / 10_000;
    let cover = u32::from(cover);
    let on_paper = (luminance * cover + 255 * (255 - cover)) / 255;
    u8::try_from(on_paper).unwrap_or(u8::MAX)
}
