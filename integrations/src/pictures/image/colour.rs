//! Colours: what a profile says they mean is carried over to sRGB, which is meant where no profile is.

use image::RgbImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// A profile larger than this describes no camera and no screen, in bytes (assumed).
const MOST_PROFILE: usize = 4 * 1024 * 1024;

/// Carries the colours of a picture over to sRGB. A profile that is broken, or not of RGB, is passed over: a printed
/// face in slightly wrong colours is better than none.
pub(super) fn carry_over(pixels: &mut RgbImage, profile: &[u8]) {
    if profile.len() > MOST_PROFILE {
        return;
    }
    let Ok(from) = ColorProfile::new_from_slice(profile) else {
        return;
    };
    if from.color_space != DataColorSpace::Rgb {
        return;
    }
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) = from.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, TransformOptions::default()) else {
        return;
    };
    let line = 3 * pixels.width() as usize;
    let mut carried = vec![0; line];
    for stored in pixels.chunks_exact_mut(line) {
        if transform.transform(stored, &mut carried).is_ok() {
            stored.copy_from_slice(&carried);
        }
    }
}
