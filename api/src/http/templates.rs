//! The templates of what the hub shows by itself: read once, when the first is needed.

use std::sync::LazyLock;

use minijinja::{Environment, Value};

/// Every template, by the name it is rendered and included by. By the end of its name the engine knows how to escape
/// what it fills in.
const TEMPLATES: &[(&str, &str)] = &[
    ("page.html", include_str!("../routes/pages/page.html")),
    ("fields.html", include_str!("../routes/pages/fields.html")),
    ("inputs.html", include_str!("../routes/pages/inputs.html")),
    ("ways.html", include_str!("../routes/pages/ways.html")),
    ("style.css", include_str!("../routes/pages/style.css")),
    ("problems.html", include_str!("../routes/service/problems.html")),
    ("problem.html", include_str!("../routes/service/problem.html")),
    ("verification.html", include_str!("../routes/verification/page.html")),
    ("visual.xml", include_str!("../routes/cards/visual.svg")),
];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    for (name, source) in TEMPLATES {
        let added = environment.add_template(name, source);
        added.expect("templates are part of the program, and a test reads each");
    }
    environment
});

/// Renders a template of [`TEMPLATES`].
pub fn render(name: &str, context: Value) -> Result<String, minijinja::Error> {
    ENVIRONMENT.get_template(name)?.render(context)
}

#[cfg(test)]
mod tests {
    use super::{ENVIRONMENT, TEMPLATES};

    #[test]
    fn every_template_can_be_read() {
        assert_eq!(ENVIRONMENT.templates().count(), TEMPLATES.len());
    }
}
