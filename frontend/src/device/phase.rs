//! How far a tab has come: with its store and the other tabs, and with the page that it stands in.

/// What a tab is to the others of this person on this device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// The store is not open, or whether another tab leads is not known yet.
    #[default]
    Begins,
    /// Another tab leads, and has led for a while: what it stored is as new as can be.
    Follows,
    /// This tab alone speaks with the server, for all that it shows.
    Leads(FirstPull),
    /// It has let go of everything.
    Ended,
}

/// What came of the first pull of a tab that leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FirstPull {
    Awaited,
    Failed,
    Done,
}

impl Phase {
    pub(super) fn leads(self) -> bool {
        matches!(self, Self::Leads(_))
    }

    /// A first pull has ended, well or not.
    pub(super) fn has_tried(self) -> bool {
        matches!(self, Self::Leads(FirstPull::Failed | FirstPull::Done))
    }

    /// What is kept here is as new as it gets for now.
    pub(super) fn is_fresh(self) -> bool {
        self == Self::Follows || self.has_tried()
    }
}

/// The page that the app stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    /// The app made it from what is kept here.
    Own,
    /// It came from the server with its data, and is not the app's yet: nothing moves under it.
    Waking,
    /// It came from the server, and is the app's: nothing moves before something newer is here.
    Taken,
}
