//! The TOML files of a pack as Rust types, from which the JSON Schemas in docs/schema are made, so that an editor completes
//! and checks while an author types. Nothing is read into these types: the reader works field by field, to report all that
//! is wrong at once. tests/schema.rs holds the two together: the same tables, fields, required fields and choices.

use std::collections::BTreeMap;

use schemars::{
    JsonSchema, Schema, SchemaGenerator,
    generate::SchemaSettings,
    json_schema,
    transform::{Transform, transform_subschemas},
};
use wegwijzer_core::texts::Ui;

use crate::{guard_syntax, limits};

/// The schema of each file: its name in docs/schema, and its content.
pub fn schemas() -> Vec<(&'static str, String)> {
    fn of<T: JsonSchema>() -> String {
        // Draft 7 is what the common TOML language server understands.
        let mut schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
        WithoutNull.transform(&mut schema);
        format!("{:#}\n", schema.as_value())
    }
    vec![
        ("pack.json", of::<PackFile>()),
        ("questions.json", of::<QuestionsFile>()),
        ("rules.json", of::<RulesFile>()),
        ("steps.json", of::<StepsFile>()),
        ("icons.json", of::<IconsFile>()),
        ("promises.json", of::<PromisesFile>()),
        ("texts.json", of::<TextsFile>()),
        ("exceptions.json", of::<ExceptionsFile>()),
    ]
}

/// TOML has no null: a field that may be left out is left out.
struct WithoutNull;

impl Transform for WithoutNull {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(object) = schema.as_object_mut() else { return };
        let null = serde_json::json!({ "type": "null" });
        if let Some(serde_json::Value::Array(any)) = object.get_mut("anyOf") {
            any.retain(|one| *one != null);
            if let [serde_json::Value::Object(only)] = any.as_slice() {
                let only = only.clone();
                object.remove("anyOf");
                // Draft 7 looks at nothing beside a `$ref`, and the description stands beside it.
                match only.contains_key("$ref") {
                    true => drop(object.insert("allOf".to_owned(), serde_json::json!([only]))),
                    false => object.extend(only),
                }
            }
        }
        if let Some(serde_json::Value::Array(types)) = object.get_mut("type") {
            types.retain(|one| one != "null");
            if let [only] = types.as_slice() {
                let only = only.clone();
                object.insert("type".to_owned(), only);
            }
        }
    }
}

/// A text that is not empty.
#[derive(JsonSchema)]
pub struct Text(#[schemars(length(min = 1))] pub String);

/// Small letters, digits and `-`, beginning with a letter or digit; never used again for something else.
#[derive(JsonSchema)]
pub struct Id(#[schemars(regex(pattern = r"^[a-z0-9][a-z0-9-]*$"))] pub String);

/// A condition over earlier answers.
///
/// `q is o`, `q has o` (kind many), `asked q`, `answered q`, `skipped q`, `scale is band`, `region is code`,
/// `at least 2 of (a, b, c)`; joined by `not`, `and`, `or` and brackets. `not` binds before `and`, `and` before `or`.
pub struct Guard(pub String);

impl JsonSchema for Guard {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Guard".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        guard(
            "A condition over earlier answers: `q is o`, `q has o` (kind many), `asked q`, `answered q`, `skipped q`, `scale is band`, \
             `region is code`, `at least 2 of (a, b, c)`; joined by `not`, `and`, `or` and brackets. `not` binds before `and`, `and` \
             before `or`.",
        )
    }
}

/// What must hold: the language of guards, and what it says of recommendations.
pub struct PromiseGuard(pub String);

impl JsonSchema for PromiseGuard {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PromiseGuard".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        guard(
            "What must hold: a guard, and `has main|also|first|person`, `recommends KIND`, `first is KIND`, `main is KIND`, \
             `only fallback`, `at most N of ROLE`; or alone `independent of QUESTION`, with or without `but for KIND`.",
        )
    }
}

fn guard(description: &str) -> Schema {
    json_schema!({
        "type": "string",
        "description": description,
        "pattern": r"^[A-Za-z0-9_\-\s(),]*[A-Za-z0-9)][\s]*$",
        "maxLength": guard_syntax::LONGEST
    })
}

/// A day without quotation marks, such as 2027-01-31.
pub struct Day;

impl JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date", "description": "A day without quotation marks, such as 2027-01-31." })
    }
}

