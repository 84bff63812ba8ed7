//! The people of the stories, and the trainings they follow.

use serde_json::{Value, json};

/// A driver, as their identity document and licence say.
#[derive(Debug, Clone)]
pub struct Person {
    /// The email to sign in with.
    pub email: String,
    /// The telephone.
    pub phone: Option<String>,
    /// The language they read.
    pub language: &'static str,
    /// Surname.
    pub surname: String,
    /// First names.
    pub first_names: String,
    /// Date of birth.
    pub birth_date: String,
    /// Number of a French licence.
    pub licence_number: String,
    /// Its categories.
    pub categories: Vec<&'static str>,
    /// The password they choose.
    pub password: String,
}

impl Person {
    /// Camille Martin drives lorries.
    pub fn camille() -> Self {
        Self::new(
            "camille.martin@mail.example",
            "Martin",
            "Camille Jeanne",
            "1988-04-17",
            "13AA00002",
            &["B", "C", "CE"],
        )
    }

    /// Youssef Benali drives lorries and coaches.
    pub fn youssef() -> Self {
        Self::new(
            "youssef@benali.example",
            "Benali",
            "Youssef",
            "1979-11-03",
            "15BC12345",
            &["B", "C", "CE", "D"],
        )
    }

    /// Anne-Lise Le Goff drives coaches, has no telephone and reads English.
    pub fn anne_lise() -> Self {
        Self {
            phone: None,
            language: "en",
            ..Self::new(
                "al.legoff@mail.example",
                "Le Goff",
                "Anne-Lise",
                "1995-02-28",
                "140635200417",
                &["B", "D", "DE"],
            )
        }
    }

    /// One of a crowd: each number is somebody else, with a lorry.
    pub fn numbered(number: u16) -> Self {
        let (email, licence) = (format!("conducteur{number}@mail.example"), format!("16ZZ{number:05}"));
        Self::new(
            &email,
            "Dupont",
            &format!("Dominique {}", letters(number)),
            "1990-06-15",
            &licence,
            &["B", "C"],
        )
    }

    /// The same person under another email.
    #[must_use]
    pub fn at(self, email: &str) -> Self {
        let email = email.to_owned();
        Self { email, ..self }
    }

    /// The same person under another surname.
    #[must_use]
    pub fn called(self, surname: &str) -> Self {
        let surname = surname.to_owned();
        Self { surname, ..self }
    }

    /// The same person with another licence.
    #[must_use]
    pub fn with_licence(self, number: &str) -> Self {
        let licence_number = number.to_owned();
        Self { licence_number, ..self }
    }

    fn new(
        email: &str,
        surname: &str,
        first_names: &str,
        birth_date: &str,
        licence_number: &str,
        categories: &[&'static str],
    ) -> Self {
        Self {
            email: email.to_owned(),
            phone: Some("+33612345678".to_owned()),
            language: "fr",
            surname: surname.to_owned(),
            first_names: first_names.to_owned(),
            birth_date: birth_date.to_owned(),
            licence_number: licence_number.to_owned(),
            categories: categories.to_vec(),
            password: "Gravier-7-phares-bleus!".to_owned(),
        }
    }

    /// The form «Créer un compte», filled in, its four boxes ticked.
    pub fn registration(&self) -> Value {
        let mut form = json!({
            "profile": "individual", "email": self.email, "language": self.language, "address": home(),
            "consents": {"privacy_policy": true, "general_conditions": true, "data_accuracy": true, "electronic_communication": true},
        });
        if let Some(phone) = &self.phone {
            form["phone"] = json!(phone);
        }
        for (field, value) in self.holder().as_object().expect("an object") {
            form[field] = value.clone();
        }
        form
    }

    /// The password they choose, twice, and what shows that the account is theirs.
    pub fn choice(&self) -> Value {
        json!({"password": self.password, "password_confirmation": self.password, "birth_date": self.birth_date})
    }

    /// Who they are and what they may drive.
    pub fn holder(&self) -> Value {
        json!({
            "surname": self.surname, "first_names": self.first_names,
            "birth_date": self.birth_date, "birth_place": "Lyon", "birth_country": "FR",
            "licence": {"country": "FR", "number": self.licence_number, "categories": self.categories,
                "issued_on": "2016-10-02", "expires_on": "2031-10-02"},
        })
    }

    /// What a training centre writes down of them: capitals, and the first of their first names.
    pub fn as_attested(&self) -> Value {
        json!({
            "surname": self.surname.to_uppercase(),
            "first_names": self.first_names.split(' ').next(),
            "birth_date": self.birth_date,
            "licence": {"country": "FR", "number": self.licence_number},
        })
    }
}

/// A name made of a number, since names have no digits.
fn letters(number: u16) -> String {
    let letter = |digit: u16| char::from(b'a' + u8::try_from(digit % 26).expect("a letter"));
    format!(
        "{}{}{}",
        letter(number / 676).to_ascii_uppercase(),
        letter(number / 26),
        letter(number)
    )
}

/// Where everybody lives.
pub fn home() -> Value {
    json!({"line1": "12 rue de la République", "line2": "Bât. B", "postal_code": "69001", "city": "Lyon", "country": "FR"})
}

/// Where they would rather have their post sent.
pub fn depot() -> Value {
    json!({"line1": "Dépôt des Brotteaux", "postal_code": "69006", "city": "Lyon", "country": "FR"})
}

/// A training that somebody followed, as its centre posts it.
#[derive(Debug, Clone)]
pub struct Training {
    /// The centre's own reference.
    pub reference: String,
    /// What kind it was.
    pub kind: &'static str,
    /// In which sector.
    pub sector: &'static str,
    /// How many hours.
    pub hours: u32,
    /// First day.
    pub started_on: String,
    /// Last day, and the day the attestation was delivered.
    pub ended_on: String,
}

impl Training {
    /// A first qualification: FIMO, 140 hours, ended on that day.
    pub fn fimo(sector: &'static str, ended_on: &str) -> Self {
        Self::new("fimo", sector, 140, ended_on)
    }

