//! One standard answer as this device knows it: what the server has, and what was written here beside it.

use indgang_domain::kernel::id::TemplateId;
use indgang_domain::staff::TemplateView;

/// What the server has, and what was written here and is not settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub id: TemplateId,
    /// As the server has it; as written here, where it is new.
    pub latest: TemplateView,
    /// As written here and on its way.
    pub mine: Option<TemplateView>,
    /// As written here, where a colleague came first.
    pub overtaken: Option<TemplateView>,
}

impl Entry {
    /// What stands on screen: one's own change at once.
    pub fn shown(&self) -> &TemplateView {
        self.mine.as_ref().unwrap_or(&self.latest)
    }

    /// It is on its way. A new one counts from 1 once the server has it.
    pub fn waits(&self) -> bool {
        self.mine.is_some() || self.latest.revision == 0
    }
}

/// A text that this device sent and has not got settled as done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// What it says.
    pub text: String,
    /// The server did not take it.
    pub failed: bool,
}

/// The templates of an answer, each once. One that was changed here stands several times in it, with the same id:
/// the newest revision is the server's; of two with that revision, `sent` tells which text is from here.
pub fn entries(templates: &[(TemplateId, TemplateView)], sent: &[Sent]) -> Vec<Entry> {
    let mut ids: Vec<TemplateId> = Vec::new();
    for (id, _) in templates {
        if !ids.contains(id) {
            ids.push(*id);
        }
    }
    let views = |id| templates.iter().filter(move |(other, _)| *other == id).map(|(_, view)| view);
    ids.into_iter().filter_map(|id| entry(id, views(id).collect(), sent)).collect()
}

fn entry(id: TemplateId, mut views: Vec<&TemplateView>, sent: &[Sent]) -> Option<Entry> {
    let is_sent =
        |view: &TemplateView, failed| sent.iter().any(|sent| sent.text == view.text && sent.failed == failed);
    // Stable: what was written here comes last among those of one revision.
    views.sort_by_key(|view| (view.revision, is_sent(view, false)));
    let newest = views.last()?.revision;
    let (old, mut new): (Vec<_>, Vec<_>) = views.into_iter().partition(|view| view.revision < newest);
    let own = if new.len() > 1 { new.pop() } else { None };
    let latest = new.pop()?;
    let (waits, overtaken): (Vec<_>, Vec<_>) = old.into_iter().partition(|view| is_sent(view, false));
    Some(Entry {
        id,
        latest: latest.clone(),
        mine: own.or(waits.last().copied()).cloned(),
        overtaken: overtaken.last().copied().cloned(),
    })
}

#[cfg(test)]
mod tests {
    use indgang_domain::kernel::id::mint;

    use super::*;

    fn view(text: &str, revision: i64) -> TemplateView {
        TemplateView { title: "Tak".into(), text: text.into(), revision }
    }

    fn one(views: &[TemplateView], sent: &[(&str, bool)]) -> Option<Entry> {
        let id = TemplateId(mint(1, [0; 10]));
        let templates: Vec<_> = views.iter().map(|view| (id, view.clone())).collect();
        let sent: Vec<_> =
            sent.iter().map(|(text, failed)| Sent { text: (*text).into(), failed: *failed }).collect();
        let mut entries = entries(&templates, &sent);
        assert_eq!(entries.len(), 1);
        entries.pop()
    }

    #[test]
    fn a_change_on_its_way_is_shown_at_once_whichever_comes_first() {
        for views in [[view("før", 3), view("ny", 3)], [view("ny", 3), view("før", 3)]] {
            let entry = one(&views, &[("ny", false)]);
            assert_eq!(entry.as_ref().map(|entry| entry.shown().text.as_str()), Some("ny"));
            assert_eq!(entry.map(|entry| (entry.waits(), entry.overtaken)), Some((true, None)));
        }
    }

    #[test]
    fn where_a_colleague_came_first_both_texts_are_kept() {
        for views in [[view("deres", 4), view("min", 3)], [view("min", 3), view("deres", 4)]] {
            let entry = one(&views, &[("min", true)]);
            assert_eq!(entry.as_ref().map(|entry| entry.shown().text.as_str()), Some("deres"));
            assert_eq!(
                entry.map(|entry| (entry.waits(), entry.overtaken)),
                Some((false, Some(view("min", 3))))
            );
        }
    }

    #[test]
    fn one_is_overtaken_only_once_the_server_has_said_so() {
        let entry = one(&[view("deres", 4), view("min", 3)], &[("min", false)]);
        assert_eq!(entry.map(|entry| (entry.waits(), entry.overtaken)), Some((true, None)));
    }

    #[test]
    fn choosing_ones_own_again_keeps_the_overtaken_until_it_is_let_go() {
        let views = [view("deres", 4), view("min", 3), view("min igen", 4)];
        let entry = one(&views, &[("min", true), ("min igen", false)]);
        let entry = entry.map(|entry| (entry.latest.text, entry.mine, entry.overtaken));
        assert_eq!(entry, Some(("deres".into(), Some(view("min igen", 4)), Some(view("min", 3)))));
    }

    #[test]
    fn a_new_one_waits_until_the_server_has_it() {
        assert_eq!(one(&[view("ny", 0)], &[("ny", false)]).map(|entry| entry.waits()), Some(true));
        assert_eq!(one(&[view("ny", 1)], &[]).map(|entry| entry.waits()), Some(false));
    }
}
