//! One line of answers: from JSON to the replies that the engine knows, or to what cannot be used in it, and where.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, Visitor},
};
use serde_json::Value;
use wegwijzer_core::{Answer, Answers, Kind, OptionSet, Pack, Place, Question, Reply, Resolved};
use wegwijzer_pack::limits::ANSWER_BYTES;

/// The most characters of a line that are shown back in an error.
const SHOWN: usize = 80;

/// What a line says.
#[derive(Debug, Default)]
pub struct Replies {
    /// For the engine.
    pub answers: Answers,
    /// The questions that were answered, not skipped, in the order of the pack.
    pub answered: Vec<u16>,
    /// The place question, and the municipalities that fit what was typed, if there are several.
    pub which: Option<(u16, Vec<u16>)>,
}

/// Why a line cannot be used.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Unusable {
    /// `line 3, answers.worries`.
    #[serde(rename = "where")]
    pub place: String,
    /// What stands there.
    pub found: String,
    /// What should stand there.
    pub expected: String,
}

impl Unusable {
    /// A line that is longer than any line of answers has to be.
    pub fn too_long(number: usize, bytes: u64) -> Unusable {
        Unusable {
            place: format!("line {number}"),
            found: format!("a line of {bytes} bytes"),
            expected: format!("at most {ANSWER_BYTES} bytes"),
        }
    }
}

/// Reads a line; `number` counts from 1.
///
/// # Errors
/// What cannot be used, and where.
pub fn read(line: &[u8], number: usize, pack: &Pack) -> Result<Replies, Unusable> {
    let unusable = |key: &str, found: String, expected: String| {
        let place = if key.is_empty() { format!("line {number}") } else { format!("line {number}, {key}") };
        Unusable { place, found, expected }
    };
    let text = std::str::from_utf8(line).map_err(|error| {
        let found = format!("a byte that is not UTF-8, after {} bytes", error.valid_up_to());
        unusable("", found, "a line of UTF-8 text".to_owned())
    })?;
    let expected = || "one JSON object, such as {\"answers\":{…}}".to_owned();
    let json = serde_json::from_str::<Node>(text)
        .map_err(|error| unusable("", format!("{} (column {})", shorten(text), error.column()), expected()))?;
    let top = match json {
        Node::Object(Entries(top)) => top,
        Node::Other(other) => return Err(unusable("", shown(&other), expected())),
    };
    let mut entries: Option<Vec<(String, Value)>> = None;
    for (key, value) in top {
        if key != "answers" {
            return Err(unusable(&key, format!("the key {}", quoted(&key)), "the key \"answers\" alone".to_owned()));
        }
        if entries.is_some() {
            return Err(unusable(&key, "the key \"answers\" twice".to_owned(), "each key once".to_owned()));
        }
        match value {
            Node::Object(Entries(all)) => {
                entries = Some(all.into_iter().map(|(key, node)| (key, node.plain())).collect())
            }
            other => {
                let expected = "an object with an answer for each question".to_owned();
                return Err(unusable("answers", shown(&other.plain()), expected));
            }
        }
    }
    let Some(entries) = entries else {
        return Err(unusable("", shorten(text), "an object with the key \"answers\"".to_owned()));
    };
    let mut replies = Replies::default();
    let mut seen: Vec<&str> = Vec::new();
    for (id, value) in &entries {
        let key = format!("answers.{id}");
        let Some(index) = pack.question_index(id) else {
            return Err(unusable(
                &key,
                format!("the question {}", quoted(id)),
                ids(pack.questions.iter().map(|q| &q.id)),
            ));
        };
        if seen.contains(&id.as_str()) {
            return Err(unusable(&key, format!("the question {} twice", quoted(id)), "each question once".to_owned()));
        }
        seen.push(id);
        let Some(question) = pack.question(index) else { continue };
        let said = read_value(value, question, pack).map_err(|(found, expected)| unusable(&key, found, expected))?;
        match said {
            Said::Nothing => replies.answers.set(index, Reply::Skipped),
            Said::Answer(answer) => {
                replies.answers.set(index, Reply::Answered(answer));
                replies.answered.push(index);
            }
            Said::OneOf(municipalities) => {
                replies.answers.set(index, Reply::Skipped);
                replies.answered.push(index);
                replies.which = Some((index, municipalities));
            }
        }
    }
    replies.answered.sort_unstable();
    Ok(replies)
}

