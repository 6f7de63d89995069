//! One standard answer as this device knows it: what stands in the unit, and what was written here beside it.

use indgang_domain::kernel::id::{EnvelopeId, TemplateId};
use indgang_domain::staff::{SaveTemplate, TemplateView};

use crate::backend::OutboxLine;

/// What stands in the unit, and what was written here and is not settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: TemplateId,
    /// As the server has it; as written here, while that is on its way.
    pub latest: TemplateView,
    /// What was written here is on its way.
    pub waits: bool,
    /// As written here, where a colleague came first; and the envelopes it went in, the last one last.
    pub overtaken: Vec<(EnvelopeId, TemplateView)>,
}

impl Entry {
    /// What was written here and is to be chosen or given up. Once something newer is on its way, one has chosen.
    pub fn undecided(&self) -> Option<&TemplateView> {
        self.overtaken.last().filter(|_| !self.waits).map(|(_, mine)| mine)
    }
}

/// A text that this device sent and has not got settled as done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    envelope: EnvelopeId,
    id: TemplateId,
    view: TemplateView,
    failed: bool,
}

impl Sent {
    /// What a line of the outbox says, if it is about a standard answer.
    pub fn of(line: &OutboxLine) -> Option<Self> {
        let SaveTemplate { id, title, text, revision, .. } = line.command_of()?;
        let view = TemplateView { title: title.into(), text: text.into(), revision };
        Some(Self { envelope: line.id, id, view, failed: line.failed.is_some() })
    }
}

/// The templates of an answer, with what this device sent.
pub fn entries(templates: &[(TemplateId, TemplateView)], sent: &[Sent]) -> Vec<Entry> {
    templates.iter().map(|(id, latest)| entry(*id, latest, sent)).collect()
}

fn entry(id: TemplateId, latest: &TemplateView, sent: &[Sent]) -> Entry {
    let sent: Vec<_> = sent.iter().filter(|sent| sent.id == id).collect();
    let waits = sent.iter().any(|sent| !sent.failed);
    let overtaken = sent.iter().filter(|sent| sent.failed && sent.view.revision < latest.revision);
    let overtaken = overtaken.map(|sent| (sent.envelope, sent.view.clone())).collect();
    Entry { id, latest: latest.clone(), waits, overtaken }
}

#[cfg(test)]
mod tests {
    use indgang_domain::kernel::id::mint;

    use super::*;

    fn id() -> TemplateId {
        TemplateId(mint(1, [0; 10]))
    }

    fn envelope(number: u8) -> EnvelopeId {
        EnvelopeId(mint(2, [number; 10]))
    }

    fn view(text: &str, revision: i64) -> TemplateView {
        TemplateView { title: "Tak".into(), text: text.into(), revision }
    }

    fn one(latest: TemplateView, sent: &[(TemplateView, bool)]) -> Option<Entry> {
        let sent = sent.iter().zip(0..);
        let sent: Vec<_> = sent
            .map(|((view, failed), number)| Sent {
                envelope: envelope(number),
                id: id(),
                view: view.clone(),
                failed: *failed,
            })
            .collect();
        entries(&[(id(), latest)], &sent).pop()
    }

    #[test]
    fn a_change_on_its_way_waits_and_is_not_overtaken() {
        let entry = one(view("ny", 3), &[(view("ny", 3), false)]);
        assert_eq!(entry.map(|entry| (entry.waits, entry.overtaken)), Some((true, Vec::new())));
    }

    #[test]
    fn where_a_colleague_came_first_both_texts_are_kept() {
        let entry = one(view("deres", 4), &[(view("min", 3), true)]);
        let texts = entry.map(|entry| (entry.undecided().cloned(), entry.latest.text));
        assert_eq!(texts, Some((Some(view("min", 3)), "deres".into())));
    }

    #[test]
    fn the_last_of_several_that_were_overtaken_is_shown_and_all_are_let_go() {
        let entry = one(view("deres", 5), &[(view("min", 3), true), (view("min igen", 4), true)]);
        let shown = entry.map(|entry| (entry.undecided().cloned(), entry.overtaken));
        let both = vec![(envelope(0), view("min", 3)), (envelope(1), view("min igen", 4))];
        assert_eq!(shown, Some((Some(view("min igen", 4)), both)));
    }

    #[test]
    fn who_has_chosen_is_not_asked_again() {
        let entry = one(view("min", 4), &[(view("min", 3), true), (view("min", 4), false)]);
        let asked = entry.map(|entry| (entry.undecided().cloned(), entry.overtaken.len()));
        assert_eq!(asked, Some((None, 1)));
    }

    #[test]
    fn what_failed_for_another_reason_is_no_conflict() {
        let entry = one(view("før", 3), &[(view("min", 3), true)]);
        assert_eq!(entry.map(|entry| (entry.waits, entry.overtaken)), Some((false, Vec::new())));
    }
}