/// A BCP 47 tag, such as nl, en or zh-Hant.
#[derive(JsonSchema)]
pub struct Language(#[schemars(regex(pattern = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"))] pub String);

/// Two capital letters of ISO 3166-1, such as `NL`.
#[derive(JsonSchema)]
pub struct Country(#[schemars(regex(pattern = r"^[A-Z]{2}$"))] pub String);

/// What holds for the pack as a whole.
#[derive(JsonSchema)]
#[schemars(rename = "pack.toml", rename_all = "kebab-case", deny_unknown_fields)]
pub struct PackFile {
    /// The value of the `pack` attribute on a page.
    pub id: Id,
    /// Version of the content.
    pub version: Text,
    /// The languages, the first being the default; one file in texts/ for each.
    #[schemars(length(max = limits::LANGUAGES))]
    pub languages: Vec<Language>,
    /// The country whose phone numbers these are.
    pub country: Option<Country>,
    /// After this day the widget says that the content may be out of date.
    pub review_by: Day,
    /// Who reviewed the content. Leave it out until a qualified person has.
    pub reviewed_by: Option<Text>,
    /// The scale that tells who can go on alone.
    pub readiness: Option<Id>,
    /// Where a fallback may be the only main step: only skipped questions and `open` options. Needed if a rule is a fallback.
    pub fallback_when: Option<Guard>,
    /// Kinds of service on the "talk to a person" screen.
    pub talk: Vec<Id>,
    /// Kinds of service on the same screen, for a crisis.
    pub crisis: Vec<Id>,
    /// Ids that must not come back; an option as `question.option`.
    pub retired: Option<Vec<String>>,
    /// How many digits a postcode has. Leave it out in a pack without postcodes.
    #[schemars(range(min = 1, max = 9))]
    pub postcode_digits: Option<u8>,
}

/// Questions in the order in which they are asked, and scales.
#[derive(JsonSchema)]
#[schemars(rename = "questions.toml", rename_all = "kebab-case", deny_unknown_fields)]
pub struct QuestionsFile {
    /// A question.
    pub question: Option<Vec<Question>>,
    /// A sum over statements.
    pub scale: Option<Vec<Scale>>,
}

/// A question. It can always be skipped.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Question {
    /// Its id.
    pub id: Id,
    /// What sort of answer it takes.
    pub kind: QuestionKind,
    /// When it is asked; leave it out to ask always. Only earlier questions.
    pub when: Option<Guard>,
    /// Ids of the options; none for the kind place.
    #[schemars(length(max = 32))]
    pub options: Option<Vec<Id>>,
    /// Options that mean "something else" or "I don't know".
    pub open: Option<Vec<Id>>,
    /// Kind many: options that stand alone, such as "none of these".
    pub exclusive: Option<Vec<Id>>,
    /// Option = name of a drawing in icons.toml.
    pub icons: Option<BTreeMap<String, Id>>,
}

/// What sort of answer a question takes.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum QuestionKind {
    /// One option.
    One,
    /// Any options, at least one.
    Many,
    /// How far a sentence fits.
    Statement,
    /// Where somebody lives.
    Place,
}

/// A sum over statements, with bands.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Scale {
    /// Its id.
    pub id: Id,
    /// Ids of statements.
    #[schemars(length(max = 255))]
    pub items: Vec<Id>,
    /// Option = points, for every option of the statements.
    pub points: Option<BTreeMap<String, i8>>,
    /// Fewer answered statements than this give the band `unknown`.
    #[schemars(range(min = 1))]
    pub needs: u8,
    /// From low to high.
    #[schemars(length(max = 254))]
    pub bands: Option<Vec<Band>>,
}

/// A part of a scale.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Band {
    /// Its id.
    pub id: Id,
    /// The lowest sum, as if all statements were answered; the first band has none.
    pub from: Option<i16>,
}

/// Who is led where.
#[derive(JsonSchema)]
#[schemars(rename = "rules.toml", rename_all = "kebab-case", deny_unknown_fields)]
pub struct RulesFile {
    /// A rule.
    pub rule: Option<Vec<Rule>>,
}

/// A guard and the recommendation that it leads to.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rule {
    /// Its id.
    pub id: Id,
    /// When it fires; leave it out for always.
    pub when: Option<Guard>,
    /// The part that the recommendation plays.
    pub role: RuleRole,
    /// Lower goes before higher.
    pub tier: u8,
    /// What to do: an id from steps.toml.
    pub step: Id,
    /// A kind of service; the place decides which one.
    pub service: Id,
    /// Last resort.
    pub fallback: Option<bool>,
    /// Main rules of one tier with the same word here stand side by side.
    pub equal: Option<String>,
}

/// The part that a recommendation plays in a result.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum RuleRole {
    /// What to sort out first: money, law, health, language.
    First,
    /// The one next step.
    Main,
    /// What helps besides.
    Also,
    /// A human to talk to.
    Person,
}

