//! What a unit shares: who is away, and its standard answers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AbsenceView, ColleagueView, TemplateView};
use crate::calendars::InterpreterView;
use crate::kernel::id::{AbsenceId, TemplateId, UnitId};
use crate::kernel::text::Tongue;
use crate::policy::Lenses;
use crate::problem::Problem;
use crate::verbs::{Facts, Need, Query};

/// What the unit shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitAnswer {
    /// Which unit; none for someone who is in none.
    pub unit: Option<UnitId>,
    /// Everyone in it.
    pub colleagues: Vec<ColleagueView>,
    /// Present and coming absences.
    pub absences: Vec<(AbsenceId, AbsenceView)>,
    /// Standard answers, by title.
    pub templates: Vec<(TemplateId, TemplateView)>,
    /// Languages that someone interprets for the unit's families.
    pub tongues: Vec<Tongue>,
    /// All that the viewer is to it.
    #[serde(default)]
    pub lenses: Lenses,
}

/// My unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenUnit {}

impl Query for OpenUnit {
    const NAME: &'static str = "Staff.OpenUnit";
    type Answer = UnitAnswer;

    fn needs(&self) -> Vec<Need> {
        vec![
            Need::all::<ColleagueView>(),
            Need::all::<AbsenceView>(),
            Need::all::<TemplateView>(),
            Need::all::<InterpreterView>(),
        ]
    }

    fn answer(&self, facts: &Facts) -> Result<UnitAnswer, Problem> {
        let today = facts.now.day();
        let first = facts.of::<ColleagueView>().next();
        let lenses = first.as_ref().map(|fact| fact.lenses).unwrap_or_default();
        let unit = first.map(|fact| UnitId(fact.stream.0));
        let mut colleagues: Vec<_> = facts.of::<ColleagueView>().map(|fact| fact.view).collect();
        colleagues.sort_by(|a, b| a.face.name.cmp(&b.face.name));
        let mut absences: Vec<_> = facts
            .of::<AbsenceView>()
            .filter(|fact| fact.view.until >= today)
            .map(|fact| (AbsenceId(fact.id), fact.view))
            .collect();
        absences.sort_by_key(|(_, absence)| absence.from);
        let mut tongues: Vec<_> = facts.of::<InterpreterView>().flat_map(|fact| fact.view.tongues).collect();
        tongues.sort_unstable();
        tongues.dedup();
        Ok(UnitAnswer { unit, colleagues, absences, templates: templates(facts), tongues, lenses })
    }
}

fn templates(facts: &Facts) -> Vec<(TemplateId, TemplateView)> {
    let mut templates: Vec<_> =
        facts.of::<TemplateView>().map(|fact| (TemplateId(fact.id), fact.view)).collect();
    templates.sort_by(|(_, a), (_, b)| a.title.cmp(&b.title));
    templates
}

/// A standard answer, with its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Template {
    pub id: TemplateId,
    /// What it says.
    pub view: TemplateView,
}

/// The standard answers alone: what a composer needs of the unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Templates {}

impl Query for Templates {
    const NAME: &'static str = "Staff.Templates";
    type Answer = Vec<Template>;

    fn needs(&self) -> Vec<Need> {
        vec![Need::all::<TemplateView>()]
    }

    fn answer(&self, facts: &Facts) -> Result<Self::Answer, Problem> {
        Ok(templates(facts).into_iter().map(|(id, view)| Template { id, view }).collect())
    }
}
