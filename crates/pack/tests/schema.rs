//! The schemas that editors use say what the reader says: the same tables, fields, required fields and choices; every real
//! file fits them; the files in docs/schema are up to date.

mod small;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use small::Small;
use wegwijzer_pack::{load, schema::schemas};

/// The schema with this name.
fn schema(name: &str) -> Value {
    let content = schemas().into_iter().find(|(other, _)| *other == name).expect("a schema of this name").1;
    serde_json::from_str(&content).expect("JSON")
}

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The name of the schema for a file of a pack; `None` for a file that is not TOML.
fn schema_of(file: &str) -> Option<String> {
    match file {
        "texts/exceptions.toml" => Some("exceptions.json".to_owned()),
        _ if file.starts_with("texts/") => Some("texts.json".to_owned()),
        _ => Some(format!("{}.json", file.strip_suffix(".toml")?)),
    }
}

/// TOML as an editor hands it to a schema: a day is a text.
fn as_json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(day) => json!(day.to_string()),
        toml::Value::Array(items) => items.into_iter().map(as_json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, as_json(value))).collect(),
    }
}

fn parsed(text: &str) -> Value {
    as_json(toml::from_str(text).expect("TOML"))
}

/// What a schema finds wrong with a file, by a validator that is not ours.
fn wrong(schema_name: &str, value: &Value) -> Option<String> {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.enable_format_assertions();
    compiler.add_resource(schema_name, schema(schema_name)).expect("a schema");
    let index = compiler.compile(schema_name, &mut schemas).expect("a schema that is one itself");
    schemas.validate(value, index).err().map(|error| error.to_string())
}

const EXCEPTIONS: &str =
    "[[exception]]\nlanguage = \"en\"\ntext = \"question.want\"\nrule = \"lix\"\nreason = \"A name.\"\n";

/// The TOML files of every pack of the project and of the small one.
fn all_files() -> Vec<(String, String)> {
    let small = Small::new();
    small.write("texts/exceptions.toml", EXCEPTIONS);
    let mut folders = vec![small.dir()];
    let packs = fs::read_dir(project().join("packs")).expect("the packs");
    folders.extend(packs.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.join("pack.toml").is_file()));
    assert!(folders.len() > 1);
    let mut all = Vec::new();
    for folder in folders {
        for part in ["", "texts"] {
            for entry in fs::read_dir(folder.join(part)).expect("a pack").flatten() {
                let name = entry.file_name().into_string().expect("a plain name");
                if name.ends_with(".toml") {
                    let file = if part.is_empty() { name } else { format!("{part}/{name}") };
                    all.push((file, fs::read_to_string(entry.path()).expect("a text")));
                }
            }
        }
    }
    all
}

#[test]
fn every_file_of_every_pack_fits_its_schema() {
    let mut checked = BTreeSet::new();
    for (file, text) in all_files() {
        let Some(name) = schema_of(&file) else { continue };
        if let Some(wrong) = wrong(&name, &parsed(&text)) {
            panic!("{file} does not fit docs/schema/{name}: {wrong}\n{}", text.lines().next().unwrap_or_default());
        }
        checked.insert(name);
    }
    let all: BTreeSet<String> = schemas().iter().map(|(name, _)| (*name).to_owned()).collect();
    let unused: Vec<_> = all.difference(&checked).collect();
    assert!(unused.is_empty(), "no pack has a file for {unused:?}");
}

#[test]
fn promises_fit_their_schema() {
    let good = "[[promise]]\nid = \"young-people\"\nsays = \"Under 27 without a diploma: somebody for them.\"\n\
        when = \"age is under-27 and diploma is no\"\nalways = \"recommends doorstroompunt and at most 2 of first\"\n";
    assert_eq!(wrong("promises.json", &parsed(good)), None);
    for (from, to) in
        [("says =", "say ="), ("id = \"young", "id = \"Young"), ("always = \"recommends", "always = \"recommends !")]
    {
        assert!(good.contains(from) && wrong("promises.json", &parsed(&good.replace(from, to))).is_some(), "{to}");
    }
}

