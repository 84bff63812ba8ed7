//! What the documents of this repository name is there: files, types, functions, and the code they quote.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Where names are looked for.
const SOURCES: [&str; 8] = ["rs", "toml", "sql", "typ", "html", "txt", "yaml", "yml"];

/// Folders of what is not ours.
const SKIPPED: [&str; 5] = ["target", "data", ".git", "fixtures", "node_modules"];

/// Files that go by a name alone; their names come with a path where they are not.
const FILES: [&str; 7] = [".rs", ".md", ".yaml", ".toml", ".sql", ".typ", "/"];

#[test]
fn links_lead_to_files() {
    let repository = Repository::read();
    let mut broken = Vec::new();
    for (document, text) in &repository.documents {
        let folder = document.parent().expect("a folder");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap_or(link);
            if !path.is_empty() && !path.contains("://") && !leads_somewhere(folder, path) {
                broken.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "lead nowhere: {broken:#?}");
}

/// A file, or a page of the documentation that the hub serves; other paths of the hub's are for the contract to name.
fn leads_somewhere(folder: &Path, path: &str) -> bool {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/assets/docs");
    match path.strip_prefix("/docs/") {
        Some(page) => {
            let files = [page.to_owned(), format!("{page}.html"), format!("guides/{page}.md")];
            files.iter().any(|file| assets.join(file).exists())
        }
        None => path.starts_with('/') || folder.join(path).exists(),
    }
}

#[test]
fn files_and_folders_that_are_named_exist() {
    let repository = Repository::read();
    let mut missing = Vec::new();
    for (document, name) in repository.names() {
        let is_path = name.contains('/') && FILES.iter().any(|end| name.ends_with(end));
        if is_path
            && !name.contains(['<', '*', ' ', '{', ':', '…'])
            && !name.starts_with(['/', '.'])
            && !repository.has(&name)
        {
            missing.push(format!("{document}: {name}"));
        }
    }
    assert!(missing.is_empty(), "not in the repository: {missing:#?}");
}

#[test]
fn types_and_functions_that_are_named_exist() {
    let repository = Repository::read();
    let words: HashSet<&str> = repository.sources.iter().flat_map(|text| words(text)).collect();
    let guides = ["adding-an-endpoint.md", "adding-a-case-kind.md", "ARCHITECTURE.md"];
    let mut unknown = Vec::new();
    for (document, name) in repository.names() {
        if guides.iter().any(|guide| document.ends_with(guide)) && !name.contains('/') {
            let missing = self::words(&name).filter(|word| !words.contains(word));
            unknown.extend(missing.map(|word| format!("{document}: {word} in `{name}`")));
        }
    }
    assert!(unknown.is_empty(), "in no source file: {unknown:#?}");
}

#[test]
fn code_is_quoted_word_for_word() {
    let repository = Repository::read();
    for (document, text) in &repository.documents {
        for block in text.split("```rust\n").skip(1) {
            let code = block.split("```").next().expect("code");
            let is_there = repository.sources.iter().any(|source| source.contains(code));
            assert!(is_there, "{} quotes code that is nowhere:\n{code}", document.display());
        }
    }
}

/// What the steps of a backup and of a restore are made of, in `docs/operating.md` and in the program that tries them.
const STEPS: [&str; 10] = [
    "storage",
    "copy",
    "--to",
    "--from",
    "VACUUM INTO",
    "pg_dump",
    "--format",
    "pg_restore",
    "--if-exists",
    "--exit-on-error",
];

#[test]
fn the_steps_of_a_backup_are_those_that_are_tried() {
    let operating = include_str!("../../../docs/operating.md");
    let (_, described) = operating.split_once("\n## Backup\n").expect("a chapter");
    let tried = include_str!("../../examples/faults/failures/restore/backup.rs");
    for step in STEPS {
        assert!(described.contains(step), "{step} is tried and not described");
        assert!(tried.contains(step), "{step} is described and not tried");
    }
}

/// The texts of the repository.
struct Repository {
    files: Vec<String>,
    documents: Vec<(PathBuf, String)>,
    sources: Vec<String>,
}

impl Repository {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository");
        let mut repository = Self {
            files: Vec::new(),
            documents: Vec::new(),
            sources: Vec::new(),
        };
        repository.walk(root, root);
        assert!(repository.documents.len() > 5 && repository.sources.len() > 500);
        repository
    }

    fn walk(&mut self, root: &Path, folder: &Path) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() && !SKIPPED.contains(&name.as_str()) {
                self.files.push(format!("{}/", relative(root, &path)));
                self.walk(root, &path);
            } else if path.is_file() {
                self.files.push(relative(root, &path));
                self.take(path);
            }
        }
    }

    fn take(&mut self, path: PathBuf) {
        let extension = path
            .extension()
            .and_then(|extension| extension.to_str())
            .unwrap_or_default();
        if extension == "md" {
            let text = std::fs::read_to_string(&path).expect("a text");
            self.documents.push((path, text));
        } else if SOURCES.contains(&extension) {
            self.sources.push(std::fs::read_to_string(&path).expect("a text"));
        }
    }

    /// Whether there is a file or folder of that path, or of a path that ends so.
    fn has(&self, path: &str) -> bool {
        let tail = format!("/{path}");
        self.files.iter().any(|file| file == path || file.ends_with(&tail))
    }

    /// What stands between backquotes in a line, and in which document.
    fn names(&self) -> impl Iterator<Item = (String, String)> {
        self.documents.iter().flat_map(|(document, text)| {
            let mut is_code = false;
            let lines = text.lines().filter(move |line| {
                let fence = line.trim_start().starts_with("```");
                is_code ^= fence;
                !fence && !is_code
            });
            lines
                .flat_map(|line| line.split('`').skip(1).step_by(2))
                .map(|name| (document.display().to_string(), name.to_owned()))
        })
    }
}

fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).expect("below the root").display().to_string()
}

/// Identifiers of three letters and more.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| word.len() > 2)
}
