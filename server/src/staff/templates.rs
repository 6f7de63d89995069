//! Standard answers: kept by the whole unit, so every change names the revision it was made on.

use indgang_domain::kernel::id::UnitId;
use indgang_domain::problem::ProblemKey;
use indgang_domain::staff::{RemoveTemplate, SaveTemplate, TemplateView};
use indgang_domain::stream::View;

use crate::desk::deed::Deed;
use crate::store::{Trouble, args};

pub(super) async fn save(deed: &mut Deed<'_, '_>, command: &SaveTemplate) -> Result<(), Trouble> {
    is_a_unit(deed, command.unit).await?;
    let changed = if command.revision == 0 {
        deed.unit
            .exec(
                "INSERT INTO templates (municipality, id, unit, title, body, revision) VALUES ($1, $2, $3, $4, $5, 1) \
                 ON CONFLICT (municipality, id) DO NOTHING",
                args![deed.here.municipality, command.id, command.unit, command.title.as_str(), command.text.as_str()],
            )
            .await?
    } else {
        deed.unit
            .exec(
                "UPDATE templates SET title = $5, body = $6, revision = revision + 1 \
                 WHERE municipality = $1 AND id = $2 AND unit = $3 AND revision = $4",
                args![
                    deed.here.municipality,
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
    deed.tell(command.unit, TemplateView::KIND, command.id).await
}

/// Who leads has the same lens to a unit and to its families.
async fn is_a_unit(deed: &mut Deed<'_, '_>, unit: UnitId) -> Result<(), Trouble> {
    let row = deed
        .unit
        .row("SELECT id FROM units WHERE municipality = $1 AND id = $2", args![deed.here.municipality, unit])
        .await?;
    row.map(drop).ok_or_else(|| ProblemKey::NotFound.into())
}

pub(super) async fn remove(deed: &mut Deed<'_, '_>, command: &RemoveTemplate) -> Result<(), Trouble> {
    let removed = deed
        .unit
        .exec(
            "DELETE FROM templates WHERE municipality = $1 AND id = $2 AND unit = $3 AND revision = $4",
            args![deed.here.municipality, command.id, command.unit, command.revision],
        )
        .await?;
    if removed == 0 {
        return Err(Trouble::conflict());
    }
    deed.tell_gone(command.unit, TemplateView::KIND, command.id).await
}