enum Said {
    Nothing,
    Answer(Answer),
    OneOf(Vec<u16>),
}

/// What an answer says; an error is what was found and what was expected.
fn read_value(value: &Value, question: &Question, pack: &Pack) -> Result<Said, (String, String)> {
    match (value, question.kind) {
        (Value::Null, _) => Ok(Said::Nothing),
        (Value::String(text), Kind::Place) => read_place(text, pack),
        (_, Kind::Place) => Err((shown(value), "a postcode, a name or a code, as a text".to_owned())),
        (Value::String(option), Kind::One | Kind::Statement) => {
            option_set(option, question).map(|set| Said::Answer(Answer::Options(set)))
        }
        (_, Kind::One | Kind::Statement) => Err((shown(value), options(question, "one of "))),
        (Value::Array(items), Kind::Many) => read_several(items, question),
        (_, Kind::Many) => Err((shown(value), options(question, "a list of one or more of "))),
    }
}

fn read_several(items: &[Value], question: &Question) -> Result<Said, (String, String)> {
    if items.is_empty() {
        return Err(("an empty list".to_owned(), "at least one option, or null to skip the question".to_owned()));
    }
    let mut chosen = OptionSet::default();
    for item in items {
        let Value::String(id) = item else {
            return Err((shown(item), options(question, "a list of one or more of ")));
        };
        let set = option_set(id, question)?;
        if chosen.has_all(set) {
            return Err((format!("{} twice", quoted(id)), "each option once".to_owned()));
        }
        chosen = chosen.with(set);
    }
    let alone = (0u8..).zip(&question.options).find(|(index, option)| option.exclusive && chosen.has(*index));
    if let Some((_, option)) = alone
        && chosen.len() > 1
    {
        return Err((format!("{} with other options", quoted(&option.id)), format!("{} alone", quoted(&option.id))));
    }
    Ok(Said::Answer(Answer::Options(chosen)))
}

fn option_set(id: &str, question: &Question) -> Result<OptionSet, (String, String)> {
    let index = (0u8..).zip(&question.options).find(|(_, option)| option.id == id).map(|(index, _)| index);
    let index = index.ok_or_else(|| (quoted(id), options(question, "one of ")))?;
    Ok(OptionSet::one(index))
}

fn read_place(text: &str, pack: &Pack) -> Result<Said, (String, String)> {
    if let Some(place) = pack.places.by_code(text.trim()) {
        return Ok(Said::Answer(Answer::Place(place)));
    }
    match pack.places.resolve(text) {
        Resolved::One(place) => Ok(Said::Answer(Answer::Place(place))),
        Resolved::Several(municipalities) => match municipalities.as_slice() {
            &[one] => Ok(Said::Answer(Answer::Place(Place::Municipality(one)))),
            _ => Ok(Said::OneOf(municipalities)),
        },
        Resolved::Unknown => {
            let expected = "a postcode, a town, a municipality or a region of this pack, by name or by code".to_owned();
            Err((quoted(text), expected))
        }
    }
}

fn options(question: &Question, before: &str) -> String {
    format!("{before}{}", ids(question.options.iter().map(|option| &option.id)))
}

fn ids<'i>(ids: impl Iterator<Item = &'i String>) -> String {
    ids.map(|id| quoted(id)).collect::<Vec<_>>().join(", ")
}

fn quoted(text: &str) -> String {
    shown(&Value::String(text.to_owned()))
}

fn shown(value: &Value) -> String {
    shorten(&value.to_string())
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The entries of a JSON object in order, also those whose key is there twice.
#[derive(Debug)]
struct Entries(Vec<(String, Node)>);

/// A JSON value that keeps the entries of an object.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Node {
    Object(Entries),
    Other(Value),
}

impl Node {
    fn plain(self) -> Value {
        match self {
            Node::Object(Entries(all)) => {
                Value::Object(all.into_iter().map(|(key, node)| (key, node.plain())).collect())
            }
            Node::Other(value) => value,
        }
    }
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keep;
        impl<'de> Visitor<'de> for Keep {
            type Value = Entries;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Keep)
    }
}
