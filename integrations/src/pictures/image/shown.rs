//! A picture as it is shown: on white, made smaller, upright, in eight bits.

use image::metadata::Orientation;
use image::{DynamicImage, GenericImageView as _, Pixel, Primitive};

use super::{Decoded, colour};

/// Whether a picture is stored on its side, so that its width is the height it is shown with.
pub(super) fn lies(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

/// The picture as it is shown: within `most` pixels across and down, as long as `least` allows; grey where it is stored
/// as grey, and RGB otherwise. It is made smaller before it is copied, so that its size is in memory but once.
pub(super) fn shown(decoded: Decoded, most: (u32, u32), least: (u32, u32)) -> DynamicImage {
    let Decoded {
        mut pixels,
        orientation,
        profile,
    } = decoded;
    lay_on_white(&mut pixels);
    let stored = |(width, height): (u32, u32)| {
        if lies(orientation) {
            (height, width)
        } else {
            (width, height)
        }
    };
    let (width, height) = smaller(pixels.dimensions(), stored(most), stored(least));
    if (width, height) != pixels.dimensions() {
        pixels = pixels.thumbnail_exact(width, height);
    }
    let mut pixels = if pixels.color().has_color() {
        DynamicImage::ImageRgb8(pixels.into_rgb8())
    } else {
        DynamicImage::ImageLuma8(pixels.into_luma8())
    };
    pixels.apply_orientation(orientation);
    if let (DynamicImage::ImageRgb8(rgb), Some(profile)) = (&mut pixels, profile) {
        colour::carry_over(rgb, &profile);
    }
    pixels
}

/// The size within `most` in the same proportions, but neither side below `least`.
fn smaller(size: (u32, u32), most: (u32, u32), least: (u32, u32)) -> (u32, u32) {
    let of = |limit: (u32, u32)| {
        [
            f64::from(limit.0) / f64::from(size.0),
            f64::from(limit.1) / f64::from(size.1),
        ]
    };
    let ([across, down], [least_across, least_down]) = (of(most), of(least));
    let scale = across.min(down).max(least_across).max(least_down).min(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and the side itself"
    )]
    let scaled = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
    (scaled(size.0), scaled(size.1))
}

/// Where a picture lets its ground shine through, the ground is white paper.
fn lay_on_white(pixels: &mut DynamicImage) {
    match pixels {
        DynamicImage::ImageLumaA8(pixels) => pixels.pixels_mut().for_each(over_white),
        DynamicImage::ImageRgba8(pixels) => pixels.pixels_mut().for_each(over_white),
        DynamicImage::ImageLumaA16(pixels) => pixels.pixels_mut().for_each(over_white),
        DynamicImage::ImageRgba16(pixels) => pixels.pixels_mut().for_each(over_white),
        _ => {}
    }
}

fn over_white<P>(pixel: &mut P)
where
    P: Pixel,
    P::Subpixel: Primitive + Into<u64> + TryFrom<u64>,
{
    let most = P::Subpixel::DEFAULT_MAX_VALUE;
    let white: u64 = most.into();
    let Some((alpha, colours)) = pixel.channels_mut().split_last_mut() else {
        return;
    };
    let opaque: u64 = (*alpha).into();
    for colour in colours {
        let ink: u64 = (*colour).into();
        let mixed = (ink * opaque + white * (white - opaque)) / white;
        *colour = P::Subpixel::try_from(mixed).unwrap_or(most);
    }
    *alpha = most;
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::small_enough((400, 500), (400, 500))]
    #[case::telephone((3024, 4032), (1875, 2500))]
    #[case::wide((8000, 4000), (2000, 1000))]
    #[case::panorama_not_below_the_least((12_000, 600), (10_000, 500))]
    #[case::tall_not_below_the_least((400, 12_000), (400, 12_000))]
    fn pictures_become_smaller_in_proportion(#[case] size: (u32, u32), #[case] expected: (u32, u32)) {
        assert_eq!(smaller(size, (2000, 2500), (400, 500)), expected);
    }

    #[rstest]
    #[case([0, 0, 0, 0], [255, 255, 255, 255])]
    #[case([10, 20, 30, 255], [10, 20, 30, 255])]
    #[case([0, 0, 0, 51], [204, 204, 204, 255])]
    fn what_shines_through_is_white(#[case] ink: [u8; 4], #[case] expected: [u8; 4]) {
        let mut pixel = image::Rgba(ink);
        over_white(&mut pixel);
        assert_eq!(pixel.0, expected);
    }
}
