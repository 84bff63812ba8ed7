//! Supporting documents: which are needed, and which files are taken: PDF, JPEG or PNG by content, whole, not too large.

use super::fault::{Fault, FaultCode};
use super::media_type::Inspection;
use crate::words;

words! {
    /// Type of a supporting document (pièce justificative): what it shows.
    pub enum DocumentType {
        /// The driver's identity document.
        IdentityDocument => "identity_document",
        /// Front of the driving licence.
        LicenceFront => "licence_front",
        /// Back of the driving licence.
        LicenceBack => "licence_back",
        /// Photo of the holder, which is printed on the card.
        Photo => "photo",
        /// Signature of the holder, which is printed on the card.
        Signature => "signature",
        /// Declaration of theft, as made before an authority.
        TheftDeclaration => "theft_declaration",
    }
}

words! {
    /// A type of file, by its name in HTTP.
    pub enum MediaType {
        /// PDF.
        Pdf => "application/pdf",
        /// JPEG.
        Jpeg => "image/jpeg",
        /// PNG.
        Png => "image/png",
    }
}

words! {
    /// A form that is made of a picture when it is uploaded, beside the original: upright, in sRGB or grey, without
    /// metadata.
    pub enum PictureForm {
        /// Of a photo or a signature: what the factory prints.
        Print => "print",
        /// Of a photo: small, for a card's picture on a screen.
        Face => "face",
    }
}

words! {
    /// What the virus scanner says of a document. Documents that were not scanned have none: no scanner was set up when they
    /// came.
    pub enum DocumentScan {
        /// Waits for the scanner: nobody but its driver is shown it, and what it is for cannot be sent yet.
        Scanning => "scanning",
        /// The scanner found nothing.
        Clean => "clean",
        /// The scanner found a virus: the file was destroyed, and another one is needed.
        Infected => "infected",
    }
}

impl DocumentScan {
    /// Whether the file of a document is kept, by what is said of it, if anything: what was found infected is destroyed.
    pub fn is_kept(said: Option<Self>) -> bool {
        said != Some(Self::Infected)
    }

    /// Whether others than its driver may see a document: nothing was found in it, or nobody was there to look when it came.
    pub fn may_be_shown(said: Option<Self>) -> bool {
        matches!(said, None | Some(Self::Clean))
    }
}

/// Bytes a file may have: 10 MB, read as the larger of its two meanings (assumed).
pub const MOST_BYTES: u64 = 10 * 1024 * 1024;

/// Pixels a photo must have, across and down.
pub const SMALLEST_PHOTO: (u32, u32) = (400, 500);

/// Pixels a signature must have, across and down: fewer cannot be printed legibly (assumed).
pub const SMALLEST_SIGNATURE: (u32, u32) = (200, 60);

/// Pixels any other image must have, across and down: fewer are no document that an agent could read (assumed).
pub const SMALLEST_PAGE: (u32, u32) = (100, 100);

/// Pixels an image may have along one side (assumed).
pub const LONGEST_SIDE: u32 = 12_000;

/// Pixels an image may have in all: more only serve to exhaust whoever decodes it (assumed).
pub const MOST_PIXELS: u64 = 64_000_000;

/// What a cqc case needs (assumed from the neighbouring tachograph service).
pub const NEEDED_FOR_CQC: &[DocumentType] = &[
    DocumentType::IdentityDocument,
    DocumentType::LicenceFront,
    DocumentType::LicenceBack,
    DocumentType::Photo,
    DocumentType::Signature,
];

/// What a theft case needs (guide).
pub const NEEDED_FOR_THEFT: &[DocumentType] = &[DocumentType::TheftDeclaration];

