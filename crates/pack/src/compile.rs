//! From what the author wrote to the pack that the engine reads: every reference looked up, every guard compiled.

use wegwijzer_core::{Band, Guard, Kind, Opt, Pack, Question, Role, Rule, Scale, ScaleItem, ServiceRow, Step};

use crate::{
    diagnostic::{Diagnostic, Findings},
    guard::{self, Vocabulary, guard},
    guard_syntax::{Fate, Syntax},
    icons::Icons,
    ids::unknown,
    places::ReadPlaces,
    promises::{Promise, Promises},
    questions::{self, Questions},
    rules::{self, Rules},
    scale_lint,
    services::Services,
    settings::Settings,
    source::Located,
    steps::Steps,
};

/// What the author wrote; `None` for a file that could not be read, which is reported by then.
pub(crate) struct Author<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) questions: Option<&'a Questions>,
    pub(crate) rules: Option<&'a Rules>,
    pub(crate) steps: Option<&'a Steps>,
    pub(crate) icons: &'a Icons,
    pub(crate) services: Option<&'a Services>,
    pub(crate) promises: Option<&'a Promises>,
    pub(crate) places: ReadPlaces,
}

/// Compiles a pack. After an error, which is reported, the pack that comes back is only good for checking texts.
pub(crate) fn compile(author: Author, kinds: &[&str], findings: &Findings) -> (Pack, Vec<Promise>) {
    let Author { settings, questions, rules, steps, icons, services, promises, places } = author;
    let whole = questions.filter(|questions| questions.whole);
    let codes = places.regions_known.then(|| places.places.regions.iter().map(|region| region.code.as_str()).collect());
    let vocabulary = whole.map(|questions| Vocabulary { questions, regions: codes });
    let mut pack = Pack {
        id: settings.id.as_ref().map(|id| id.value.clone()).unwrap_or_default(),
        version: settings.version.as_ref().map(|version| version.value.clone()).unwrap_or_default(),
        languages: settings.languages.iter().map(|language| language.value.clone()).collect(),
        review_by: settings.review_by,
        reviewed_by: settings.reviewed_by.as_ref().map(|who| who.value.clone()),
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        talk: kind_indices(&settings.talk, kinds),
        crisis: kind_indices(&settings.crisis, kinds),
        ..Pack::default()
    };
    let mut drawings = Drawings { icons, used: Vec::new(), findings };
    if let Some(questions) = questions {
        check_places(questions, &places, findings);
        for (index, question) in questions.list.iter().enumerate() {
            let key = format!("question {}, when", question.id.value);
            let place = guard::Place { source: &questions.source, key, before: Some(index) };
            let when = optional_guard(question.when.as_ref(), &place, vocabulary.as_ref(), findings);
            pack.questions.push(compile_question(question, when, questions, &mut drawings));
        }
        pack.scales = questions.scales.iter().map(|scale| compile_scale(scale, questions)).collect();
    }
    if whole.is_some() {
        drawings.warn_of_unused();
    }
    pack.icons = drawings.used.iter().map(|(_, path)| path.clone()).collect();

    if let (Some(name), Some(questions)) = (&settings.readiness, whole) {
        let ids = questions.scales.iter().map(|scale| scale.id.value.as_str());
        let found = ids.clone().position(|id| id == name.value);
        if found.is_none() {
            let source = &settings.source;
            findings.add(unknown(source, name.span.start, "readiness", "scale", &name.value, ids));
        }
        pack.readiness = found.map(|index| index as u16);
    }
    if let Some(steps) = steps {
        let compiled = |step: &crate::steps::Step| Step { id: step.id.value.clone(), self_help: step.self_help };
        pack.steps = steps.list.iter().map(compiled).collect();
        warn_of_unused_steps(steps, rules, findings);
    }
    if let Some(rules) = rules {
        let words = equal_words(rules);
        for rule in &rules.list {
            let key = format!("rule {}, when", rule.id.value);
            let place = guard::Place { source: &rules.source, key, before: None };
            let when = optional_guard(rule.when.as_ref(), &place, vocabulary.as_ref(), findings);
            pack.rules.push(compile_rule(rule, when, rules, steps, kinds, &words, findings));
        }
    }
    if let Some(vocabulary) = &vocabulary {
        scale_lint::check(settings, rules, vocabulary, findings);
    }
    pack.fallback_when = fallback_guard(settings, rules, vocabulary.as_ref(), findings);
    pack.services = services.map(|services| compile_services(services, kinds)).unwrap_or_default();
    // Which kinds there are is known only where both files that name them could be read.
    let kinds_known = services.is_some_and(|services| services.whole) && rules.is_some_and(|rules| rules.whole);
    let promises = match (promises, &vocabulary) {
        (Some(promises), Some(vocabulary)) if kinds_known => promises.compile(vocabulary, kinds, findings),
        _ => Vec::new(),
    };
    drop(vocabulary);
    pack.places = places.places;
    (pack, promises)
}

