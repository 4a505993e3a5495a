//! questions.toml as the author writes it: questions in the order in which they are asked, and scales.

use wegwijzer_core::{Kind, OptionSet};

use crate::{
    diagnostic::Findings,
    guard_syntax::RESERVED,
    ids::{check_id, check_unique, list, nearest, unknown},
    source::{Located, Source},
    table::Table,
};

/// What questions.toml says.
pub(crate) struct Questions {
    pub(crate) source: Source,
    pub(crate) list: Vec<Question>,
    pub(crate) scales: Vec<Scale>,
    /// Whether all of the file could be read, so that what is not here is not in the pack.
    pub(crate) whole: bool,
}

/// A question as written.
pub(crate) struct Question {
    pub(crate) id: Located<String>,
    /// `None` if it is written wrongly.
    pub(crate) kind: Option<Kind>,
    pub(crate) when: Option<Located<String>>,
    pub(crate) options: Vec<Located<String>>,
    pub(crate) open: Vec<Located<String>>,
    pub(crate) exclusive: Vec<Located<String>>,
    /// Option and name of the icon.
    pub(crate) icons: Vec<(Located<String>, Located<String>)>,
}

/// A scale as written.
pub(crate) struct Scale {
    pub(crate) id: Located<String>,
    pub(crate) items: Vec<Located<String>>,
    pub(crate) points: Vec<(Located<String>, Located<i64>)>,
    pub(crate) needs: u8,
    pub(crate) bands: Vec<Band>,
}

/// A band as written.
pub(crate) struct Band {
    pub(crate) id: Located<String>,
    pub(crate) from: i16,
}

const KINDS: [(&str, Kind); 4] =
    [("one", Kind::One), ("many", Kind::Many), ("statement", Kind::Statement), ("place", Kind::Place)];

impl Questions {
    /// Reads and checks the file, but for the guards and the icons.
    pub(crate) fn read(source: Source, findings: &Findings) -> Questions {
        let (mut root, mut whole) = Table::parse(&source, findings);
        let (questions, scales) = (root.tables("question"), root.tables("scale"));
        let entries = questions.len() + scales.len();
        let questions: Vec<Question> = questions.into_iter().filter_map(read_question).collect();
        let scales: Vec<Scale> = scales.into_iter().filter_map(|scale| read_scale(scale, &questions)).collect();
        whole &= questions.len() + scales.len() == entries;
        root.finish();

        let ids = questions.iter().map(|question| &question.id).chain(scales.iter().map(|scale| &scale.id));
        check_unique(ids.clone(), "id", &source, findings);
        ids.for_each(|id| check_not_reserved(id, "id", &source, findings));
        let places = questions.iter().filter(|question| question.kind == Some(Kind::Place));
        if let Some(second) = places.clone().nth(1) {
            let key = format!("question {}, kind", second.id.value);
            findings.add(source.error(second.id.span.start, key, "a pack has at most one question of kind `place`"));
        }
        if questions.is_empty() && whole {
            findings.add(source.error(0, "", "this pack asks nothing").expected("at least one [[question]]"));
        }
        Questions { list: questions, scales, whole, source }
    }
}

fn read_question(mut table: Table) -> Option<Question> {
    let (source, findings) = (table.source, table.findings);
    let id = table.required_text("id");
    if let Some(id) = &id {
        table.key = format!("question {}", id.value);
        check_id(id, &table.name("id"), source, findings);
    }
    let kind_text = table.required_text("kind");
    let kind = kind_text.as_ref().and_then(|text| KINDS.iter().find(|(name, _)| *name == text.value));
    let kind = kind.map(|(_, kind)| *kind);
    if let (Some(text), None) = (&kind_text, kind) {
        let names = KINDS.iter().map(|(name, _)| *name);
        findings.add(
            source
                .error(text.span.start, table.name("kind"), format!("there is no kind of question `{}`", text.value))
                .expected(list(names.clone()))
                .help_if(nearest(&text.value, names)),
        );
    }
    let when = table.text("when");
    let mut options = table.texts("options");
    let open = table.texts("open");
    let exclusive = table.texts("exclusive");
    let icons = table.texts_by_key("icons");
    check_options(&table, kind, &options);
    options.truncate(OptionSet::MOST);
    for (field, chosen) in [("open", &open), ("exclusive", &exclusive)] {
        check_chosen(&table, field, chosen.iter(), &options);
        check_unique(chosen, &table.name(field), source, findings);
    }
    check_chosen(&table, "icons", icons.iter().map(|(option, _)| option), &options);
    if let (Some(first), Some(Kind::One | Kind::Statement | Kind::Place)) = (exclusive.first(), kind) {
        let message = "only a question of kind `many` has options that stand alone";
        findings.add(source.error(first.span.start, table.name("exclusive"), message));
    }
    if kind == Some(Kind::Place) {
        options.clear();
    }
    table.finish();
    Some(Question { id: id?, kind, when, options, open, exclusive, icons })
}

fn check_options(table: &Table, kind: Option<Kind>, options: &[Located<String>]) {
    let (source, findings, key) = (table.source, table.findings, table.name("options"));
    match (kind, options) {
        (Some(Kind::Place), [first, ..]) => {
            let message = "a question of kind `place` has no options: they come from the folder places";
            findings.add(source.error(first.span.start, key, message));
            return;
        }
        (Some(Kind::One | Kind::Many | Kind::Statement), []) => {
            findings.add(source.error(table.at, key, "a question needs options"));
            return;
        }
        _ => {}
    }
    if let Some(extra) = options.get(OptionSet::MOST) {
        let message = format!("a question has at most {} options; this one has {}", OptionSet::MOST, options.len());
        findings.add(source.error(extra.span.start, key.clone(), message));
    }
    for option in options {
        check_id(option, &key, source, findings);
        check_not_reserved(option, &key, source, findings);
    }
    check_unique(options, &key, source, findings);
}

