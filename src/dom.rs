//! Elements without `html!`: the macro writes out every element in full, which for the many plain ones of the screens is a
//! fifth of the wasm. What listens to events or is a form control is still written with `html!`.

use yew::{
    AttrValue, Html,
    virtual_dom::{Key, VTag, VText},
};

/// An element. An attribute without a value is left out; `key` is Yew's key.
///
/// The children of one element are either always as many, or all of them have a key.
pub fn element(tag: &'static str, attributes: &[(&'static str, &str)], children: Vec<Html>) -> Html {
    let mut element = VTag::new(tag);
    for &(name, value) in attributes {
        if name == "key" {
            element.key = Some(Key::from(value));
        } else if !value.is_empty() {
            element.add_attribute(name, AttrValue::from(value.to_owned()));
        }
    }
    element.add_children(children);
    element.into()
}

/// A text.
pub fn text(words: &str) -> Html {
    VText::new(words.to_owned()).into()
}

/// A text in an element of its own; without words it is there but hidden, so that its neighbours stay what they are.
pub fn line(tag: &'static str, class: &'static str, words: &str) -> Html {
    let hidden = if words.is_empty() { "hidden" } else { "" };
    element(tag, &[("class", class), ("hidden", hidden)], vec![text(words)])
}
