//! What people read when a file is not taken: what is wrong, what was seen, and the way out.

use super::{Label, labels};
use crate::people::Language;
use crate::rules::documents::{ActiveContent, DocumentFault, LONGEST_SIDE, MOST_PIXELS};
use crate::rules::media_type::ForeignFormat;
use crate::rules::refused_file::{RefusedFile, Seen};

labels! {
    ForeignFormat {
        Heic =>
            "C’est une photo au format HEIC d’un iPhone : sur l’iPhone, choisissez Réglages › Appareil photo › Formats › « Le plus compatible » et refaites la photo, ou exportez-la en JPEG.",
            "This is an iPhone’s HEIC photo: on the iPhone choose Settings › Camera › Formats › “Most Compatible” and take the photo anew, or export it as JPEG.";
        Avif =>
            "C’est une image AVIF : enregistrez-la en JPEG ou en PNG.",
            "This is an AVIF image: save it as JPEG or PNG.";
        Webp =>
            "C’est une image WebP : ouvrez-la et enregistrez-la en JPEG ou en PNG, ou envoyez la photo d’origine.",
            "This is a WebP image: open it and save it as JPEG or PNG, or send the original photo.";
        Gif =>
            "C’est une image GIF : enregistrez-la en JPEG ou en PNG.",
            "This is a GIF image: save it as JPEG or PNG.";
        Tiff =>
            "C’est une image TIFF, ou le fichier brut d’un appareil photo : exportez-la en JPEG, ou numérisez en PDF.",
            "This is a TIFF image, or a camera’s raw file: export it as JPEG, or scan to PDF.";
        Bmp =>
            "C’est une image BMP : enregistrez-la en JPEG ou en PNG.",
            "This is a BMP image: save it as JPEG or PNG.";
        JpegXl =>
            "C’est une image JPEG XL, que peu de logiciels lisent : exportez-la en JPEG.",
            "This is a JPEG XL image, which few programs read: export it as JPEG.";
        Jpeg2000 =>
            "C’est une image JPEG 2000, que peu de logiciels lisent : exportez-la en JPEG.",
            "This is a JPEG 2000 image, which few programs read: export it as JPEG.";
        Video =>
            "C’est une vidéo, ou la partie animée d’une photo : envoyez la photo elle-même, en JPEG.",
            "This is a video, or the moving part of a photo: send the photo itself, as JPEG.";
        OfficeDocument =>
            "C’est un document bureautique (Word, OpenDocument ou autre) : enregistrez-le en PDF.",
            "This is an office document (Word, OpenDocument or another): save it as PDF.";
        Archive =>
            "C’est une archive ZIP : envoyez un à un les fichiers qu’elle contient.",
            "This is a ZIP archive: send the files in it one by one.";
        WebPage =>
            "C’est une page web : imprimez-la en PDF.",
            "This is a web page: print it to PDF.";
    }
}

labels! {
    ActiveContent {
        Script => "On y a trouvé un script (JavaScript).", "A script (JavaScript) was found in it.";
        Launch =>
            "On y a trouvé une action qui lance un programme ou ouvre un autre fichier.",
            "An action that starts a program or opens another file was found in it.";
        AutomaticAction =>
            "On y a trouvé une action qui, dès l’ouverture, sort du document.",
            "An action that reaches out of the document as soon as it is opened was found in it.";
        Attachment =>
            "On y a trouvé un fichier joint.",
            "An attached file was found in it.";
        DynamicForm =>
            "On y a trouvé un formulaire dynamique (XFA).",
            "A dynamic form (XFA) was found in it.";
        Multimedia =>
            "On y a trouvé un film, un son ou un modèle 3D.",
            "A film, a sound or a 3D model was found in it.";
    }
}

impl RefusedFile {
    /// What is wrong, what was seen, and what would do, in a language.
    pub fn message(&self, language: Language) -> String {
        let wrong = self.code().label(language);
        match self.detail(language) {
            Some(detail) => format!("{wrong} {detail}"),
            None => wrong.to_owned(),
        }
    }