/// Each table that the reader knows: the file, a text in it, the same with a field `zzz` more, and where it is in the schema.
const TABLES: [(&str, &str, &str, &str); 13] = [
    ("pack.toml", "id = \"small\"", "zzz = 1\nid = \"small\"", ""),
    ("questions.toml", "[[question]]\nid = \"situation\"", "zzz = 1\n[[question]]\nid = \"situation\"", ""),
    ("questions.toml", "id = \"situation\"", "zzz = 1\nid = \"situation\"", "/definitions/Question"),
    ("questions.toml", "id = \"confidence\"", "zzz = 1\nid = \"confidence\"", "/definitions/Scale"),
    ("questions.toml", "{ id = \"low\"", "{ zzz = 1, id = \"low\"", "/definitions/Band"),
    ("rules.toml", "[[rule]]\nid = \"money-first\"", "zzz = 1\n[[rule]]\nid = \"money-first\"", ""),
    ("rules.toml", "id = \"money-first\"", "zzz = 1\nid = \"money-first\"", "/definitions/Rule"),
    ("steps.toml", "[[step]]\nid = \"call-about-money\"", "zzz = 1\n[[step]]\nid = \"call-about-money\"", ""),
    ("steps.toml", "id = \"call-about-money\"", "zzz = 1\nid = \"call-about-money\"", "/definitions/Step"),
    ("promises.toml", "[[promise]]\nid = \"work\"", "zzz = 1\n[[promise]]\nid = \"work\"", ""),
    ("promises.toml", "id = \"work\"", "zzz = 1\nid = \"work\"", "/definitions/Promise"),
    ("texts/exceptions.toml", "[[exception]]", "zzz = 1\n[[exception]]", ""),
    ("texts/exceptions.toml", "language = \"en\"", "zzz = 1\nlanguage = \"en\"", "/definitions/Exception"),
];

#[test]
fn the_reader_and_the_schema_know_the_same_fields() {
    let mut of_schemas: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, from, to, at) in TABLES {
        let small = Small::new();
        small.write("texts/exceptions.toml", EXCEPTIONS);
        small.change(file, from, to);
        let said = load(&small.dir()).expect_err("an unknown field");
        let error = said.0.iter().find(|one| one.message == "unknown field `zzz`").expect("the error about it");
        let expected = error.expected.clone().expect("the fields that there are");
        assert!(!expected.contains(" more"), "the message no longer names all fields: {expected}");
        let reader: BTreeSet<&str> = expected.split(", ").map(|name| name.trim_matches('`')).collect();
        let name = schema_of(file).expect("a schema");
        let schema = schema(&name);
        let table = schema.pointer(at).expect("this table in the schema");
        let properties = table["properties"].as_object().expect("fields");
        let known: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
        assert_eq!(reader, known, "{file}, {at}: the reader and crates/pack/src/schema.rs differ");
        assert_eq!(table["additionalProperties"], json!(false), "{file}, {at}");
        of_schemas.entry(name).or_default().insert(at.to_owned());
    }
    // And no schema has a table that is not held against the reader here.
    for (name, checked) in &of_schemas {
        let schema = schema(name);
        let definitions = schema.get("definitions").and_then(Value::as_object).into_iter().flatten();
        for (definition, content) in definitions.filter(|(_, content)| content.get("properties").is_some()) {
            assert!(checked.contains(&format!("/definitions/{definition}")), "{name}: {definition}: {content}");
        }
    }
}

#[test]
fn the_reader_and_the_schema_require_the_same_fields() {
    for (file, content, at) in [
        ("pack.toml", "\n", ""),
        ("questions.toml", "[[question]]\n", "/definitions/Question"),
        ("questions.toml", "[[scale]]\n", "/definitions/Scale"),
        ("questions.toml", "[[scale]]\nbands = [{}]\n", "/definitions/Band"),
        ("rules.toml", "[[rule]]\n", "/definitions/Rule"),
        ("steps.toml", "[[step]]\n", "/definitions/Step"),
        ("promises.toml", "[[promise]]\n", "/definitions/Promise"),
        ("texts/exceptions.toml", "[[exception]]\n", "/definitions/Exception"),
    ] {
        let small = Small::new();
        small.write(file, content);
        let said = load(&small.dir()).expect_err("fields are missing");
        let of_band = |key: &str| key.contains("bands");
        let missing: BTreeSet<String> = said
            .0
            .iter()
            .filter(|one| one.file.ends_with(file) && of_band(&one.key) == at.ends_with("Band"))
            .filter_map(|one| Some(one.message.strip_prefix("the field `")?.strip_suffix("` is missing")?.to_owned()))
            .collect();
        let schema = schema(&schema_of(file).expect("a schema"));
        let required = schema.pointer(at).and_then(|table| table["required"].as_array()).expect("required fields");
        let required: BTreeSet<String> = required.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect();
        assert_eq!(missing, required, "{file}, {at}");
    }
}

