//! Elements without `html!`: the macro writes out every element in full, which for the many elements of the screens is a
//! fifth of the wasm.

use std::rc::Rc;

use yew::{
    AttrValue, Html, NodeRef,
    virtual_dom::{AttributeOrProperty, Attributes, Key, Listener, VList, VTag, VText},
};

/// The names of the attributes of an element, and as many values. An attribute without a value is left out; `key` is
/// Yew's key.
pub type Named<'a> = (&'static [&'static str], &'a [&'a str]);

/// Pairs as [`Named`]: `attributes![("class", "row"), ("hidden", hidden)]`.
macro_rules! attributes {
    ($(($name:literal, $value:expr)),* $(,)?) => { (&[$($name),*] as &[&str], &[$($value as &str),*] as &[&str]) };
}
pub(crate) use attributes;

/// An element.
///
/// The children of one element are either always as many, or all of them have a key.
pub fn element(tag: &'static str, attributes: Named, children: Vec<Html>) -> Html {
    live_element(tag, attributes, &NodeRef::default(), &[], children)
}

/// An element that can be found again, or that listens.
pub fn live_element(
    tag: &'static str,
    attributes: Named,
    node: &NodeRef,
    listeners: &[Rc<dyn Listener>],
    children: Vec<Html>,
) -> Html {
    let mut element = bare(tag, attributes, node, listeners);
    if let Some(none) = element.children_mut() {
        *none = VList::with_children(children, None).into();
    }
    element.into()
}

/// A field with a state that Yew controls.
pub fn input(state: Input, attributes: Named, node: &NodeRef, listeners: &[Rc<dyn Listener>]) -> Html {
    let mut element = bare("input", attributes, node, listeners);
    match state {
        Input::Text(value) => element.set_value(Some(AttrValue::from(value.to_owned()))),
        Input::Checked(checked) => element.set_checked(checked),
    }
    element.into()
}

/// What a field is set to, whatever the browser remembers of it.
pub enum Input<'a> {
    Text(&'a str),
    Checked(bool),
}

fn bare(tag: &'static str, (names, values): Named, node: &NodeRef, listeners: &[Rc<dyn Listener>]) -> VTag {
    let mut element = VTag::new(tag);
    element.node_ref = node.clone();
    let values = names.iter().zip(values).map(|(&name, &value)| {
        if name == "key" {
            element.key = Some(Key::from(value));
            return None;
        }
        (!value.is_empty()).then(|| AttributeOrProperty::Attribute(AttrValue::from(value.to_owned())))
    });
    let values = values.collect();
    element.attributes = Attributes::Dynamic { keys: names, values };
    element.set_listeners(listeners.iter().cloned().map(Some).collect());
    element
}

/// The value of an attribute that says yes by being there.
pub fn yes(says: bool) -> &'static str {
    if says { "true" } else { "" }
}

/// A text.
pub fn text(words: &str) -> Html {
    VText::new(words.to_owned()).into()
}

/// A text in an element of its own; without words it is there but hidden, so that its neighbours stay what they are.
pub fn line(tag: &'static str, class: &'static str, words: &str) -> Html {
    element(tag, attributes![("class", class), ("hidden", yes(words.is_empty()))], vec![text(words)])
}
