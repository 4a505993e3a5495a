//! Content: the pack and the languages that have arrived so far, and what the clock makes of them.

use std::rc::Rc;

use js_sys::Date;
use wasm_bindgen::{JsCast, JsValue};
use wegwijzer_core::{
    Pack, Place, Scope, Texts,
    file::{FileError, read_places, read_structure_unproven, read_texts},
};

/// A pack and its texts. Cheap to clone; equal only if it is the same.
#[derive(Clone, Default)]
pub struct Content {
    pub pack: Rc<Pack>,
    /// The places of the pack have arrived, if it asks for one.
    has_places: bool,
    /// Parallel to the languages of the pack; `None` has not arrived.
    texts: Rc<Vec<Option<Rc<Texts>>>>,
    /// The language to show if the person has chosen none.
    language: usize,
    /// The content should have been looked at by now.
    pub stale: bool,
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.pack, &other.pack) && Rc::ptr_eq(&self.texts, &other.texts) && self.language == other.language
    }
}

impl Content {
    /// What can be shown with the texts of one language. Without `places`, they are to come by [`Content::with_places`].
    pub fn new(structure: &[u8], places: Option<&[u8]>, texts: &[u8]) -> Result<Self, FileError> {
        let content = Content::default().read(structure, places)?;
        let first = read_texts(texts, structure, &content.pack)?;
        let tag = first.language.clone();
        let texts = Rc::new(vec![None; content.pack.languages.len()]);
        Ok(Content { texts, ..content }.with(first).in_language(&tag))
    }

    /// The same with the places of the pack.
    pub fn with_places(&self, structure: &[u8], places: &[u8]) -> Result<Self, FileError> {
        self.read(structure, Some(places))
    }

    /// The same with the texts of a further language.
    pub fn with_texts(&self, structure: &[u8], texts: &[u8]) -> Result<Self, FileError> {
        Ok(self.with(read_texts(texts, structure, &self.pack)?))
    }

    /// The pack as its files and the clock have it. Read once more, not copied, when the places come: to copy a pack would take
    /// code that the widget has no other use for.
    fn read(&self, structure: &[u8], places: Option<&[u8]>) -> Result<Self, FileError> {
        let mut pack = read_structure_unproven(structure)?;
        if let Some(places) = places {
            pack.places = read_places(places, structure)?;
        }
        let stale = out_of_date(pack.review_by, today());
        if stale {
            keep_national(&mut pack);
        }
        let has_places = places.is_some() || pack.place_question().is_none();
        Ok(Content { pack: Rc::new(pack), has_places, stale, ..self.clone() })
    }

    fn with(&self, texts: Texts) -> Self {
        let mut all = Vec::clone(&self.texts);
        if let Some(slot) = self.index(&texts.language).and_then(|index| all.get_mut(index)) {
            *slot = Some(Rc::new(texts));
        }
        Content { texts: Rc::new(all), ..self.clone() }
    }

    pub fn in_language(&self, tag: &str) -> Self {
        Content { language: self.index(tag).unwrap_or(self.language), ..self.clone() }
    }

    /// The texts to show: in the language that the person chose, else in that of the page; while it has not arrived,
    /// in any that has.
    pub fn texts(&self, chosen: Option<usize>) -> Option<Rc<Texts>> {
        let at = |index: usize| self.texts.get(index).cloned().flatten();
        at(chosen.unwrap_or(self.language)).or_else(|| self.texts.iter().flatten().next().cloned())
    }

    /// The languages that can be shown, by index and name.
    pub fn languages(&self) -> impl Iterator<Item = (usize, &Rc<Texts>)> {
        self.texts.iter().enumerate().filter_map(|(index, texts)| texts.as_ref().map(|texts| (index, texts)))
    }

    /// The place that a host page gives, by official code. An unknown one warns and counts as none; which is unknown can be
    /// told once the places have arrived.
    pub fn preset(&self, region: Option<&str>) -> Option<Place> {
        let region = region.filter(|region| self.has_places && !region.is_empty())?;
        let place = self.pack.places.by_code(region);
        if place.is_none() {
            gloo::console::warn!(
                ["<weg-wijzer>: the attribute region=\"", region, "\" names no region of this pack and is not used"]
                    .concat()
            );
        }
        place
    }

    fn index(&self, tag: &str) -> Option<usize> {
        self.pack.languages.iter().position(|language| language == tag)
    }
}

/// Leaves only what holds for the whole country: local entries age first.
fn keep_national(pack: &mut Pack) {
    pack.services.retain(|row| row.scope == Scope::Country);
}

/// Today as the number `yyyymmdd`, by the clock of the device.
fn today() -> u32 {
    let now = Date::new_0();
    now.get_full_year() * 10_000 + (now.get_month() + 1) * 100 + now.get_date()
}

fn out_of_date(review_by: u32, today: u32) -> bool {
    today > review_by
}

/// A date of the form `yyyy`, `yyyy-mm` or `yyyy-mm-dd` in words, with the names of the months as the texts have them; anything
/// else as it is. Not by `Intl`: the first date that it writes takes longer than drawing the result does.
pub fn date(iso: &str, months: &str) -> String {
    let mut parts = iso.split('-');
    let year = parts.next().unwrap_or_default();
    let number = |part: &str| part.parse::<usize>().ok();
    let month = parts.next().and_then(number).and_then(|month| months.split(',').nth(month.checked_sub(1)?));
    let Some(month) = month.map(str::trim) else { return iso.to_owned() };
    let day = parts.next().map_or("", |day| day.trim_start_matches('0'));
    [day, month, year].join(" ").trim_start().to_owned()
}

/// Tells the loader that something happened: the name of an event and a number. Answers leave by `keep` alone.
#[derive(Clone, PartialEq)]
pub struct Emit(pub js_sys::Function);

impl Default for Emit {
    /// Nobody hears: a call of `undefined` fails, and that is no affair of ours.
    fn default() -> Self {
        Emit(JsValue::UNDEFINED.unchecked_into())
    }
}

impl Emit {
    pub fn emit(&self, event: &str, number: u32) {
        // Whether the host's listener fails is the host's affair.
        let _ = self.0.call2(&JsValue::NULL, &event.into(), &number.into());
    }

    /// Hands over what the browser tab is to keep from now on: the answers for the loader's storage alone. An empty text:
    /// nothing.
    pub fn keep(&self, text: &str) {
        let _ = self.0.call3(&JsValue::NULL, &"keep".into(), &0.into(), &text.into());
    }
}
