//! Pictures as they come from telephones, scanners and image programs, drawn here; CMYK, YCCK and progressive JPEGs and
//! PNG animations, which the encoder at hand does not write, were made with Pillow and lie in `fixtures`.

use domain::rules::documents::DocumentFault::{Animated, Blank, TooFewPixels, TooManyPixels, Unreadable};
use domain::rules::documents::DocumentType::{IdentityDocument, Photo, Signature};
use domain::rules::documents::{DocumentFault, DocumentType, MediaType};
use domain::rules::refused_file::Seen;
use image::metadata::Orientation;
use image::{DynamicImage, GenericImageView as _, Rgb, RgbImage};
use rstest::rstest;

use super::Printed;
use crate::pictures::{Examined, examine};

mod drawn;
mod faces;
mod refused;
mod upright;

use drawn::*;

fn printed(document: DocumentType, media_type: MediaType, file: &[u8]) -> Printed {
    let examined = examine(document, media_type, file).expect("taken");
    examined.printed.expect("of what a card bears")
}

/// What a printed form shows.
fn decoded(printed: &Printed) -> DynamicImage {
    let shown = image::load_from_memory(&printed.print).expect("a picture");
    assert_eq!(shown.dimensions(), (printed.width, printed.height));
    shown
}

/// Whether a picture shows the four corners of [`corners`], upright.
fn assert_upright(shown: &DynamicImage) {
    let (width, height) = shown.dimensions();
    let places = [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)];
    for ((x, y), corner) in places.into_iter().zip(CORNERS) {
        assert_colour(shown, (x, y), corner);
    }
}

fn assert_colour(shown: &DynamicImage, (x, y): (u32, u32), expected: [u8; 3]) {
    let found = shown.to_rgb8().get_pixel(x, y).0;
    let is_close = found
        .iter()
        .zip(expected)
        .all(|(found, expected)| found.abs_diff(expected) < 30);
    assert!(is_close, "{found:?} at {x}, {y} is {expected:?}");
}

fn fault(document: DocumentType, media_type: MediaType, file: &[u8]) -> DocumentFault {
    let taken = |examined: Examined| examined.size;
    examine(document, media_type, file)
        .map(taken)
        .expect_err("refused")
        .fault
}