fn check_chosen<'i>(
    table: &Table,
    field: &str,
    chosen: impl Iterator<Item = &'i Located<String>>,
    options: &[Located<String>],
) {
    let names = options.iter().map(|option| option.value.as_str());
    for one in chosen.filter(|one| !options.iter().any(|option| option.value == one.value)) {
        let sort = "option of this question with the id";
        let key = table.name(field);
        table.findings.add(unknown(table.source, one.span.start, &key, sort, &one.value, names.clone()));
    }
}

fn check_not_reserved(id: &Located<String>, key: &str, source: &Source, findings: &Findings) {
    if RESERVED.contains(&id.value.as_str()) {
        let message = format!("`{}` is a word of the guard language and cannot be an id here", id.value);
        findings.add(source.error(id.span.start, key, message));
    }
}

fn read_scale(mut table: Table, questions: &[Question]) -> Option<Scale> {
    let (source, findings) = (table.source, table.findings);
    let id = table.required_text("id");
    if let Some(id) = &id {
        table.key = format!("scale {}", id.value);
        check_id(id, &table.name("id"), source, findings);
    }
    let mut items = table.required_texts("items");
    check_unique(&items, &table.name("items"), source, findings);
    if items.len() > usize::from(u8::MAX) {
        let message = "a scale has at most 255 statements";
        findings.add(source.error(table.at, table.name("items"), message));
        items.truncate(usize::from(u8::MAX));
    }
    let points = table.numbers_by_key("points", i64::from(i8::MIN)..=i64::from(i8::MAX));
    check_items(&table, &items, &points, questions);
    let most = i64::try_from(items.len()).unwrap_or(i64::MAX).clamp(1, 255);
    let needs = table.required_number("needs", 1..=most);
    let bands = table.tables("bands");
    let bands = read_bands(&table, bands);
    table.finish();
    let needs = needs.and_then(|needs| u8::try_from(needs.value).ok()).unwrap_or(1);
    Some(Scale { id: id?, items, points, needs, bands })
}

fn check_items(
    table: &Table,
    items: &[Located<String>],
    points: &[(Located<String>, Located<i64>)],
    questions: &[Question],
) {
    let (source, findings) = (table.source, table.findings);
    let statements = questions.iter().filter(|question| question.kind == Some(Kind::Statement));
    let names = statements.map(|question| question.id.value.as_str());
    if items.is_empty() {
        findings.add(source.error(table.at, table.name("items"), "a scale needs statements"));
    }
    let mut options: Vec<&str> = Vec::new();
    for item in items {
        let at = item.span.start;
        let Some(question) = questions.iter().find(|question| question.id.value == item.value) else {
            findings.add(unknown(source, at, &table.name("items"), "statement", &item.value, names.clone()));
            continue;
        };
        if question.kind.is_some_and(|kind| kind != Kind::Statement) {
            let message = format!("`{}` is not of kind `statement`", item.value);
            findings.add(source.error(at, table.name("items"), message));
            continue;
        }
        for option in &question.options {
            if !points.iter().any(|(of, _)| of.value == option.value) {
                let message = format!("there are no points for the option `{}` of `{}`", option.value, item.value);
                findings.add(source.error(table.at, table.name("points"), message));
            }
            options.push(&option.value);
        }
    }
    for (option, _) in points.iter().filter(|(option, _)| !options.contains(&option.value.as_str())) {
        let sort = "option of these statements with the id";
        let at = option.span.start;
        findings.add(unknown(source, at, &table.name("points"), sort, &option.value, options.iter().copied()));
    }
}

fn read_bands(scale: &Table, tables: Vec<Table>) -> Vec<Band> {
    let (source, findings) = (scale.source, scale.findings);
    if tables.is_empty() {
        findings.add(source.error(scale.at, scale.name("bands"), "a scale needs bands"));
    }
    if tables.len() > 254 {
        findings.add(source.error(scale.at, scale.name("bands"), "a scale has at most 254 bands"));
    }
    let mut bands: Vec<Band> = Vec::new();
    for (index, mut table) in tables.into_iter().enumerate() {
        let Some(id) = table.required_text("id") else {
            table.number("from", i64::from(i16::MIN)..=i64::from(i16::MAX));
            table.finish();
            continue;
        };
        table.key = format!("{}, band {}", scale.key, id.value);
        check_id(&id, &table.key, source, findings);
        check_not_reserved(&id, &table.key, source, findings);
        if id.value == "unknown" {
            let message = "`unknown` is the band of who answered too little, and every scale has it";
            findings.add(source.error(id.span.start, table.key.clone(), message));
        }
        let range = i64::from(i16::MIN)..=i64::from(i16::MAX);
        let from = if index == 0 { table.number("from", range) } else { table.required_number("from", range) };
        let mut value = from.as_ref().and_then(|from| i16::try_from(from.value).ok()).unwrap_or_default();
        if let (0, Some(from)) = (index, &from) {
            let message = "the first band has no lower end: leave `from` out";
            findings.add(source.error(from.span.start, table.name("from"), message));
        }
        if let (2.., Some(from), Some(last)) = (index, &from, bands.last())
            && value <= last.from
        {
            let message = format!("bands go from low to high, and the one before begins at {}", last.from);
            findings.add(source.error(from.span.start, table.name("from"), message));
            value = last.from;
        }
        table.finish();
        bands.push(Band { id, from: value });
    }
    check_unique(bands.iter().map(|band| &band.id), &scale.name("bands"), source, findings);
    bands
}
