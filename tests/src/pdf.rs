//! What can be read in a PDF. Needs `pdftotext` (Debian's poppler-utils).

use std::process::Command;

/// The text of a PDF with its spaces made one; nothing where it cannot be read here, which `CI` does not accept.
pub fn text_of(pdf: &[u8]) -> Option<String> {
    let folder = crate::databases::folder();
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, pdf).expect("a file");
    match Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output() {
        Ok(read) => {
            assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
            let text = String::from_utf8(read.stdout).expect("UTF-8");
            Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        Err(missing) => {
            assert!(std::env::var_os("CI").is_none(), "pdftotext is needed: {missing}");
            eprintln!("SKIPPED: the text of papers is not read again, for want of pdftotext");
            None
        }
    }
}

/// Asserts that a PDF says all of this, as far as it can be read here.
#[track_caller]
pub fn says(pdf: &[u8], expected: &[&str]) {
    if let Some(text) = text_of(pdf) {
        for one in expected {
            assert!(text.contains(one), "«{one}» is not in:\n{text}");
        }
    }
}
