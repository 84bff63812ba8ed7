//! `cqc-hub papers`

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use domain::people::Language;
use domain::words::Word as _;
use integrations::papers::{Press, samples};

/// Looks at the papers that the hub prints.
#[derive(Debug, Args)]
pub(super) struct Papers {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print one sample of each paper, hard cases included, in every language.
    Preview(Preview),
}

#[derive(Debug, Args)]
struct Preview {
    /// The folder they go to; made where there is none.
    folder: PathBuf,
    /// Templates (`*.typ`) to try instead of the built-in ones of the same name.
    #[arg(long, value_name = "FOLDER")]
    templates: Option<PathBuf>,
    /// Only the samples whose name begins so, as `certificate` or `summary-theft`.
    #[arg(long, value_name = "NAME", default_value = "")]
    only: String,
}

impl Papers {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Preview(preview) => preview.run(),
        }
    }
}

impl Preview {
    fn run(self) -> anyhow::Result<()> {
        let press = match &self.templates {
            Some(folder) => Press::with_templates(folder).with_context(|| folder.display().to_string())?,
            None => Press::new()?,
        };
        std::fs::create_dir_all(&self.folder).with_context(|| self.folder.display().to_string())?;
        let mut written = 0;
        for language in Language::ALL {
            let samples = samples::in_language(*language).into_iter();
            for sample in samples.filter(|sample| sample.name.starts_with(&self.only)) {
                let pdf = press.print(&sample.paper).with_context(|| sample.name)?;
                write(&self.folder.join(format!("{}.{language}.pdf", sample.name)), &pdf)?;
                written += 1;
            }
        }
        anyhow::ensure!(written > 0, "no sample's name begins with `{}`", self.only);
        println!("{written} papers, all of invented people.");
        Ok(())
    }
}

fn write(path: &Path, pdf: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, pdf).with_context(|| path.display().to_string())?;
    println!("{:>4} kB  {}", pdf.len().div_ceil(1_000), path.display());
    Ok(())
}