    /// A renewal: a whole FCO, 35 hours.
    pub fn fco(sector: &'static str, ended_on: &str) -> Self {
        Self::new("fco", sector, 35, ended_on)
    }

    /// From the other sector to this one: bridging, 35 hours.
    pub fn bridging(sector: &'static str, ended_on: &str) -> Self {
        Self::new("bridging", sector, 35, ended_on)
    }

    /// One part of an FCO.
    pub fn sequence(sector: &'static str, hours: u32, ended_on: &str) -> Self {
        Self::new("fco_sequence", sector, hours, ended_on)
    }

    fn new(kind: &'static str, sector: &'static str, hours: u32, ended_on: &str) -> Self {
        Self {
            reference: format!("ABSKILL-{kind}-{sector}-{ended_on}"),
            kind,
            sector,
            hours,
            started_on: first_day(kind, ended_on),
            ended_on: ended_on.to_owned(),
        }
    }

    /// The attestation of this training for somebody.
    pub fn of(&self, person: &Person) -> Value {
        self.attesting(person.as_attested(), &person.licence_number)
    }

    /// The attestation of this training, with what the centre wrote down of the driver.
    pub fn attesting(&self, driver: Value, suffix: &str) -> Value {
        let mut attestation = json!({
            "external_reference": format!("{}-{suffix}", self.reference),
            "type": self.kind, "sector": self.sector, "hours": self.hours,
            "started_on": self.started_on, "ended_on": self.ended_on, "delivered_on": self.ended_on,
            "place": "Lyon",
        });
        attestation["driver"] = driver;
        attestation
    }
}

/// Five days earlier is as good a first day as any.
/// A FIMO takes four weeks, anything else a week.
fn first_day(kind: &str, ended_on: &str) -> String {
    let day: chrono::NaiveDate = ended_on.parse().expect("a date");
    let days = if kind == "fimo" { 27 } else { 4 };
    (day - chrono::Days::new(days)).to_string()
}

/// The same document with another value at a pointer; what lies on the way is there already.
#[must_use]
pub fn with(document: &Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let mut changed = document.clone();
    match changed.pointer_mut(pointer) {
        Some(there) => *there = value,
        None => {
            changed
                .pointer_mut(parent)
                .unwrap_or_else(|| panic!("nothing at {parent}"))[name] = value;
        }
    }
    changed
}

/// The same document without what stands at a pointer.
#[must_use]
pub fn without(document: &Value, pointer: &str) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let mut changed = document.clone();
    let parent = changed
        .pointer_mut(parent)
        .and_then(Value::as_object_mut)
        .expect("an object");
    parent.remove(name).unwrap_or_else(|| panic!("nothing at {pointer}"));
    changed
}
