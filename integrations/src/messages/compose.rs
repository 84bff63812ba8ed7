//! What a message says, looked up when it is sent: the outbox keeps ids only, and a one-time link is made now, so that
//! no token ever waits in a table.

use domain::notification::Channel;
use domain::people::Language;
use persistence::notify::{Farewell, Notification, Recipient};
use persistence::owner::Owner;
use persistence::papers::{self, PaperRecord};
use persistence::{Db, Error, Result, Store, Tx, accounts, centres, links, staff};

use crate::dispatcher::system;
use crate::messages::content::{Addressee, Letter, OneTimeLink};

mod by_kind;
mod facts;
mod money;

/// A letter and where it goes.
#[derive(Debug, Clone)]
pub(crate) struct Addressed {
    pub(crate) letter: Letter,
    pub(crate) email: String,
    pub(crate) phone: Option<String>,
    /// The paper that goes with it.
    pub(crate) paper: Option<PaperRecord>,
}

/// Finds out what a message says. None where there is nothing to say any more: its reader's data was erased, or what
/// it asks for has been done meanwhile.
pub(crate) async fn compose(store: &Store, channel: Channel, message: Notification) -> Result<Option<Addressed>> {
    // A link is for those who read it in a mail, and making it is a write.
    if channel == Channel::Email && message.about.link.is_some() {
        return store.write(system(), move |tx| with_link(tx, &message)).await;
    }
    store.read(move |db| write_to(db, &message, None)).await
}

fn with_link(tx: &mut Tx<'_>, message: &Notification) -> Result<Option<Addressed>> {
    let Some(purpose) = message.about.link else {
        return write_to(tx, message, None);
    };
    let owner = match message.recipient {
        Recipient::Driver(id) => Owner::Driver(id),
        Recipient::Staff(id) => Owner::Staff(id),
        // Nobody signs in there.
        Recipient::Centre(_) => return write_to(tx, message, None),
    };
    // Nobody to write to: no link to make.
    if reader(tx, message)?.is_none() {
        return Ok(None);
    }
    let sent_to = message.farewell.as_ref().map(|reader| reader.email.as_str());
    let (token, expires_at) = links::make(tx, purpose, owner, sent_to)?;
    let link = OneTimeLink {
        rel: purpose.into(),
        token: token.text(),
        expires_at,
    };
    write_to(tx, message, Some(link))
}

fn write_to(db: &mut Db<'_>, message: &Notification, link: Option<OneTimeLink>) -> Result<Option<Addressed>> {
    let Some(reader) = reader(db, message)? else {
        return Ok(None);
    };
    let content = match by_kind::content(db, message, link) {
        Ok(Some(content)) => content,
        // Done meanwhile; or kept no longer, after a long stop.
        Ok(None) | Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let paper = match message.about.paper.map(|id| papers::find(db, id)) {
        // Thrown away meanwhile, and with it what there was to say.
        Some(found) => match found? {
            Some(paper) => Some(paper),
            None => return Ok(None),
        },
        None => None,
    };
    let letter = Letter {
        addressee: reader.addressee,
        language: reader.language,
        content,
        attachments: paper.iter().filter_map(|paper| paper.file_name.clone()).collect(),
    };
    Ok(Some(Addressed {
        letter,
        email: reader.email,
        phone: reader.phone,
        paper,
    }))
}

struct Reader {
    addressee: Addressee,
    language: Language,
    email: String,
    phone: Option<String>,
}

impl Reader {
    fn of(farewell: Farewell) -> Self {
        Self {
            addressee: Addressee {
                first_names: farewell.first_names,
                surname: farewell.surname,
            },
            language: farewell.language,
            email: farewell.email,
            phone: None,
        }
    }
}

/// Whoever is written to, unless they were erased or left.
fn reader(db: &mut Db<'_>, message: &Notification) -> Result<Option<Reader>> {
    if let Some(farewell) = &message.farewell {
        return Ok(Some(Reader::of(farewell.clone())));
    }
    match message.recipient {
        Recipient::Driver(id) => match accounts::profile(db, id) {
            Ok((account, profile)) => Ok(Some(Reader {
                // Nobody is named to a mailbox that was never confirmed.
                addressee: match account.password_hash {
                    Some(_) => Addressee {
                        first_names: profile.holder.identity.first_names,
                        surname: profile.holder.identity.surname,
                    },
                    None => Addressee {
                        first_names: String::new(),
                        surname: String::new(),
                    },
                },
                language: profile.language,
                email: profile.email,
                phone: profile.phone,
            })),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        },
        Recipient::Staff(id) => {
            let member = staff::find(db, id)?;
            Ok(member.active.then_some(Reader {
                addressee: Addressee {
                    first_names: String::new(),
                    surname: member.name,
                },
                language: member.language,
                email: member.email,
                phone: None,
            }))
        }
        Recipient::Centre(id) => {
            let centre = centres::find(db, id)?;
            let addressee = Addressee {
                first_names: String::new(),
                surname: centre.name,
            };
            Ok(centre.contact_email.map(|email| Reader {
                addressee,
                language: Language::French,
                email,
                phone: None,
            }))
        }
    }
}