fn optional_guard(
    text: Option<&Located<String>>,
    place: &guard::Place,
    vocabulary: Option<&Vocabulary>,
    findings: &Findings,
) -> Guard {
    text.map_or_else(Guard::always, |text| guard(text, place, vocabulary, findings).0)
}

fn check_places(questions: &Questions, places: &ReadPlaces, findings: &Findings) {
    let question = questions.list.iter().find(|question| question.kind == Some(Kind::Place));
    match question {
        Some(question) if places.places.is_empty() && places.regions_known => {
            let key = format!("question {}, kind", question.id.value);
            let message = "this question asks for a place, but the pack has no folder places";
            findings.add(questions.source.error(question.id.span.start, key, message));
        }
        None if !places.places.is_empty() && questions.whole => {
            let message = "the pack has places, but no question of kind `place` asks for one";
            findings.add(Diagnostic {
                level: crate::Level::Warning,
                ..Diagnostic::of_file(&questions.source.file, message)
            });
        }
        _ => {}
    }
}

fn compile_question(
    question: &questions::Question,
    when: Guard,
    questions: &Questions,
    drawings: &mut Drawings,
) -> Question {
    let among = |list: &[Located<String>], option: &str| list.iter().any(|one| one.value == option);
    let mut option = |option: &Located<String>| {
        let icon = question.icons.iter().find(|(of, _)| of.value == option.value);
        let key = format!("question {}, icons", question.id.value);
        Opt {
            id: option.value.clone(),
            exclusive: among(&question.exclusive, &option.value),
            open: among(&question.open, &option.value),
            icon: icon.and_then(|(_, name)| drawings.index(name, &key, questions)),
        }
    };
    Question {
        id: question.id.value.clone(),
        kind: question.kind.unwrap_or(Kind::One),
        when,
        options: question.options.iter().map(&mut option).collect(),
    }
}

/// The drawings that options use, in the order of their first use; the others are left out of the pack.
struct Drawings<'a> {
    icons: &'a Icons,
    used: Vec<(String, String)>,
    findings: &'a Findings,
}

impl Drawings<'_> {
    fn index(&mut self, name: &Located<String>, key: &str, questions: &Questions) -> Option<u16> {
        if let Some(index) = self.used.iter().position(|(used, _)| *used == name.value) {
            return Some(index as u16);
        }
        let Some((_, path)) = self.icons.list.iter().find(|(icon, _)| icon.value == name.value) else {
            if self.icons.whole {
                let names = self.icons.list.iter().map(|(icon, _)| icon.value.as_str());
                let sort = "drawing in icons.toml with the id";
                self.findings.add(unknown(&questions.source, name.span.start, key, sort, &name.value, names));
            }
            return None;
        };
        self.used.push((name.value.clone(), path.value.clone()));
        Some((self.used.len() - 1) as u16)
    }

    fn warn_of_unused(&self) {
        if let Some(source) = &self.icons.source {
            for (name, _) in
                self.icons.list.iter().filter(|(name, _)| !self.used.iter().any(|(used, _)| *used == name.value))
            {
                let message = "no option uses this drawing: it is left out";
                self.findings.add(source.warning(name.span.start, name.value.clone(), message));
            }
        }
    }
}

fn compile_scale(scale: &questions::Scale, questions: &Questions) -> Scale {
    let points = |option: &Located<String>| {
        let found = scale.points.iter().find(|(of, _)| of.value == option.value);
        found.and_then(|(_, points)| i8::try_from(points.value).ok()).unwrap_or_default()
    };
    let item = |id: &Located<String>| {
        let at = questions.list.iter().position(|question| question.id.value == id.value)?;
        let question = questions.list.get(at)?;
        Some(ScaleItem { question: at as u16, points: question.options.iter().map(points).collect() })
    };
    Scale {
        id: scale.id.value.clone(),
        items: scale.items.iter().filter_map(item).collect(),
        needs: scale.needs,
        bands: scale.bands.iter().map(|band| Band { id: band.id.value.clone(), from: band.from }).collect(),
    }
}

fn compile_rule(
    rule: &rules::Rule,
    when: Guard,
    rules: &Rules,
    steps: Option<&Steps>,
    kinds: &[&str],
    words: &[&str],
    findings: &Findings,
) -> Rule {
    let mut step = 0;
    if let (Some(name), Some(steps)) = (&rule.step, steps) {
        let ids = steps.list.iter().map(|step| step.id.value.as_str());
        match ids.clone().position(|id| id == name.value) {
            Some(index) => step = index,
            None if steps.whole => {
                let key = format!("rule {}, step", rule.id.value);
                let sort = "step in steps.toml with the id";
                findings.add(unknown(&rules.source, name.span.start, &key, sort, &name.value, ids));
            }
            None => {}
        }
    }
    let kind = rule.service.as_ref().and_then(|name| kinds.iter().position(|kind| *kind == name.value));
    let equal = rule.equal.as_ref().and_then(|word| words.iter().position(|other| *other == word.value));
    Rule {
        id: rule.id.value.clone(),
        when,
        role: rule.role.unwrap_or(Role::Also),
        tier: rule.tier,
        step: step as u16,
        kind: kind.unwrap_or_default() as u16,
        fallback: rule.fallback,
        equal: equal.and_then(|index| u8::try_from(index).ok()),
    }
}

