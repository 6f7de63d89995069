//! What ran, for tests that look at it.

use std::sync::{Arc, Mutex};

use sqlx::SqlStr;

use super::Arg;

/// Keeps the statements that run, for tests that look at their plans; off otherwise.
#[derive(Clone, Default)]
pub struct Recorder(Option<Arc<Mutex<Vec<Recorded>>>>);

/// A statement with what its placeholders stood for.
pub type Recorded = (String, Vec<Arg>);

impl Recorder {
    /// One that records.
    pub fn on() -> Self {
        Self(Some(Arc::default()))
    }

    pub(super) fn record(&self, sql: &SqlStr, args: &[Arg]) {
        if let Some(list) = &self.0
            && let Ok(mut list) = list.lock()
        {
            list.push((sql.as_str().to_owned(), args.to_vec()));
        }
    }

    /// What ran since the last time this was asked.
    pub fn take(&self) -> Vec<Recorded> {
        self.0
            .as_ref()
            .and_then(|list| list.lock().ok().map(|mut list| std::mem::take(&mut *list)))
            .unwrap_or_default()
    }
}
