//! Standard answers: kept by the whole unit, so every change names the revision it was made on.

use futures::future::BoxFuture;
use indgang_domain::kernel::id::UnitId;
use indgang_domain::problem::ProblemKey;
use indgang_domain::staff::{RemoveTemplate, SaveTemplate, TemplateView, Templates};
use indgang_domain::stream::View;
use indgang_domain::verbs::Query as _;

use crate::desk::change::Change;
use crate::desk::{Actor, Desk};
use crate::store::{Trouble, args};

/// The one of this id, for who has it.
pub(crate) fn standard_answer<'a>(
    desk: &'a Desk,
    actor: &'a Actor,
    id: &'a str,
) -> BoxFuture<'a, Result<Option<String>, Trouble>> {
    Box::pin(async move {
        let facts = desk.facts(actor, &Templates {}.needs()).await?;
        let chosen = Templates {}.answer(&facts)?.into_iter().find(|template| template.id.to_string() == id);
        Ok(chosen.map(|template| template.view.text))
    })
}

pub(super) async fn save(change: &mut Change<'_, '_>, command: &SaveTemplate) -> Result<(), Trouble> {
    is_a_unit(change, command.unit).await?;
    let changed = if command.revision == 0 {
        change.tx
            .exec(
                "INSERT INTO templates (municipality, id, unit, title, body, revision) VALUES ($1, $2, $3, $4, $5, 1) \
                 ON CONFLICT (municipality, id) DO NOTHING",
                args![change.here.municipality, command.id, command.unit, command.title.as_str(), command.text.as_str()],
            )
            .await?
    } else {
        change
            .tx
            .exec(
                "UPDATE templates SET title = $5, body = $6, revision = revision + 1 \
                 WHERE municipality = $1 AND id = $2 AND unit = $3 AND revision = $4",
                args![
                    change.here.municipality,
                    command.id,
                    command.unit,
                    command.revision,
                    command.title.as_str(),
                    command.text.as_str(),
                ],
            )
            .await?
    };
    if changed == 0 {
        return Err(Trouble::conflict());
    }
    change.tell(command.unit, TemplateView::KIND, command.id).await
}

/// Who leads has the same lens to a unit and to its families.
async fn is_a_unit(change: &mut Change<'_, '_>, unit: UnitId) -> Result<(), Trouble> {
    let row = change
        .tx
        .row(
            "SELECT id FROM units WHERE municipality = $1 AND id = $2",
            args![change.here.municipality, unit],
        )
        .await?;
    row.map(drop).ok_or_else(|| ProblemKey::NotFound.into())
}

pub(super) async fn remove(change: &mut Change<'_, '_>, command: &RemoveTemplate) -> Result<(), Trouble> {
    let removed = change
        .tx
        .exec(
            "DELETE FROM templates WHERE municipality = $1 AND id = $2 AND unit = $3 AND revision = $4",
            args![change.here.municipality, command.id, command.unit, command.revision],
        )
        .await?;
    if removed == 0 {
        return Err(Trouble::conflict());
    }
    change.tell_gone(command.unit, TemplateView::KIND, command.id).await
}