fn equal_words(rules: &Rules) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    for word in rules.list.iter().filter_map(|rule| rule.equal.as_ref()) {
        if !words.contains(&word.value.as_str()) {
            words.push(&word.value);
        }
    }
    words
}

fn warn_of_unused_steps(steps: &Steps, rules: Option<&Rules>, findings: &Findings) {
    let Some(rules) = rules.filter(|rules| rules.whole) else { return };
    let used = |id: &str| rules.list.iter().any(|rule| rule.step.as_ref().is_some_and(|step| step.value == id));
    for step in steps.list.iter().filter(|step| !used(&step.id.value)) {
        let key = format!("step {}", step.id.value);
        findings.add(steps.source.warning(step.id.span.start, key, "no rule leads to this step"));
    }
}

/// Where a fallback may be the only main step: it may speak only of skipped questions and open options.
fn fallback_guard(
    settings: &Settings,
    rules: Option<&Rules>,
    vocabulary: Option<&Vocabulary>,
    findings: &Findings,
) -> Guard {
    let source = &settings.source;
    let Some(text) = &settings.fallback_when else {
        let fallback = rules.and_then(|rules| rules.list.iter().find(|rule| rule.fallback));
        if let Some(rule) = fallback {
            let message = format!("the field is missing, but the rule {} is a fallback", rule.id.value);
            let help = "say where a fallback may be the only main step, such as `skipped situation`";
            findings.add(source.error(0, "fallback-when", message).help(help));
        }
        return Guard::always();
    };
    let place = guard::Place { source, key: "fallback-when".to_owned(), before: None };
    let (guard, syntax) = guard(text, &place, vocabulary, findings);
    if let (Some(syntax), Some(vocabulary)) = (syntax, vocabulary)
        && let Some(name) = not_open(&syntax, vocabulary.questions)
    {
        findings.add(
            source
                .error(text.span.start, "fallback-when", format!("`{name}` cannot be a reason for a fallback"))
                .expected("`skipped q`, or `q is o` with an option that is listed as open; joined with `and` and `or`"),
        );
    }
    guard
}

/// The first part of a guard that is neither a skipped question nor an open option.
fn not_open(syntax: &Syntax, questions: &Questions) -> Option<String> {
    match syntax {
        Syntax::Fate(Fate::Skipped, _) => None,
        Syntax::Chose { name, option, .. } => {
            let question = questions.list.iter().find(|question| question.id.value == name.text);
            let open = question.is_none_or(|question| question.open.iter().any(|open| open.value == option.text));
            let is_scale = questions.scales.iter().any(|scale| scale.id.value == name.text);
            (!open || is_scale).then(|| format!("{} is {}", name.text, option.text))
        }
        Syntax::And(all) | Syntax::Or(all) | Syntax::AtLeast { of: all, .. } => {
            all.iter().find_map(|one| not_open(one, questions))
        }
        Syntax::Fate(Fate::Asked, name) => Some(format!("asked {}", name.text)),
        Syntax::Fate(Fate::Answered, name) => Some(format!("answered {}", name.text)),
        Syntax::Region(code) => Some(format!("region is {}", code.text)),
        Syntax::Not(_) => Some("not".to_owned()),
        Syntax::Claim(_) => None,
    }
}

fn kind_indices(names: &[Located<String>], kinds: &[&str]) -> Vec<u16> {
    let index = |name: &Located<String>| kinds.iter().position(|kind| *kind == name.value);
    names.iter().filter_map(index).map(|index| index as u16).collect()
}

fn compile_services(services: &Services, kinds: &[&str]) -> Vec<ServiceRow> {
    let row = |row: &crate::services::ServiceRow| {
        let kind = kinds.iter().position(|kind| *kind == row.kind.value)?;
        Some(ServiceRow {
            id: row.id.value.clone(),
            kind: kind as u16,
            status: row.status?,
            scope: row.scope.clone(),
            confidence: row.confidence,
            name: row.name.clone(),
            url: row.url.clone(),
            phone: row.phone.clone(),
            address: row.address.clone(),
            source: row.said_by.clone(),
            source_date: row.source_date.clone(),
            second_hand: row.second_hand,
        })
    };
    services.rows.iter().filter_map(row).collect()
}
