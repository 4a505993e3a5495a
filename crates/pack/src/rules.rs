//! rules.toml as the author writes it: who is led where.

use wegwijzer_core::Role;

use crate::{
    diagnostic::{Diagnostic, Findings},
    ids::{check_id, check_unique, list, nearest},
    source::{Located, Source},
    table::Table,
};

/// What rules.toml says.
pub(crate) struct Rules {
    pub(crate) source: Source,
    pub(crate) list: Vec<Rule>,
    /// Whether all of the file could be read.
    pub(crate) whole: bool,
}

/// A rule as written.
pub(crate) struct Rule {
    pub(crate) id: Located<String>,
    pub(crate) when: Option<Located<String>>,
    pub(crate) role: Option<Role>,
    pub(crate) tier: u8,
    pub(crate) step: Option<Located<String>>,
    pub(crate) service: Option<Located<String>>,
    pub(crate) fallback: bool,
    pub(crate) equal: Option<Located<String>>,
}

const ROLES: [Role; 4] = [Role::First, Role::Main, Role::Also, Role::Person];

impl Rules {
    /// Reads and checks the file, but for the guards and what refers to other files.
    pub(crate) fn read(source: Source, findings: &Findings) -> Rules {
        let (mut root, mut whole) = Table::parse(&source, findings);
        let tables = root.tables("rule");
        let entries = tables.len();
        let list: Vec<Rule> = tables.into_iter().filter_map(read_rule).collect();
        root.finish();
        whole &= list.len() == entries && list.iter().all(|rule| rule.role.is_some());
        check_unique(list.iter().map(|rule| &rule.id), "id", &source, findings);
        check_equal(&list, &source, findings);
        for role in [Role::Main, Role::Person].into_iter().filter(|_| whole) {
            if !list.iter().any(|rule| rule.role == Some(role)) {
                let message = format!("no rule has the role `{}`, so nobody would get one", role.id());
                findings.add(Diagnostic::of_file(&source.file, message));
            }
        }
        Rules { list, whole, source }
    }
}

fn read_rule(mut table: Table) -> Option<Rule> {
    let (source, findings) = (table.source, table.findings);
    let id = table.required_text("id");
    if let Some(id) = &id {
        table.key = format!("rule {}", id.value);
        check_id(id, &table.name("id"), source, findings);
    }
    let when = table.text("when");
    let role_text = table.required_text("role");
    let role = role_text.as_ref().and_then(|text| ROLES.into_iter().find(|role| role.id() == text.value));
    if let (Some(text), None) = (&role_text, role) {
        let names = ROLES.iter().map(|role| role.id());
        findings.add(
            source
                .error(text.span.start, table.name("role"), format!("there is no role `{}`", text.value))
                .expected(list(names.clone()))
                .help_if(nearest(&text.value, names)),
        );
    }
    let tier = table.required_number("tier", 0..=255);
    let step = table.required_text("step");
    let service = table.required_text("service");
    let fallback = table.flag("fallback");
    let equal = table.text("equal");
    if let (Some(equal), Some(Role::First | Role::Also | Role::Person)) = (&equal, role) {
        let message = "only rules of the role `main` can be equal";
        findings.add(source.error(equal.span.start, table.name("equal"), message));
    }
    table.finish();
    let tier = tier.and_then(|tier| u8::try_from(tier.value).ok()).unwrap_or_default();
    Some(Rule { id: id?, when, role, tier, step, service, fallback, equal })
}

fn check_equal(rules: &[Rule], source: &Source, findings: &Findings) {
    let mut words: Vec<&str> = Vec::new();
    for rule in rules {
        let Some(equal) = &rule.equal else { continue };
        if !words.contains(&equal.value.as_str()) {
            words.push(&equal.value);
        }
        if words.len() == usize::from(u8::MAX) + 1 {
            findings.add(source.error(equal.span.start, "equal", "a pack has at most 255 groups of equal rules"));
        }
        let together = |other: &&Rule| {
            other.tier == rule.tier && other.equal.as_ref().is_some_and(|word| word.value == equal.value)
        };
        if rules.iter().filter(together).count() == 1 {
            let message = format!("no other rule of tier {} says `equal = \"{}\"`", rule.tier, equal.value);
            findings.add(source.warning(equal.span.start, format!("rule {}, equal", rule.id.value), message));
        }
    }
}
