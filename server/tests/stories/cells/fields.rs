//! Each field with a line of its own, as each lens sees it in safe mode and else: by hand.

use std::collections::BTreeSet;

use indgang_domain::policy::table::{FIELDS, HOLDERS};
use indgang_domain::policy::{Lens, Lenses, sees};
use indgang_domain::verbs::{Need, Span};
use indgang_server::store::args;
use serde_json::Value;
use serde_json::value::RawValue;

use super::Tale;
use crate::demo::Demo;

const PLACE: &str = "Thoravej 1";

/// Is it seen, of a view that is seen?
fn is_seen(field: (&str, &str), lens: Lens, is_safe: bool) -> bool {
    match (field, lens) {
        (("appointment" | "service", "place"), Lens::Adult | Lens::Young) => !is_safe,
        (("appointment" | "service", "place"), Lens::Contact | Lens::Substitute)
        | (("appointment", "place"), Lens::Lead) => true,
        _ => panic!("who sees {field:?} as {lens:?}?"),
    }
}

impl Tale {
    pub(super) async fn fields_are_what_the_table_says(&self, demo: &Demo) {
        let municipality = self.someone.viewer().municipality;
        for sql in [
            "UPDATE appointments SET place = $2 WHERE municipality = $1",
            "UPDATE services SET place = $2 WHERE municipality = $1",
        ] {
            demo.forces(sql, args![municipality, PLACE.to_owned()]).await;
        }
        for (lens, roles) in HOLDERS {
            self.becomes(demo, *lens).await;
            let by = self.were(roles[0]);
            for is_safe in [false, true] {
                let sql = "UPDATE families SET safe_mode = $2 WHERE municipality = $1";
                demo.forces(sql, args![municipality, is_safe]).await;
                let pulled = by.pulls_all(Vec::new()).await;
                let entries =
                    pulled.pages.iter().flat_map(|page| &page.streams).flat_map(|news| &news.entries);
                let entries: Vec<_> = entries.collect();
                for line in FIELDS {
                    let need = Need { kind: line.kind, span: Span::All };
                    let held = by.desk.held(&by.actor, &[need]).await.unwrap().concat();
                    let asked =
                        held.iter().filter(|held| held.lenses == Lenses::from(*lens)).map(|held| &*held.view);
                    let came = entries
                        .iter()
                        .filter(|entry| entry.kind == line.kind)
                        .filter_map(|entry| entry.view.as_deref());
                    let expected = if sees(roles[0], (*lens).into(), line.kind) {
                        let is_seen = is_seen((line.kind, line.field), *lens, is_safe);
                        BTreeSet::from([is_seen.then(|| PLACE.to_owned())])
                    } else {
                        BTreeSet::new()
                    };
                    let cell = format!("{lens:?}, safe mode {is_safe}: {}.{}", line.kind, line.field);
                    assert_eq!(said(line.field, asked), expected, "{cell}, asked");
                    assert_eq!(said(line.field, came), expected, "{cell}, pulled");
                }
            }
        }
    }
}

/// What views say in a field.
fn said<'v>(field: &str, views: impl Iterator<Item = &'v RawValue>) -> BTreeSet<Option<String>> {
    let view = |view: &RawValue| serde_json::from_str::<Value>(view.get()).unwrap();
    views.map(view).map(|view| view[field].as_str().map(str::to_owned)).collect()
}