words! {
    /// What acts in a PDF: papers have no need of it, and whoever opens them does not expect it.
    pub enum ActiveContent {
        /// A script.
        Script => "script",
        /// A program or another file that is started.
        Launch => "launch",
        /// Something that reaches out of the document by itself, as soon as it is opened.
        AutomaticAction => "automatic_action",
        /// A file within the file.
        Attachment => "attachment",
        /// A form that is a program (XFA).
        DynamicForm => "dynamic_form",
        /// A film, a sound or a model in three dimensions, which bring programs of their own.
        Multimedia => "multimedia",
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentFault {
    /// No bytes at all.
    Empty,
    /// More than [`MOST_BYTES`].
    TooLarge,
    /// Neither PDF, JPEG nor PNG by content.
    UnknownType,
    /// Its end is missing.
    Truncated,
    /// A PDF where an image is printed on the card (assumed).
    ImageNeeded,
    /// A photo below [`SMALLEST_PHOTO`], a signature below [`SMALLEST_SIGNATURE`], or a page below [`SMALLEST_PAGE`].
    TooFewPixels,
    /// An image above [`MOST_PIXELS`], or longer than [`LONGEST_SIDE`].
    TooManyPixels,
    /// A PDF that needs a password, or a key, to be opened. One that is only restricted opens without.
    Locked,
    /// It begins and ends as what it says, and cannot be opened all the same.
    Unreadable,
    /// A PDF without a page.
    WithoutPages,
    /// A PDF in which something acts.
    Active(ActiveContent),
    /// An image of several pictures shown one after the other.
    Animated,
    /// An image of one colour.
    Blank,
}

impl DocumentFault {
    /// The stable code of this fault.
    pub const fn code(self) -> FaultCode {
        match self {
            Self::Empty => FaultCode::FileEmpty,
            Self::TooLarge => FaultCode::FileTooLarge,
            Self::UnknownType => FaultCode::FileType,
            Self::Truncated => FaultCode::FileTruncated,
            Self::ImageNeeded => FaultCode::ImageNeeded,
            Self::TooFewPixels => FaultCode::ImageTooSmall,
            Self::TooManyPixels => FaultCode::ImageTooLarge,
            Self::Locked => FaultCode::FileLocked,
            Self::Unreadable => FaultCode::FileUnreadable,
            Self::WithoutPages => FaultCode::FileWithoutPages,
            Self::Active(_) => FaultCode::FileActive,
            Self::Animated => FaultCode::ImageAnimated,
            Self::Blank => FaultCode::ImageBlank,
        }
    }
}

impl From<DocumentFault> for Fault {
    fn from(fault: DocumentFault) -> Self {
        Self::new("file", fault.code())
    }
}

impl DocumentType {
    /// Whether it is printed on the card, so that only an image serves.
    pub const fn is_printed(self) -> bool {
        matches!(self, Self::Photo | Self::Signature)
    }

    /// Whether this form is made of it.
    pub const fn has_form(self, form: PictureForm) -> bool {
        match form {
            PictureForm::Print => self.is_printed(),
            PictureForm::Face => matches!(self, Self::Photo),
        }
    }

    /// Pixels an image of it must have, across and down, as it is shown.
    pub const fn smallest_image(self) -> (u32, u32) {
        match self {
            Self::Photo => SMALLEST_PHOTO,
            Self::Signature => SMALLEST_SIGNATURE,
            _ => SMALLEST_PAGE,
        }
    }
}

impl MediaType {
    /// Whether it is an image.
    pub const fn is_image(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png)
    }

    /// The ending of a file name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// Whether a size announced before the bytes arrive is too large.
pub const fn check_size(bytes: u64) -> Result<(), DocumentFault> {
    match bytes {
        0 => Err(DocumentFault::Empty),
        1..=MOST_BYTES => Ok(()),
        _ => Err(DocumentFault::TooLarge),
    }
}

/// What a file is by its content, or why it is not taken as this kind of document. Dimensions are checked apart, by
/// [`check_dimensions`].
pub fn check_content(document: DocumentType, file: &Inspection) -> Result<MediaType, DocumentFault> {
    check_size(file.size())?;
    let media_type = file.media_type().ok_or(DocumentFault::UnknownType)?;
    if !file.is_whole() {
        return Err(DocumentFault::Truncated);
    }
    if document.is_printed() && !media_type.is_image() {
        return Err(DocumentFault::ImageNeeded);
    }
    Ok(media_type)
}

/// Whether an image of these dimensions serves as this kind of document. They are those it is shown with: a telephone
/// held upright writes a picture that lies, and how to turn it.
pub fn check_dimensions(document: DocumentType, width: u32, height: u32) -> Result<(), DocumentFault> {
    let most = u64::from(width) * u64::from(height) > MOST_PIXELS;
    if most || width.max(height) > LONGEST_SIDE {
        return Err(DocumentFault::TooManyPixels);
    }
    let (least_width, least_height) = document.smallest_image();
    if width < least_width || height < least_height {
        Err(DocumentFault::TooFewPixels)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::DocumentFault::{Empty, ImageNeeded, TooFewPixels, TooLarge, TooManyPixels, Truncated, UnknownType};
    use super::DocumentType::{IdentityDocument, Photo, Signature, TheftDeclaration};
    use super::*;

    const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\nendobj\nstartxref\n9\n%%EOF\n";
    const HTML: &[u8] = b"<!DOCTYPE html><script>alert(1)</script>%PDF-1.7 %%EOF";

    #[rstest]
    #[case::pdf(IdentityDocument, PDF, Ok(MediaType::Pdf))]
    #[case::theft(TheftDeclaration, PDF, Ok(MediaType::Pdf))]
    #[case::photo_as_pdf(Photo, PDF, Err(ImageNeeded))]
    #[case::signature_as_pdf(Signature, PDF, Err(ImageNeeded))]
    #[case::truncated(IdentityDocument, &PDF[..20], Err(Truncated))]
    #[case::html(IdentityDocument, HTML, Err(UnknownType))]
    #[case::empty(IdentityDocument, b"", Err(Empty))]
    fn files_are_what_they_contain(
        #[case] document: DocumentType,
        #[case] content: &[u8],
        #[case] expected: Result<MediaType, DocumentFault>,
    ) {
        assert_eq!(check_content(document, &Inspection::of(content)), expected);
    }

    #[test]
    fn ten_megabytes_are_the_most() {
        assert_eq!(check_size(MOST_BYTES), Ok(()));
        assert_eq!(check_size(MOST_BYTES + 1), Err(TooLarge));
        let large = Inspection::of(&vec![0; 10 * 1024 * 1024 + 1]);
        assert_eq!(check_content(Photo, &large), Err(TooLarge));
    }

    #[rstest]
    #[case(Photo, 400, 500, Ok(()))]
    #[case(Photo, 399, 500, Err(TooFewPixels))]
    #[case(Photo, 400, 499, Err(TooFewPixels))]
    #[case(Photo, 500, 400, Err(TooFewPixels))]
    #[case(Photo, 1, 1, Err(TooFewPixels))]
    #[case(Photo, 8000, 8000, Ok(()))]
    #[case(Photo, 8000, 8001, Err(TooManyPixels))]
    #[case(Photo, u32::MAX, u32::MAX, Err(TooManyPixels))]
    #[case(Photo, 12_000, 5_000, Ok(()))]
    #[case(Photo, 500, 12_001, Err(TooManyPixels))]
    #[case(Signature, 300, 80, Ok(()))]
    #[case(Signature, 200, 60, Ok(()))]
    #[case(Signature, 199, 60, Err(TooFewPixels))]
    #[case(Signature, 60, 200, Err(TooFewPixels))]
    #[case(Signature, 1, 1, Err(TooFewPixels))]
    #[case(Signature, 0, 80, Err(TooFewPixels))]
    #[case(IdentityDocument, 200, 100, Ok(()))]
    #[case(IdentityDocument, 200, 99, Err(TooFewPixels))]
    #[case(DocumentType::LicenceFront, 1, 1, Err(TooFewPixels))]
    fn a_photo_has_enough_pixels_and_no_image_too_many(
        #[case] document: DocumentType,
        #[case] width: u32,
        #[case] height: u32,
        #[case] expected: Result<(), DocumentFault>,
    ) {
        assert_eq!(check_dimensions(document, width, height), expected);
    }
}
