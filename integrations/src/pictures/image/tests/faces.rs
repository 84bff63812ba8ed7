//! The face on a screen, and how large printed forms are.

use super::*;

fn face(photo: &Printed) -> DynamicImage {
    let face = photo.face.as_ref().expect("a face");
    assert!(face.len() <= 30_000, "{} bytes", face.len());
    let face = image::load_from_memory(face).expect("a picture");
    assert_eq!(face.dimensions(), (260, 325));
    face
}

#[rstest]
#[case::smallest(400, 500, (400, 500))]
#[case::camera(1200, 1600, (1200, 1600))]
#[case::telephone(3024, 4032, (1875, 2500))]
#[case::across(2500, 2000, (2000, 1600))]
#[case::panorama(6000, 500, (6000, 500))]
fn a_face_is_light_whatever_the_photo(#[case] width: u32, #[case] height: u32, #[case] expected: (u32, u32)) {
    let photo = printed(Photo, MediaType::Jpeg, &jpeg(&corners(width, height)));
    assert_eq!(
        (photo.media_type, (photo.width, photo.height)),
        (MediaType::Jpeg, expected)
    );
    assert_upright(&face(&photo));
}

#[test]
fn a_face_is_light_even_of_noise() {
    face(&printed(Photo, MediaType::Png, &png(&noise(400, 500))));
    face(&printed(
        Photo,
        MediaType::Png,
        &png(&noise(260, 325).resize_exact(520, 650, image::imageops::FilterType::Nearest)),
    ));
}

#[test]
fn other_documents_are_only_looked_at() {
    let examined = examine(IdentityDocument, MediaType::Jpeg, &jpeg(&corners(640, 404))).expect("taken");
    assert_eq!((examined.size, examined.printed), (Some((640, 404)), None));
}
