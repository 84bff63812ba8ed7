//! Where settings come from, and reading them one by one while noting every fault.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use config::{Config, Environment, File, FileFormat, Source, Value};

/// Where settings are read from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// A file that must be there; otherwise `cqc-hub.toml` in the working folder, if there is one.
    pub file: Option<PathBuf>,
    /// The environment.
    pub environment: HashMap<String, String>,
    /// `--expose-sandbox`: let the sandbox listen elsewhere than on loopback.
    pub expose_sandbox: bool,
}

impl Sources {
    /// The process's own environment.
    pub fn of_process() -> Self {
        Self {
            environment: std::env::vars().collect(),
            ..Self::default()
        }
    }

    /// A sandbox of its own in `folder`, on a free port, that writes nothing but warnings to the log.
    #[must_use]
    pub fn for_a_demo(mut self, folder: &Path) -> Self {
        self.environment.retain(|name, _| !name.starts_with("CQC_HUB_"));
        let folder = folder.display().to_string();
        for (name, value) in [
            ("DATA_DIR", folder.as_str()),
            ("LISTEN", "127.0.0.1:0"),
            ("LOG", "warn"),
        ] {
            self.environment.insert(format!("CQC_HUB_{name}"), value.to_owned());
        }
        self
    }
}

/// Settings by name, handed out once each.
pub(super) struct Reader {
    values: HashMap<String, Value>,
    /// What was wrong so far.
    pub(super) faults: Vec<String>,
}

impl Reader {
    pub(super) fn open(sources: &Sources) -> Self {
        let file = match &sources.file {
            Some(path) => File::from(path.clone()).format(FileFormat::Toml).required(true),
            None => File::new("cqc-hub.toml", FileFormat::Toml).required(false),
        };
        // An empty variable counts as unset: compose files pass those on.
        let environment = Environment::with_prefix("CQC_HUB")
            .ignore_empty(true)
            .source(Some(sources.environment.clone()));
        let read = Config::builder().add_source(file).add_source(environment).build();
        match read.and_then(|config| config.collect()) {
            Ok(values) => Self {
                values,
                faults: Vec::new(),
            },
            Err(error) => Self {
                values: HashMap::new(),
                faults: vec![error.to_string()],
            },
        }
    }

    /// Notes a fault of a setting.
    pub(super) fn fault(&mut self, name: &str, what: impl std::fmt::Display) {
        self.faults
            .push(format!("{} (or `{name}` in the file): {what}", variable(name)));
    }

    /// A text.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let value = self.values.remove(name)?;
        let text = value.into_string().ok();
        if text.is_none() {
            self.fault(name, "a single value is expected");
        }
        text
    }

    /// Anything that can be read from a text; the fault says what is expected.
    pub(super) fn parsed<T: FromStr>(&mut self, name: &str, expected: &str) -> Option<T> {
        let text = self.text(name)?;
        let parsed = text.trim().parse().ok();
        if parsed.is_none() {
            self.fault(name, format_args!("`{text}` is not {expected}"));
        }
        parsed
    }

    /// A list: an array in the file, comma-separated in the environment.
    pub(super) fn list(&mut self, name: &str) -> Vec<String> {
        let Some(value) = self.values.remove(name) else {
            return Vec::new();
        };
        let elements = match value.clone().into_array() {
            Ok(elements) => elements
                .into_iter()
                .filter_map(|element| element.into_string().ok())
                .collect(),
            Err(_) => value
                .into_string()
                .map(|text| text.split(',').map(str::to_owned).collect())
                .unwrap_or_default(),
        };
        let elements: Vec<String> = elements;
        elements
            .into_iter()
            .map(|element| element.trim().to_owned())
            .filter(|element| !element.is_empty())
            .collect()
    }

    /// A list of things that can be read from texts.
    pub(super) fn parsed_list<T>(&mut self, name: &str, expected: &str, parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let mut parsed = Vec::new();
        for element in self.list(name) {
            match parse(&element) {
                Some(value) => parsed.push(value),
                None => self.fault(name, format_args!("`{element}` is not {expected}")),
            }
        }
        parsed
    }

    /// Notes what nobody asked for. A name in the file is a slip; a variable may be somebody else's (an orchestrator
    /// sets `CQC_HUB_PORT` for a service of our name), and is only worth a warning.
    pub(super) fn finish(&mut self) {
        let mut unknown: Vec<_> = std::mem::take(&mut self.values).into_iter().collect();
        unknown.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (name, value) in unknown {
            if value.origin().is_some_and(|origin| origin.contains("environment")) {
                tracing::debug!(variable = variable(&name), "a variable that is no setting");
            } else {
                self.faults
                    .push(format!("`{name}` in the file: there is no such setting"));
            }
        }
    }
}

/// The environment variable of a setting.
fn variable(name: &str) -> String {
    format!("CQC_HUB_{}", name.to_ascii_uppercase())
}
