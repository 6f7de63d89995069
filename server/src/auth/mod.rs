//! Who someone is: sessions as random tokens, hashed at rest, in a cookie that no script reads.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use indgang_domain::kernel::id::{MunicipalityId, PersonId, SessionId};
use indgang_domain::people::Settings;
use indgang_domain::verbs::Viewer;
use rand::RngCore as _;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::desk::{Actor, Desk, grants};
use crate::store::transaction::Here;
use crate::store::{Trouble, args};

/// How long a login lasts without being used.
const DAYS: i64 = 90;
/// "Last used" is written at most this often.
const SEEN_EVERY_MILLIS: i64 = 15 * 60 * 1000;

/// Someone who is logged in, and how they want the app.
#[derive(Clone, Debug)]
pub struct Known {
    pub actor: Actor,
    /// How they want the app.
    pub settings: Settings,
    /// The login lasts longer from now on, and so must its cookie.
    pub prolonged: bool,
}

/// The secret half of a login, as it stands in the cookie: `<municipality>.<token>`.
pub struct Token(String);

impl Token {
    fn new(municipality: MunicipalityId) -> (Self, Vec<u8>) {
        let mut random = [0; 32];
        rand::rng().fill_bytes(&mut random);
        let mut text = String::new();
        let _ = write!(text, "{}.{}", municipality.0.simple(), URL_SAFE_NO_PAD.encode(random));
        (Self(text), Sha256::digest(random).to_vec())
    }

    /// As the cookie holds it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn read(text: &str) -> Option<(MunicipalityId, Vec<u8>)> {
        let (municipality, token) = text.split_once('.')?;
        let municipality = Uuid::try_parse(municipality).ok()?;
        let random = URL_SAFE_NO_PAD.decode(token).ok().filter(|random| random.len() == 32)?;
        Some((MunicipalityId(municipality), Sha256::digest(random).to_vec()))
    }
}

/// Who holds this token.
pub async fn who(desk: &Desk, token: &str) -> Result<Option<Known>, Trouble> {
    let Some((municipality, hash)) = Token::read(token) else { return Ok(None) };
    let now = desk.clock.now();
    let row = desk
        .db
        .row(
            "SELECT s.id, s.person, s.seen_at, p.role, p.settings FROM sessions s \
             JOIN persons p ON p.municipality = s.municipality AND p.id = s.person \
             WHERE s.municipality = $1 AND s.token = $2 AND s.ends_at > $3",
            args![municipality, hash, now],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let session: SessionId = row.id("id")?;
    let viewer = Viewer { municipality, person: row.id("person")?, role: row.word("role")? };
    let prolonged =
        now.millis() - row.int("seen_at")? > SEEN_EVERY_MILLIS && prolong(desk, municipality, session).await;
    Ok(Some(Known { actor: Actor { viewer, session }, settings: row.json("settings")?, prolonged }))
}

/// It is used, and so lasts longer. With a full disk it does not, and reading goes on all the same.
async fn prolong(desk: &Desk, municipality: MunicipalityId, session: SessionId) -> bool {
    let now = desk.clock.now();
    let prolonged = desk.db.transaction(move |tx| {
        Box::pin(grants::seen_again(tx, Here { municipality, now }, session, now.plus_days(DAYS)))
    });
    prolonged.await.inspect_err(Trouble::log).is_ok()
}

/// Begins a login. The token is new every time: an old cookie never becomes a new login.
pub async fn begin(
    desk: &Desk,
    municipality: MunicipalityId,
    person: PersonId,
    label: &str,
) -> Result<Token, Trouble> {
    let (token, hash) = Token::new(municipality);
    let (now, label) = (desk.clock.now(), label.to_owned());
    desk.db
        .transaction(move |tx| {
            let (hash, label) = (hash.clone(), label.clone());
            Box::pin(async move {
                tx.exec(
                    "INSERT INTO sessions (municipality, token, id, person, label, since, seen_at, ends_at) \
                     VALUES ($1, $2, $3, $4, $5, $6, $6, $7)",
                    args![municipality, hash, Uuid::now_v7(), person, label, now, now.plus_days(DAYS)],
                )
                .await
            })
        })
        .await?;
    Ok(token)
}

/// Ends the login that this token is of, if it is one. The person's own stream moves, so that listening ends too.
pub async fn end(desk: &Desk, token: &str) -> Result<(), Trouble> {
    let Some((municipality, hash)) = Token::read(token) else { return Ok(()) };
    let now = desk.clock.now();
    desk.db
        .transaction(move |tx| {
            let hash = hash.clone();
            Box::pin(async move {
                let ended = tx
                    .row(
                        "UPDATE sessions SET ends_at = $3 WHERE municipality = $1 AND token = $2 AND ends_at > $3 \
                         RETURNING person",
                        args![municipality, hash, now],
                    )
                    .await?;
                if let Some(row) = ended {
                    tx.touch(municipality, row.id("person")?).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Someone of the demo world, by slug. Only a server started with `--demo` asks.
pub async fn demo_person(desk: &Desk, slug: &str) -> Result<Option<(MunicipalityId, PersonId)>, Trouble> {
    let row = desk
        .db
        .row(
            "SELECT p.municipality, p.id FROM municipalities m \
             JOIN persons p ON p.municipality = m.municipality AND p.slug = $1 LIMIT 1",
            args![slug],
        )
        .await?;
    row.map(|row| Ok((row.id("municipality")?, row.id("id")?))).transpose()
}

/// The browser and system of a device in a word or two, from what it says of itself.
pub fn label(user_agent: &str) -> String {
    let find = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| user_agent.contains(mark)).map_or("?", |(_, name)| *name)
    };
    let browser = find(&[
        ("Edg/", "Edge"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    format!("{browser} · {system}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_nothing_else_is() {
        let municipality = MunicipalityId(Uuid::from_u128(7));
        let (token, hash) = Token::new(municipality);
        assert_eq!(Token::read(token.as_str()), Some((municipality, hash)));
        assert_eq!(Token::read("7.x"), None);
        assert_eq!(Token::read(""), None);
    }

    #[test]
    fn a_device_is_named_in_a_word_or_two() {
        let phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36";
        assert_eq!(label(phone), "Chrome · Android");
        assert_eq!(label("curl/8"), "? · ?");
    }
}