    fn detail(&self, language: Language) -> Option<String> {
        match (self.fault, self.seen) {
            (_, Seen::Format(format)) => Some(format.label(language).to_owned()),
            (DocumentFault::Active(content), _) => Some(content.label(language).to_owned()),
            (DocumentFault::TooFewPixels, Seen::Size(width, height)) => Some(self.too_small(width, height, language)),
            (DocumentFault::TooManyPixels, Seen::Size(width, height)) => Some(too_large(width, height, language)),
            _ => None,
        }
    }

    fn too_small(&self, width: u32, height: u32, language: Language) -> String {
        let (least_width, least_height) = self.document.smallest_image();
        let document = self.document.label(language);
        match language {
            Language::French => format!(
                "{document} : au moins {least_width} × {least_height} pixels (largeur × hauteur) ; celle-ci, telle qu’on la voit, en a {width} × {height}."
            ),
            Language::English => format!(
                "{document}: at least {least_width} × {least_height} pixels (width × height); this one, as it is seen, has {width} × {height}."
            ),
        }
    }
}

fn too_large(width: u32, height: u32, language: Language) -> String {
    let millions = MOST_PIXELS / 1_000_000;
    match language {
        Language::French => format!(
            "Au plus {millions} millions de pixels et {LONGEST_SIDE} par côté ; celle-ci en a {width} × {height}. Réduisez-la, ou photographiez à une définition plus basse."
        ),
        Language::English => format!(
            "At most {millions} million pixels and {LONGEST_SIDE} along a side; this one has {width} × {height}. Make it smaller, or take the photo at a lower resolution."
        ),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::rules::documents::DocumentType::{self, IdentityDocument, Photo, Signature};

    fn refused(document: DocumentType, fault: DocumentFault, seen: Seen) -> RefusedFile {
        RefusedFile::new(document, fault).having_seen(seen)
    }

    #[rstest]
    #[case(
        refused(Photo, DocumentFault::UnknownType, Seen::Format(ForeignFormat::Heic)),
        &["iPhone", "HEIC", "JPEG"]
    )]
    #[case(refused(IdentityDocument, DocumentFault::UnknownType, Seen::Format(ForeignFormat::OfficeDocument)), &["Word", "PDF"])]
    #[case(refused(Photo, DocumentFault::TooFewPixels, Seen::Size(399, 500)), &["400 × 500", "399 × 500"])]
    #[case(refused(Signature, DocumentFault::TooFewPixels, Seen::Size(1, 1)), &["200 × 60", "1 × 1"])]
    #[case(refused(Photo, DocumentFault::TooManyPixels, Seen::Size(60_000, 60_000)), &["64", "12000", "60000 × 60000"])]
    #[case(refused(IdentityDocument, DocumentFault::Locked, Seen::Nothing), &["PDF"])]
    #[case(refused(IdentityDocument, DocumentFault::Active(ActiveContent::Script), Seen::Nothing), &["PDF", "JavaScript"])]
    #[case(refused(IdentityDocument, DocumentFault::Active(ActiveContent::DynamicForm), Seen::Nothing), &["XFA"])]
    fn a_refusal_says_what_was_seen_and_what_would_do(#[case] refused: RefusedFile, #[case] said: &[&str]) {
        for language in [Language::French, Language::English] {
            let message = refused.message(language);
            for words in said {
                assert!(message.contains(words), "«{message}» says {words}");
            }
        }
    }

    #[test]
    fn every_fault_has_its_message_even_where_nothing_was_seen() {
        let refused = RefusedFile::new(Photo, DocumentFault::TooFewPixels);
        assert_eq!(refused.message(Language::English), "This image is too small.");
        assert_eq!(refused.code().to_string(), "image_too_small");
    }
}
