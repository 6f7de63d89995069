//! Who serves a family.

use super::{ContactCard, ContactView};
use crate::kernel::id::{AssignmentId, StreamId};
use crate::verbs::Facts;

/// A family's contact persons, the longest first.
pub(crate) fn contacts(facts: &Facts, family: StreamId) -> Vec<ContactCard> {
    let today = facts.now.day();
    let mut contacts: Vec<_> = facts.of::<ContactView>().filter(|contact| contact.stream == family).collect();
    contacts.sort_by_key(|contact| (contact.view.from, contact.id));
    contacts
        .into_iter()
        .map(|contact| ContactCard {
            id: AssignmentId(contact.id),
            away: contact.view.away_on(today).cloned(),
            face: contact.view.face,
            administration: contact.view.administration,
        })
        .collect()
}
