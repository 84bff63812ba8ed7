//! What the parts of a request cost, one by one: `cargo bench -p tests --bench parts`, or with a word of their names.
//!
//! What they add up to, over HTTP, the `load` program measures.

mod scene;
mod store;

use api::auth::Auth;
use api::routes::cases::CaseView;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use domain::actor::Role;
use domain::case::{Action, Case, Facts, Given, Stage};
use domain::ids::{AccountId, SessionId};
use domain::lifecycle;
use domain::people::Language;
use integrations::papers::Press;
use integrations::papers::samples;
use persistence::Options;
use persistence::sessions::Signed;
use tests::databases::Database;
use tokio::runtime::Runtime;
use uuid::Uuid;

use scene::Scene;

/// What the domain says of a complete draft that is sent.
fn decision(criterion: &mut Criterion) {
    let scene = Scene::set(Database::sqlite());
    let whole = scene.whole();
    let table = whole.record.kind.table();
    criterion.bench_function("decide whether a case may be sent", |bencher| {
        bencher.iter(|| {
            let facts = Facts::of(&whole.file, Given::default());
            let decided =
                lifecycle::decide::<Case>(table, Some(Stage::Draft), None, Action::Submit, Role::Driver, &facts);
            assert!(decided.is_ok(), "a complete draft");
        });
    });
    criterion.bench_function("write a case as JSON", |bencher| {
        bencher.iter_batched(
            || whole.clone(),
            |whole| CaseView::answer(whole, Language::French),
            BatchSize::SmallInput,
        );
    });
}

/// Whose a token is: of one that was seen before, and of one that was not.
fn token(criterion: &mut Criterion) {
    let (runtime, database) = (Runtime::new().expect("a runtime"), Database::sqlite());
    let auth = runtime.block_on(async {
        let store = database.open(&Options::default());
        Auth::open(&store, "a secret of thirty-two characters", "https://hub.example.org").await
    });
    let auth = auth.expect("the keys");
    let tokens = auth.tokens();
    let fresh = || {
        let (driver, session) = (AccountId(Uuid::new_v4()), SessionId(Uuid::new_v4()));
        tokens.for_person(Signed::Driver(driver), session).expect("a token")
    };
    let known = fresh();
    criterion.bench_function("check a token that was seen before", |bencher| {
        bencher.iter(|| assert!(tokens.is_good(&known)));
    });
    criterion.bench_function("check a token for the first time", |bencher| {
        bencher.iter_batched(fresh, |token| assert!(tokens.is_good(&token)), BatchSize::SmallInput);
    });
}

fn paper(criterion: &mut Criterion) {
    let press = Press::new().expect("a press");
    let samples = samples::in_language(Language::French);
    let certificate = samples.iter().find(|sample| sample.name.starts_with("certificate"));
    let certificate = &certificate.expect("a certificate").paper;
    criterion.bench_function("print a certificate", |bencher| {
        bencher.iter(|| press.print(certificate).expect("a PDF"));
    });
}

criterion_group! {
    name = parts;
    config = Criterion::default().sample_size(30);
    targets = decision, token, paper, store::reading, store::writing
}
criterion_main!(parts);
