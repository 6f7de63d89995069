//! `GET /aftaler/{id}/kalender.ics`: a meeting as a file for one's own calendar.

use axum::extract::{Path, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use indgang_app::appointments::wording;
use indgang_domain::appointments::{OpenAppointment, calendar_file};
use indgang_domain::kernel::id::AppointmentId;
use indgang_domain::problem::ProblemKey;
use indgang_domain::verbs::Query as _;
use uuid::Uuid;

use super::openapi::Instead;
use super::problem::Failed;
use super::{Server, pages, session};

/// A meeting's file, for whoever may see the meeting.
#[utoipa::path(
    get,
    path = "/aftaler/{id}/kalender.ics",
    params(("id" = String, Path, description = "Which appointment.")),
    responses((status = 200, body = String, content_type = "text/calendar", description = "The file."), Instead)
)]
pub(super) async fn file(
    State(server): State<Server>,
    Path(id): Path<Uuid>,
    request: Request,
) -> Result<Response, Failed> {
    let known = session::who(&server, request.headers(), request.extensions()).await?;
    let known = known.ok_or(ProblemKey::LoggedOut)?;
    let query = OpenAppointment { id: AppointmentId(id) };
    let facts = server.desk.facts(&known.actor, &query.needs()).await?;
    let answer = query.answer(&facts)?;
    let texts = pages::texts(&server, known.settings.language);
    let words = wording(texts, &answer.line.view, answer.safe_mode || answer.line.private);
    let file = calendar_file(&answer.line.view, &words, facts.now).ok_or(ProblemKey::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"aftale.ics\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, file).into_response())
}
