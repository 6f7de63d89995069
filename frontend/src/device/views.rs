//! Queries are answered from what is kept here, with what was done here laid over it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use indgang_domain::families::{FamilyView, veiled_here};
use indgang_domain::json;
use indgang_domain::kernel::id::StreamId;
use indgang_domain::messages::ThreadView;
use indgang_domain::policy::{Lens, Lenses, hidden, sees};
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::View;
use indgang_domain::sync::{Item, ItemState, PendingView};
use indgang_domain::verbs::{Facts, Held, Need, Span, Viewer};
use serde_json::value::RawValue;

use super::engine::Engine;
use super::phase::Phase;
use crate::cipher::Refused;
use crate::js;
use crate::store::{Row, Store};

/// So long a query waits for the first pull, in milliseconds.
const PATIENCE: u32 = 20_000;

type Opened = Vec<((StreamId, &'static str), Rc<Vec<Row>>)>;

/// Views that were opened, by stream and kind, until something newer is stored.
#[derive(Default)]
pub(super) struct Views {
    opened: RefCell<Opened>,
    /// Moves when anything is let go: what was being read meanwhile may be old.
    age: Cell<u64>,
}

impl Views {
    pub(super) fn let_go(&self, streams: &[StreamId]) {
        self.age.set(self.age.get() + 1);
        self.opened.borrow_mut().retain(|((stream, _), _)| !streams.contains(stream));
    }

    pub(super) fn let_all_go(&self) {
        self.age.set(self.age.get() + 1);
        self.opened.borrow_mut().clear();
    }

    async fn read(
        &self,
        store: &Store,
        stream: StreamId,
        kind: &'static str,
    ) -> Result<Rc<Vec<Row>>, Refused> {
        if let Some((_, rows)) = self.opened.borrow().iter().find(|(of, _)| *of == (stream, kind)) {
            return Ok(rows.clone());
        }
        let age = self.age.get();
        let rows = Rc::new(store.views(stream, kind).await?);
        if age == self.age.get() {
            self.opened.borrow_mut().push(((stream, kind), rows.clone()));
        }
        Ok(rows)
    }
}

impl Engine {
    pub(super) async fn facts(&self, needs: Vec<Need>) -> Result<Facts, Problem> {
        let viewer = self.viewer.clone().ok_or(ProblemKey::LoggedOut)?;
        self.ready().await?;
        let mut held = Vec::new();
        for need in &needs {
            // Nothing found and nothing to be read are not the same: what cannot be read is not shown as gone.
            self.gather(&viewer, need, &mut held).await.map_err(|Refused| ProblemKey::Later)?;
        }
        Ok(Facts { viewer, now: js::now(), held })
    }

    /// Until there is something to answer from: on a page from the server, something newer than the page.
    pub(super) async fn ready(&self) -> Result<(), Problem> {
        self.store().await;
        loop {
            let (whole, synced, condition) = {
                let machine = self.machine.borrow();
                (machine.whole(), machine.synced(), machine.condition())
            };
            if synced || (whole && self.is_fresh()) {
                return Ok(());
            }
            if condition.too_old {
                return Err(ProblemKey::TooOld.into());
            }
            if condition.logged_out {
                return Err(ProblemKey::LoggedOut.into());
            }
            if self.phase() == Phase::Ended
                || self.phase().has_tried()
                || !self.something_within(PATIENCE).await
            {
                return Err(ProblemKey::Offline.into());
            }
        }
    }

    async fn gather(&self, viewer: &Viewer, need: &Need, held: &mut Vec<Held>) -> Result<(), Refused> {
        let store = self.store().await;
        let seen = |(_, lenses): &(StreamId, Lenses)| sees(viewer.role, *lenses, need.kind);
        for (stream, lenses) in self.spanned(viewer, need.span).into_iter().filter(seen) {
            let rows = self.views.read(&store, stream, need.kind).await?;
            let is_veiled = hidden(need.kind, lenses, true).next().is_some();
            let family = if is_veiled { self.family_of(&store, stream).await? } else { None };
            let shown = |view: &RawValue| veiled_here(need.kind, lenses, family.as_deref(), view.to_owned());
            let machine = self.machine.borrow();
            let laid_over = overlay(machine.items(), stream, need.kind);
            for row in rows
                .iter()
                .filter(|row| !laid_over.iter().any(|(item, over)| over.id == row.id && !failed(item)))
            {
                let Ok(view) = shown(&row.view) else { continue };
                let kind = need.kind.to_owned();
                held.push(Held {
                    stream,
                    lenses,
                    kind,
                    id: row.id,
                    version: row.version,
                    view,
                    sending: None,
                });
            }
            // A failed change shows no more than what it failed to change.
            let new = laid_over
                .iter()
                .filter(|(item, over)| !(failed(item) && rows.iter().any(|row| row.id == over.id)));
            for (item, over) in new {
                let Ok(view) = shown(&over.view) else { continue };
                let (kind, sending) = (need.kind.to_owned(), Some(item.sending()));
                held.push(Held { stream, lenses, kind, id: over.id, version: 0, view, sending });
            }
        }
        Ok(())
    }

    /// The family that a stream is of, as it is held here: that of a thread is named in the thread's head.
    async fn family_of(&self, store: &Store, stream: StreamId) -> Result<Option<Box<RawValue>>, Refused> {
        let heads = self.views.read(store, stream, ThreadView::KIND).await?;
        let head = heads.first().and_then(|head| json::read::<ThreadView>(head.view.get()).ok());
        let family = head.map_or(stream, |head| head.family.into());
        let families = self.views.read(store, family, FamilyView::KIND).await?;
        Ok(families.first().map(|family| family.view.clone()))
    }

    /// The streams that a need is about, with what the viewer is to them. Rather more than less.
    fn spanned(&self, viewer: &Viewer, span: Span) -> Vec<(StreamId, Lenses)> {
        let machine = self.machine.borrow();
        match span {
            Span::All | Span::FamilyOf(_) | Span::Within(_) | Span::During(..) | Span::Thing(_) => {
                machine.cursors().map(|cursor| (cursor.stream, cursor.lenses())).collect()
            }
            Span::Own => vec![(viewer.person.into(), Lens::Own.into())],
            Span::Stream(stream) | Span::Latest(stream, _) | Span::Before(stream, ..) => {
                // What begins a stream here is shown before that is there, as what its author is to where it is judged.
                let begins = |item: &&Item| item.pending.iter().any(|over| over.stream == stream);
                let begun = || machine.cursor(machine.items().iter().find(begins)?.on);
                let cursor = machine.cursor(stream).or_else(begun);
                cursor.map(|cursor| (stream, cursor.lenses())).into_iter().collect()
            }
        }
    }
}

/// What was done here, of one kind in one stream; of several with one id, the last.
fn overlay<'i>(items: &'i [Item], stream: StreamId, kind: &str) -> Vec<(&'i Item, &'i PendingView)> {
    let mut newest: Vec<(&Item, &PendingView)> = Vec::new();
    for item in items {
        for over in item.pending.iter().filter(|over| over.stream == stream && over.kind == kind) {
            match newest.iter_mut().find(|(_, known)| known.id == over.id) {
                // What failed does not hide what still waits.
                Some(known) if failed(known.0) || !failed(item) => *known = (item, over),
                Some(_) => {}
                None => newest.push((item, over)),
            }
        }
    }
    newest
}

fn failed(item: &Item) -> bool {
    matches!(item.state, ItemState::Failed { .. })
}
