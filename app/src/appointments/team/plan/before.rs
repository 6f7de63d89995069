//! The form as it was filled in, where it came back.

use std::collections::BTreeMap;

use indgang_domain::appointments::ProposeAppointment;
use leptos::prelude::*;

use crate::act::posted;

/// What stood in the form's fields, by name; none where it is new.
#[derive(Clone, Copy, Debug)]
pub struct Before(StoredValue<Option<BTreeMap<String, String>>>);

impl Before {
    pub(super) fn find() -> Self {
        Self(StoredValue::new(posted::<ProposeAppointment>(&[]).map(|posted| posted.fields)))
    }

    pub(super) fn came_back(self) -> bool {
        self.0.with_value(Option::is_some)
    }

    pub(super) fn text(self, name: &str) -> Option<String> {
        self.0.with_value(|fields| fields.as_ref()?.get(name).cloned())
    }

    /// What stood there, or where it was left out, this.
    pub(super) fn text_or(self, name: &str, else_this: &str) -> String {
        self.text(name).unwrap_or_else(|| else_this.to_owned())
    }

    /// Was this one of several ticked?
    pub(super) fn ticked(self, name: &str, value: &str) -> bool {
        self.text(name).is_some_and(|chosen| chosen.lines().any(|line| line == value))
    }
}
