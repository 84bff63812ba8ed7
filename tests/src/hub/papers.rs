//! The papers a hub keeps, as whoever runs the machine finds them: printed, lost, spoiled.

use std::path::PathBuf;
use std::time::Instant;

use domain::ids::{CertificateId, PaperId, ProductionOrderId};
use domain::paper::PaperKind;
use jsonwebtoken::jwk::JwkSet;
use persistence::papers;

use super::{Hub, TIMEOUT};
use crate::reading::Reading as _;

impl Hub {
    /// What the QR code of a certificate holds.
    pub async fn qr_text(&self, certificate: &str) -> String {
        let id: CertificateId = certificate.parse().expect("an id");
        let paper = self
            .running
            .store()
            .read(move |db| papers::of_subject(db, PaperKind::Certificate, id));
        let paper = paper.await.expect("a paper").expect("asked for");
        let facts = paper.facts.expect("facts").0;
        format!("{}#{}", facts.text("/verification_url"), facts.text("/statement"))
    }

    /// What the letter with an order's card says.
    pub async fn card_letter(&self, order: &str) -> serde_json::Value {
        let id: ProductionOrderId = order.parse().expect("an id");
        let paper = self
            .running
            .store()
            .read(move |db| papers::of_subject(db, PaperKind::CardLetter, id));
        let paper = paper.await.expect("a paper").expect("asked for");
        paper.facts.expect("facts").0
    }

    /// The keys that the hub publishes.
    pub async fn keys(&self) -> JwkSet {
        let keys = self.anyone().get("/.well-known/jwks.json").await.ok();
        serde_json::from_value(keys).expect("keys")
    }

    /// How many files the hub keeps that somebody uploaded.
    pub async fn files_kept(&self) -> usize {
        self.files(false).await.len()
    }

    /// Waits until the hub keeps that many of them: they go after the decision, not within it.
    pub async fn until_files_kept(&self, count: usize) {
        self.until_kept(count, false).await;
    }

    /// Waits until the hub keeps that many papers.
    pub async fn until_papers_kept(&self, count: usize) {
        self.until_kept(count, true).await;
    }

    /// All papers are gone from the disk.
    pub async fn lose_papers(&self) {
        for paper in self.files(true).await {
            std::fs::remove_file(paper).expect("a file removed");
        }
    }

    /// Half of each paper is gone from the disk.
    pub async fn spoil_papers(&self) {
        for paper in self.files(true).await {
            let bytes = std::fs::read(&paper).expect("a file");
            std::fs::write(&paper, &bytes[..bytes.len() / 2]).expect("a file written");
        }
    }

    async fn until_kept(&self, count: usize, is_paper: bool) {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            let kept = self.files(is_paper).await.len();
            if kept == count {
                return;
            }
            assert!(Instant::now() < deadline, "{kept} are kept, and never {count}");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    /// Papers lie among uploads; the rows know which is which.
    async fn files(&self, papers: bool) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for path in self.running.files() {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let id: Option<PaperId> = name.parse().ok();
            let is_paper = match id {
                Some(id) => {
                    let row = self.running.store().read(move |db| papers::find(db, id));
                    row.await.expect("a row, or none").is_some()
                }
                None => false,
            };
            if is_paper == papers {
                found.push(path);
            }
        }
        found
    }
}
