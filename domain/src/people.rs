//! A person's own things: who they are here, and how they want the app.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::json;
use crate::kernel::id::{PersonId, SessionId, StreamId};
use crate::kernel::time::Moment;
use crate::policy::{Action, Role};
use crate::problem::{Problem, ProblemKey};
use crate::stream::View;
use crate::verbs::{Command, Facts, Need, Pending, Query, Source, Viewer, When};

/// The feature: a person's own things.
pub struct Feature;

impl crate::feature::Feature for Feature {
    type Views = (PersonView, Settings);
    type Local = (Me,);
    type Live = (Sessions,);
    type Commands = (SaveSettings, EndSession);
}

/// A language the app speaks. Also what a message says it is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    Da,
    En,
    /// Arabic, right to left.
    Ar,
}

impl Language {
    /// All, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Da, Self::En, Self::Ar];

    /// The tag for `lang=`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Da => "da",
            Self::En => "en",
            Self::Ar => "ar",
        }
    }

    /// From a tag such as `ar` or `ar-SY`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or(tag);
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The direction for `dir=`.
    pub fn direction(self) -> &'static str {
        match self {
            Self::Da | Self::En => "ltr",
            Self::Ar => "rtl",
        }
    }

    /// What its speakers call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Da => "Dansk",
            Self::En => "English",
            Self::Ar => "العربية",
        }
    }
}

/// How large the text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum TextSize {
    /// As the device says.
    #[default]
    Normal,
    /// A quarter more.
    Large,
    /// Half as much again.
    Largest,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How a person wants the app.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Settings {
    /// Words on screen.
    pub language: Language,
    /// Size of the text.
    pub text_size: TextSize,
    /// Light or dark.
    pub theme: Theme,
    /// "Leave quickly" on every screen.
    pub quick_exit: bool,
}

/// The person, as only that person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonView {
    pub person: PersonId,
    /// The whole name.
    pub name: String,
    /// What they are called.
    pub given_name: String,
    pub role: Role,
}

impl View for PersonView {
    const KIND: &'static str = "person";
}

impl View for Settings {
    const KIND: &'static str = "settings";
}

/// Me, and how I want the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Myself {
    /// Who I am here.
    pub person: PersonView,
    /// How I want the app.
    pub settings: Settings,
}

/// Who am I, and how do I want the app?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Me {}

impl Query for Me {
    const NAME: &'static str = "People.Me";
    type Answer = Myself;

    fn needs(&self) -> Vec<Need> {
        vec![Need::own::<PersonView>(), Need::own::<Settings>()]
    }

    fn answer(&self, facts: &Facts) -> Result<Myself, Problem> {
        let person = facts.one::<PersonView>(facts.viewer.person)?.view;
        // What this device just changed shows before the server has told it back.
        let settings = facts.of::<Settings>().max_by_key(|fact| fact.sending.is_some());
        Ok(Myself { person, settings: settings.map(|fact| fact.view).unwrap_or_default() })
    }
}

/// Change how I want the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveSettings {
    /// Words on screen.
    pub language: Language,
    /// Size of the text.
    pub text_size: TextSize,
    /// Light or dark.
    pub theme: Theme,
    /// "Leave quickly" on every screen. A form's unticked box is absent.
    #[serde(default)]
    pub quick_exit: bool,
}

impl Command for SaveSettings {
    const NAME: &'static str = "People.SaveSettings";
    const ACTION: Action = Action::SaveSettings;
    const EXAMPLES: &'static [&'static str] =
        &[r#"{"language":"ar","text_size":"large","theme":"dark","quick_exit":true}"#];

    fn on(&self, by: PersonId) -> StreamId {
        by.into()
    }

    fn pending(&self, by: &Viewer, _at: Moment) -> Vec<Pending> {
        let settings = Settings {
            language: self.language,
            text_size: self.text_size,
            theme: self.theme,
            quick_exit: self.quick_exit,
        };
        Pending::of(by.person, by.person, &settings).into_iter().collect()
    }
}

/// One login of mine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionLine {
    pub id: SessionId,
    /// The browser and system, in a word or two.
    pub label: String,
    pub since: Moment,
    /// Last used.
    pub seen: Moment,
    /// The one that asks.
    pub this: bool,
}

/// Where am I logged in?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sessions {}

impl Query for Sessions {
    const NAME: &'static str = "People.Sessions";
    const SOURCE: Source = Source::Live;
    type Answer = Vec<SessionLine>;

    fn read(answer: &str) -> Result<Vec<SessionLine>, Problem> {
        json::read(answer).map_err(|_| ProblemKey::Malformed.into())
    }
}

/// Log out one of my devices, or every other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndSession {
    /// Which; none for all but the one that asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
}

impl Command for EndSession {
    const NAME: &'static str = "People.EndSession";
    const WHEN: When = When::Now;
    const ACTION: Action = Action::EndSession;
    const ABOUT: &'static [&'static str] = &["session"];
    const EXAMPLES: &'static [&'static str] = &[r#"{"session":"01920000-0000-7000-8000-000000000001"}"#];

    fn on(&self, by: PersonId) -> StreamId {
        by.into()
    }
}
