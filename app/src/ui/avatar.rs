//! Faces: drawn initials on the person's own colour.

use indgang_domain::families::Face;
use indgang_domain::kernel::id::PersonId;
use leptos::prelude::*;

const HUES: u8 = 6;

/// The first letters of the first and the last name.
pub fn initials(name: &str) -> String {
    let letters: Vec<_> =
        name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphabetic())).collect();
    let ends = match letters.as_slice() {
        [] => vec![],
        [only] => vec![*only],
        [first, .., last] => vec![*first, *last],
    };
    ends.into_iter().flat_map(char::to_uppercase).collect()
}

/// A person's initials. The name stands beside it.
#[component]
pub fn Avatar(
    person: PersonId,
    /// The whole name.
    #[prop(into)]
    name: Signal<String>,
    /// `small`, `large` or `huge`.
    #[prop(optional)]
    size: &'static str,
) -> impl IntoView {
    let hue = person.0.as_bytes().last().copied().unwrap_or_default() % HUES;
    view! { <span class=format!("avatar avatar-{hue} {size}") aria-hidden="true" inner_html=super::says(move || initials(&name.read()))></span> }
}

/// Several people, one beside the other.
#[component]
pub fn Faces(faces: Vec<Face>) -> impl IntoView {
    let faces =
        faces.into_iter().map(|face| view! { <Avatar person=face.person name=face.name/> }.into_any());
    view! { <span class="faces">{faces.collect_view()}</span> }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        assert_eq!(initials("Mette Marie Sørensen"), "MS");
        assert_eq!(initials("Åse"), "Å");
        assert_eq!(initials("ليلى منصور"), "لم");
        assert_eq!(initials(""), "");
    }
}
