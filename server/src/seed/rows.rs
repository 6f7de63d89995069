//! What a world's rows are.

use indgang_domain::families::{ContactView, FamilyView};
use indgang_domain::kernel::id::{PersonId, ThreadId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::letters::LetterView;
use indgang_domain::messages::{MessageView, SeenView, Side, ThreadView};
use indgang_domain::people::{PersonView, Settings};
use indgang_domain::policy::table::ANSWERS;
use indgang_domain::policy::{Role, held};
use indgang_domain::staff::{AbsenceView, ColleagueView, TemplateView};
use indgang_domain::stream::View;
use sha2::{Digest, Sha256};

use super::Seeder;
use crate::messages::thread::beginning;
use crate::store::row::{json, word};
use crate::store::{Trouble, args};
use crate::world::{Said, Thread, World};

/// On which side of a conversation a role speaks. In a world that is seeded, families and their team do.
fn side(role: Role) -> Side {
    if held(role, ANSWERS).is_empty() { Side::Family } else { Side::Team }
}

impl Seeder<'_, '_> {
    pub(super) async fn people(&mut self, world: &World) -> Result<(), Trouble> {
        // Parts of one municipality bring the same head: the first one stands.
        self.put(
            "INSERT INTO municipalities (municipality, name) VALUES ($1, $2) ON CONFLICT (municipality) DO NOTHING",
            args![world.municipality.name.as_str()],
        )
        .await?;
        for administration in &world.administrations {
            self.put(
                "INSERT INTO administrations (municipality, id, name) VALUES ($1, $2, $3) \
                 ON CONFLICT (municipality, id) DO NOTHING",
                args![administration.id, administration.name.as_str()],
            )
            .await?;
        }
        for unit in &world.units {
            self.put(
                "INSERT INTO units (municipality, id, name, service) VALUES ($1, $2, $3, $4)",
                args![unit.id, unit.name.as_str(), json(&unit.hours)?],
            )
            .await?;
            self.stream(unit.id.into(), "unit", None);
        }
        for person in &world.persons {
            self.put(
                "INSERT INTO persons (municipality, id, slug, name, given_name, role, phone, unit, administration, settings) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                args![
                    person.id,
                    person.slug,
                    person.name.as_str(),
                    person.given_name.as_str(),
                    word(person.role),
                    person.phone.as_str(),
                    person.unit,
                    person.administration,
                    json(&person.settings)?,
                ],
            )
            .await?;
            self.stream(person.id.into(), "own", None);
            self.tell(person.id.into(), PersonView::KIND, person.id.0).await?;
            self.tell(person.id.into(), Settings::KIND, person.id.0).await?;
            if let (Some(unit), Role::Staff | Role::TeamLead) = (person.unit, person.role) {
                self.tell(unit.into(), ColleagueView::KIND, person.id.0).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn families(&mut self, world: &World) -> Result<(), Trouble> {
        for family in &world.families {
            self.put(
                "INSERT INTO families (municipality, id, unit, name, safe_mode) VALUES ($1, $2, $3, $4, $5)",
                args![family.id, family.unit, family.name.as_str(), family.safe_mode],
            )
            .await?;
            self.stream(family.id.into(), "family", Some(family.id));
            self.tell(family.id.into(), FamilyView::KIND, family.id.0).await?;
            for member in &family.members {
                self.put(
                    "INSERT INTO members (municipality, family, id, person, name, kind) VALUES ($1, $2, $3, $4, $5, $6)",
                    args![family.id, member.id, member.person, member.name.as_str(), word(member.kind)],
                )
                .await?;
            }
            for contact in &family.contacts {
                self.put(
                    "INSERT INTO assignments (municipality, id, family, staff, from_at, until_at) \
                     VALUES ($1, $2, $3, $4, $5, $6)",
                    args![
                        contact.id,
                        family.id,
                        contact.staff,
                        contact.from,
                        contact.until.unwrap_or(Moment::NEVER)
                    ],
                )
                .await?;
                if contact.until.is_none_or(|until| until > self.now) {
                    self.tell(family.id.into(), ContactView::KIND, contact.id.0).await?;
                }
            }
        }
        Ok(())
    }

    pub(super) async fn threads(&mut self, world: &World) -> Result<(), Trouble> {
        let roles = world.persons.iter().map(|person| (person.id, person.role)).collect();
        for thread in &world.threads {
            self.thread(thread, &roles).await?;
        }
        for blob in &world.blobs {
            let author = world
                .threads
                .iter()
                .flat_map(|thread| &thread.said)
                .find(|said| names(said, blob.id))
                .map(Said::author);
            self.put(
                "INSERT INTO blobs (municipality, id, stream, author, at, mime, width, height, digest, bytes) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                args![
                    blob.id,
                    blob.stream,
                    author.ok_or_else(|| Trouble::fault("a picture that nobody sent"))?,
                    self.now,
                    blob.mime,
                    blob.width,
                    blob.height,
                    Sha256::digest(&blob.bytes).to_vec(),
                    blob.bytes.clone(),
                ],
            )
            .await?;
        }
        Ok(())
    }

    async fn thread(
        &mut self,
        thread: &Thread,
        roles: &std::collections::HashMap<PersonId, Role>,
    ) -> Result<(), Trouble> {
        let side_of = |person| roles.get(&person).copied().map_or(Side::Family, side);
        let last = thread.said.last();
        // Waiting since the first word of the family's after the team's last.
        let after = thread
            .said
            .iter()
            .rposition(|said| side_of(said.author()) == Side::Team)
            .map_or(0, |place| place + 1);
        let waiting = thread.said.get(after).map(Said::at);
        let count = i64::try_from(thread.said.len()).unwrap_or(0);
        let beginning = beginning(last.map(text).unwrap_or_default());
        self.put(
            "INSERT INTO threads (municipality, id, family, owner, last_position, last_at, last_author, last_text, \
             waiting_since) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            args![
                thread.id,
                thread.family,
                thread.owner,
                count,
                last.map(Said::at),
                last.map(Said::author),
                last.is_some().then_some(beginning),
                waiting
            ],
        )
        .await?;
        self.stream(thread.id.into(), "thread", Some(thread.family));
        for (position, said) in (1..).zip(&thread.said) {
            self.said(thread.id, position, said, side_of(said.author())).await?;
        }
        for (person, read_to) in &thread.seen {
            let (stream, id) = match side_of(*person) {
                Side::Family => ((*person).into(), thread.id.0),
                Side::Team => (thread.id.into(), person.0),
            };
            self.put(
                "INSERT INTO seen (municipality, thread, person, stream, id, read_to, own_after) \
                 VALUES ($1, $2, $3, $4, $5, $6, 0)",
                args![thread.id, *person, stream, id, *read_to],
            )
            .await?;
            self.tell(stream, SeenView::KIND, id).await?;
        }
        self.tell(thread.id.into(), ThreadView::KIND, thread.id.0).await
    }

    async fn said(
        &mut self,
        thread: ThreadId,
        position: i64,
        said: &Said,
        side: Side,
    ) -> Result<(), Trouble> {
        match said {
            Said::Message { id, author, at, language, text, photos } => {
                self.put(
                    "INSERT INTO messages (municipality, id, thread, position, at, author, side, language, body, photos) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    args![
                        *id,
                        thread,
                        position,
                        *at,
                        *author,
                        word(side),
                        word(*language),
                        text.as_str(),
                        json(photos)?
                    ],
                )
                .await?;
                self.tell(thread.into(), MessageView::KIND, id.0).await
            }
            Said::Letter { id, author, at, note, photos, state, ended } => {
                self.put(
                    "INSERT INTO letters (municipality, id, thread, position, at, author, photos, note, state, open, \
                     ended_by, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)",
                    args![
                        *id,
                        thread,
                        position,
                        *at,
                        *author,
                        json(photos)?,
                        note.clone(),
                        json(state)?,
                        state.is_open(),
                        ended.map(|(by, _)| by),
                    ],
                )
                .await?;
                self.tell(thread.into(), LetterView::KIND, id.0).await
            }
        }
    }

    pub(super) async fn unit_things(&mut self, world: &World) -> Result<(), Trouble> {
        for absence in &world.absences {
            self.put(
                "INSERT INTO absences (municipality, id, unit, staff, substitute, from_day, until_day) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                args![
                    absence.id,
                    absence.unit,
                    absence.staff,
                    absence.substitute,
                    absence.from,
                    absence.until
                ],
            )
            .await?;
            self.tell(absence.unit.into(), AbsenceView::KIND, absence.id.0).await?;
        }
        for template in &world.templates {
            self.put(
                "INSERT INTO templates (municipality, id, unit, title, body, revision) VALUES ($1, $2, $3, $4, $5, 1)",
                args![template.id, template.unit, template.title.as_str(), template.text.as_str()],
            )
            .await?;
            self.tell(template.unit.into(), TemplateView::KIND, template.id.0).await?;
        }
        Ok(())
    }
}

fn text(said: &Said) -> &str {
    match said {
        Said::Message { text, .. } => text,
        Said::Letter { note, .. } => note.as_deref().unwrap_or_default(),
    }
}

fn names(said: &Said, blob: indgang_domain::kernel::id::BlobId) -> bool {
    let (Said::Message { photos, .. } | Said::Letter { photos, .. }) = said;
    photos.iter().any(|photo| photo.blob == blob)
}
