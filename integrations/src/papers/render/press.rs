//! The press: prints a paper's facts by its template.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use typst::diag::Warned;
use typst::foundations::Smart;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::sheets::{self, Sheet};
use super::world::{Assets, Job, PaperWorld};
use crate::papers::Paper;

/// How many papers ago something must have been used last for the typesetter to forget it. What papers have in common is
/// used by each and stays; see `docs/papers.md` for what was measured.
const FORGET_AFTER: usize = 8;

/// Prints papers. Fonts and templates are read once; clones share them.
///
/// Printing is work for the processor: asynchronous callers use `spawn_blocking`.
#[derive(Debug, Clone)]
pub struct Press {
    world: Arc<PaperWorld>,
}

/// Why a paper could not be printed.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// A font file cannot be read.
    #[error("font {0}: not a font")]
    Font(String),
    /// A template is wrong, with the place where it is.
    #[error("template {0}")]
    Template(String),
    /// A folder of templates cannot be read.
    #[error("templates: {0}")]
    Folder(#[from] std::io::Error),
    /// A QR code or a barcode cannot hold what it should.
    #[error("code: {0}")]
    Code(String),
    /// Facts cannot be handed to the template.
    #[error("facts: {0}")]
    Facts(#[from] serde_json::Error),
}

impl Press {
    /// A press with the templates and fonts that are built in.
    pub fn new() -> Result<Self, PressError> {
        Self::stocked(Assets::built_in())
    }

    /// A press whose templates are those of a folder where it has them, and the built-in ones otherwise: to see what an
    /// edit does without building anything.
    pub fn with_templates(folder: &Path) -> Result<Self, PressError> {
        Self::stocked(Assets::built_in().overlaid(folder)?)
    }

    fn stocked(assets: Assets) -> Result<Self, PressError> {
        let world = Arc::new(PaperWorld::new(assets)?);
        Ok(Self { world })
    }

    /// Prints a paper: PDF/A-2b, tagged, the same bytes for the same facts.
    pub fn print(&self, paper: &Paper) -> Result<Bytes, PressError> {
        let sheet = sheets::lay_out(paper)?;
        let printed = self.pdf(sheet);
        typst::comemo::evict(FORGET_AFTER);
        printed
    }

    fn pdf(&self, sheet: Sheet) -> Result<Bytes, PressError> {
        let ident = sheet.ident.clone();
        let job = Job::new(&self.world, sheet)?;
        let Warned { output, warnings } = typst::compile(&job);
        let document = output.map_err(|errors| job.fault(&errors))?;
        // A font that is not there, a page that does not settle: on a paper, a warning is a fault.
        if !warnings.is_empty() {
            return Err(job.fault(&warnings));
        }
        let options = PdfOptions {
            ident: Smart::Custom(ident),
            creator: Smart::Custom(Some("CQC Hub".to_owned())),
            standards: standards()?,
            ..PdfOptions::default()
        };
        let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| job.fault(&errors))?;
        Ok(pdf.into())
    }
}

/// PDF/A-2b, to be kept; PDF/UA-1, to be read aloud.
fn standards() -> Result<PdfStandards, PressError> {
    PdfStandards::new(&[PdfStandard::A_2b, PdfStandard::Ua_1])
        .map_err(|refused| PressError::Template(refused.message().to_string()))
}
