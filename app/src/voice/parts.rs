//! Parts of the program that come when they are needed. The service worker keeps them for everyone, so that they come
//! without a connection, too.

#![allow(clippy::unused_async, reason = "where nothing is split, what comes is there already")]

use leptos::prelude::*;

use super::listen::Sound;
use super::take::Take;
use super::{listen, record};

/// Shows a recording being made.
pub(super) type Recorder = fn(Take) -> AnyView;
/// Plays a recording.
pub(super) type Player = fn(Sound) -> AnyView;

#[lazy]
pub(super) fn recorder() -> Recorder {
    record::taking
}

#[lazy]
pub(super) fn player() -> Player {
    listen::player
}