#[test]
fn the_reader_and_the_schema_offer_the_same_choices() {
    for (file, from, at) in [
        ("questions.toml", "kind = \"many\"", "/definitions/QuestionKind"),
        ("rules.toml", "role = \"first\"", "/definitions/RuleRole"),
        ("texts/exceptions.toml", "rule = \"lix\"", "/definitions/WordRule"),
    ] {
        let small = Small::new();
        small.write("texts/exceptions.toml", EXCEPTIONS);
        let text = small.read(file);
        let (field, _) = from.split_once(" = ").expect("a field");
        small.write(file, text.replacen(from, &format!("{field} = \"zzz\""), 1));
        let said = load(&small.dir()).expect_err("a choice that is not there");
        let error = said.0.iter().find(|one| one.message.ends_with("`zzz`")).expect("the error about it");
        let expected = error.expected.clone().expect("the choices");
        let reader: Vec<&str> = expected.split(", ").map(|name| name.trim_matches('`')).collect();
        let schema = schema(&schema_of(file).expect("a schema"));
        let choices = schema.pointer(at).and_then(|one| one["oneOf"].as_array()).expect("choices");
        let choices: Vec<&str> = choices.iter().filter_map(|one| one["const"].as_str()).collect();
        assert_eq!(reader, choices, "{file}, {at}");
    }
}

#[test]
fn the_schema_of_texts_has_what_some_pack_uses_and_requires_what_every_pack_needs() {
    let schema = schema("texts.json");
    let files: Vec<Value> = all_files()
        .into_iter()
        .filter(|(file, _)| schema_of(file).as_deref() == Some("texts.json"))
        .map(|(_, text)| parsed(&text))
        .collect();
    let entries = |table: &str| -> Vec<Value> {
        files.iter().filter_map(|file| file.get(table)?.as_object()).flat_map(|all| all.values().cloned()).collect()
    };
    let options = entries("question");
    let options =
        options.iter().filter_map(|one| one.get("options")?.as_object()).flat_map(|all| all.values().cloned());
    let tables = [
        ("", files.clone()),
        ("/definitions/QuestionWords", entries("question")),
        ("/definitions/OptionWords", options.collect()),
        ("/definitions/StepWords", entries("step")),
        ("/definitions/ServiceWords", entries("service")),
    ];
    for (at, used) in tables {
        let table = schema.pointer(at).expect("this table in the schema");
        for field in table["properties"].as_object().expect("fields").keys() {
            assert!(used.iter().any(|one| one.get(field).is_some()), "{at}: no pack uses `{field}`");
        }
    }
    // Without a required text the reader refuses the pack, and the schema the file.
    for (line, without) in [
        ("about = [\"nl: about.\"]\n", ""),
        ("title = \"nl: situation?\"\n", ""),
        ("label = \"nl: employed\", because = \"nl: you are employed\"", "label = \"nl: employed\""),
        ("back = \"nl: back\"\n", ""),
    ] {
        let small = Small::new();
        small.change("texts/nl.toml", line, without);
        let said = small.without_folder(&load(&small.dir()).expect_err("a text is missing").to_string());
        assert!(said.starts_with("small/texts/nl.toml:") && said.contains("missing"), "{said}");
        assert!(wrong("texts.json", &parsed(&small.read("texts/nl.toml"))).is_some(), "{line}");
    }
}

#[test]
fn the_files_in_docs_are_what_the_types_give() {
    let folder = project().join("docs/schema");
    let again = "type: cargo run --package wegwijzer-cli -- schema --output docs/schema";
    for (name, content) in schemas() {
        let there = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert_eq!(there.replace("\r\n", "\n"), content, "docs/schema/{name} is out of date: {again}");
    }
    let there = fs::read_dir(&folder).expect("docs/schema").count();
    assert_eq!(there, schemas().len(), "docs/schema has a file that no type gives");
}

#[test]
fn the_editor_is_told_of_every_schema() {
    let settings: toml::Table =
        toml::from_str(&fs::read_to_string(project().join(".taplo.toml")).expect(".taplo.toml")).expect("TOML");
    let rules = settings["rule"].as_array().expect("rules");
    let named: BTreeSet<&str> = rules.iter().filter_map(|rule| rule["schema"]["path"].as_str()).collect();
    let all: Vec<String> = schemas().iter().map(|(name, _)| format!("docs/schema/{name}")).collect();
    assert_eq!(named, all.iter().map(String::as_str).collect());
}