/// What a person can do next.
#[derive(JsonSchema)]
#[schemars(rename = "steps.toml", rename_all = "kebab-case", deny_unknown_fields)]
pub struct StepsFile {
    /// A step.
    pub step: Option<Vec<Step>>,
}

/// Something to do.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Step {
    /// Its id.
    pub id: Id,
    /// Something that a person does alone.
    pub self_help: Option<bool>,
}

/// Small drawings beside options: name = path data of SVG on a 24 by 24 grid.
#[derive(JsonSchema)]
#[schemars(rename = "icons.toml")]
pub struct IconsFile(pub BTreeMap<String, Drawing>);

/// The content of the attribute `d` of a path: it begins with M, then letters and numbers.
#[derive(JsonSchema)]
pub struct Drawing(#[schemars(regex(pattern = r"^\s*[Mm][MmLlHhVvCcSsQqTtAaZzEe0-9.,+\-\s]*$"))] pub String);

/// What must hold for everybody, proven before the pack is built.
#[derive(JsonSchema)]
#[schemars(rename = "promises.toml", rename_all = "kebab-case", deny_unknown_fields)]
pub struct PromisesFile {
    /// A promise.
    pub promise: Option<Vec<Promise>>,
}

/// A property that holds on every walk.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Promise {
    /// Its id.
    pub id: Id,
    /// The promise in one English sentence.
    pub says: Text,
    /// For whom; leave it out for everybody. May speak of all questions.
    pub when: Option<Guard>,
    /// What must hold for them.
    pub always: PromiseGuard,
}

/// Texts that may break a rule about words, one by one.
#[derive(JsonSchema)]
#[schemars(rename = "texts/exceptions.toml", rename_all = "kebab-case", deny_unknown_fields)]
pub struct ExceptionsFile {
    /// A text that may break a rule.
    pub exception: Option<Vec<Exception>>,
}

/// A text that may break a rule, and why.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Exception {
    /// The language of the text.
    pub language: Language,
    /// The text by its path, such as `question.situation` or `step.talk-work-to-work.title`.
    pub text: Text,
    /// The rule that it may break.
    pub rule: WordRule,
    /// Why it may.
    pub reason: Text,
}

/// A rule about words.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum WordRule {
    /// The reading level of a question or a step.
    Lix,
    /// The length of a sentence.
    Sentence,
    /// The same words in two languages.
    Same,
}

/// Every word of a language.
#[derive(JsonSchema)]
#[schemars(rename = "texts/LANGUAGE.toml", rename_all = "kebab-case", deny_unknown_fields)]
pub struct TextsFile {
    /// What this is, what it cannot do, who made the data: one text a paragraph.
    #[schemars(length(min = 1))]
    pub about: Vec<Text>,
    /// The words around the questions. Places such as `{n}` are the same in each language.
    pub ui: UiWords,
    /// Labels that several questions share, by option.
    pub labels: Option<BTreeMap<String, Text>>,
    /// By question.
    pub question: Option<BTreeMap<String, QuestionWords>>,
    /// By step.
    pub step: Option<BTreeMap<String, StepWords>>,
    /// By kind of service.
    pub service: Option<BTreeMap<String, ServiceWords>>,
}

/// The words around the questions: those that the engine knows, all of them.
pub struct UiWords;

impl JsonSchema for UiWords {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "UiWords".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = generator.subschema_for::<Text>();
        let properties: serde_json::Map<_, _> = Ui::keys().map(|key| (key, text.clone().to_value())).collect();
        json_schema!({
            "type": "object",
            "description": "The words around the questions: every key, in every language.",
            "required": Ui::keys().collect::<Vec<_>>(),
            "properties": properties,
            "additionalProperties": false
        })
    }
}

/// The words of a question.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct QuestionWords {
    /// The question.
    pub title: Text,
    /// A sentence below it; in every language or in none.
    pub hint: Option<Text>,
    /// By option; none for the kind place.
    pub options: Option<BTreeMap<String, OptionWords>>,
}

/// The words of an option.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct OptionWords {
    /// On the button; else from `[labels]`.
    pub label: Option<Text>,
    /// Goes on after "Because you said: ".
    pub because: Text,
}

/// The words of a step.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StepWords {
    /// The step.
    pub title: Text,
    /// How to do it: one to four short sentences.
    #[schemars(length(min = 1, max = crate::texts::MOST_ACTIONS))]
    pub actions: Vec<Text>,
}

/// The words of a kind of service.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ServiceWords {
    /// Its name.
    pub name: Text,
    /// What it does, in a sentence.
    pub about: Text,
    /// How to find it; needed where no row for the whole country has a channel.
    pub find: Option<Text>,
}
