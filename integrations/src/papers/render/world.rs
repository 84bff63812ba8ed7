//! What the typesetter works with: fonts, templates, and for each paper its facts and drawings. Nothing else is within
//! its reach: no files, no network, no clock.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World, WorldExt as _};

use super::press::PressError;
use super::sheets::Sheet;

/// The file in which a template finds the facts.
const FACTS: &str = "facts.json";

macro_rules! table {
    ($include:ident, $folder:literal: $($file:literal)+) => {
        &[$(($file, $include!(concat!($folder, $file)))),+]
    };
}

/// The templates and the drawings in them, by the names they use for each other.
const TEMPLATES: &[(&str, &str)] = table!(include_str, "../templates/":
    "look.typ" "certificate.typ" "recap.typ" "summary.typ" "return-coupon.typ" "card-letter.typ" "invoice.typ"
    "specimen.svg"
);

/// The fonts: every letter that names may have (see `domain::rules::text`).
const FONTS: &[(&str, &[u8])] = table!(include_bytes, "../../../fonts/":
    "NotoSans-Regular.ttf" "NotoSans-Bold.ttf" "NotoSansArmenian-Regular.ttf" "NotoSansArmenian-Bold.ttf"
    "NotoSansGeorgian-Regular.ttf" "NotoSansGeorgian-Bold.ttf"
);

/// Files by name, from which a world is set up.
#[derive(Debug)]
pub(super) struct Assets {
    pub(super) templates: BTreeMap<String, String>,
    pub(super) fonts: Vec<(&'static str, Cow<'static, [u8]>)>,
}

impl Assets {
    pub(super) fn built_in() -> Self {
        let templates = TEMPLATES
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let fonts = FONTS.iter().map(|(name, bytes)| (*name, Cow::Borrowed(*bytes)));
        Self {
            templates: templates.collect(),
            fonts: fonts.collect(),
        }
    }

    /// The same with every template and drawing of a folder over it.
    pub(super) fn overlaid(mut self, folder: &Path) -> Result<Self, PressError> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if is_of(&path, "typ") || is_of(&path, "svg") {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                self.templates.insert(name, std::fs::read_to_string(&path)?);
            }
        }
        Ok(self)
    }
}

/// What all papers share.
#[derive(Debug)]
pub(super) struct PaperWorld {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: HashMap<FileId, Source>,
    drawings: HashMap<FileId, Bytes>,
}

impl PaperWorld {
    pub(super) fn new(assets: Assets) -> Result<Self, PressError> {
        let mut fonts = Vec::new();
        for (name, bytes) in assets.fonts {
            let font = Font::new(Bytes::new(bytes), 0).ok_or_else(|| PressError::Font(name.to_owned()))?;
            fonts.push(font);
        }
        let (mut templates, mut drawings) = (HashMap::new(), HashMap::new());
        for (name, text) in assets.templates {
            let id = file(&name)?;
            if is_of(Path::new(&name), "typ") {
                templates.insert(id, Source::new(id, text));
            } else {
                drawings.insert(id, Bytes::from_string(text));
            }
        }
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            templates,
            drawings,
        })
    }

    /// Whether some font has a letter for it.
    fn has_letter(&self, character: char) -> bool {
        let code = u32::from(character);
        (0..self.fonts.len())
            .filter_map(|index| self.book.info(index))
            .any(|font| font.coverage.contains(code))
    }
}

/// One paper on the press.
pub(super) struct Job<'a> {
    world: &'a PaperWorld,
    main: FileId,
    files: HashMap<FileId, Bytes>,
}

impl<'a> Job<'a> {
    pub(super) fn new(world: &'a PaperWorld, mut sheet: Sheet) -> Result<Self, PressError> {
        sheet.keep_printable(|character| world.has_letter(character));
        let mut files = HashMap::new();
        files.insert(file(FACTS)?, Bytes::new(serde_json::to_vec(&sheet.facts)?));
        for (name, drawing) in sheet.drawings {
            files.insert(file(name)?, Bytes::from_string(drawing));
        }
        Ok(Self {
            world,
            main: file(sheet.template)?,
            files,
        })
    }

    /// What is wrong, each fault with its file and line.
    pub(super) fn fault(&self, found: &[SourceDiagnostic]) -> PressError {
        let located: Vec<_> = found.iter().map(|one| self.located(one)).collect();
        PressError::Template(located.join("; "))
    }

    fn located(&self, one: &SourceDiagnostic) -> String {
        let place = one.span.id().map(|id| {
            let name = id.get().vpath().get_without_slash();
            let line = self.range(one.span).and_then(|range| {
                let lines = self.source(id).ok()?;
                lines.lines().byte_to_line(range.start)
            });
            line.map_or_else(|| format!("{name}: "), |line| format!("{name}:{}: ", line + 1))
        });
        format!("{}{}", place.unwrap_or_default(), one.message)
    }
}

fn is_of(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

/// The name by which the typesetter knows a file.
fn file(name: &str) -> Result<FileId, PressError> {
    let path = VirtualPath::new(name).map_err(|_| PressError::Template(format!("{name}: not a file's name")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.world.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.world.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.world.templates.get(&id).cloned().ok_or_else(|| not_here(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.get(&id).or_else(|| self.world.drawings.get(&id));
        found.cloned().ok_or_else(|| not_here(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.world.fonts.get(index).cloned()
    }

    /// No paper tells the time by itself.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_here(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_font_is_refused() {
        let mut assets = Assets::built_in();
        assets.fonts.push(("broken.ttf", Cow::Borrowed(b"not a font")));
        let refused = PaperWorld::new(assets).expect_err("a refusal").to_string();
        assert_eq!(refused, "font broken.ttf: not a font");
    }

    #[test]
    fn the_fonts_have_every_letter_that_names_may_have() {
        let world = PaperWorld::new(Assets::built_in()).expect("a world");
        let names = (' '..='\u{2fff}').map(|letter| domain::rules::text::tidy(&format!("{letter}a")));
        let names = names.filter(|name| domain::rules::text::surname(name).is_none());
        let letters: String = names.collect();
        let lacking: String = letters.chars().filter(|letter| !world.has_letter(*letter)).collect();
        // Coptic letters, which no language of today is written in.
        assert!(
            lacking.chars().all(|letter| matches!(letter, '\u{3e2}'..='\u{3ef}')),
            "{lacking}"
        );
    }
}
