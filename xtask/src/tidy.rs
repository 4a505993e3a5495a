//! The house rules and invariants that a program can check (docs/ARCHITECTURE.md says what they are for). Each is a test;
//! each failure says where, and what to do instead.

use std::{collections::BTreeSet, fs, path::Path};

use crate::{compare, files::below, project::root, setup};

/// A rule about lines: text that may not stand in code, and what to do instead.
struct Forbidden {
    text: &'static str,
    instead: &'static str,
}

#[test]
fn the_engine_depends_on_serde_and_postcard_alone() {
    let manifest = text("crates/core/Cargo.toml");
    let names: Vec<&str> =
        section(&manifest, "dependencies").filter_map(|line| line.split(['.', '=', ' ']).next()).collect();
    assert_eq!(
        names,
        ["serde", "postcard"],
        "crates/core/Cargo.toml: the engine is read and proven by others, and stays free of everything else"
    );
}

#[test]
fn nothing_that_the_engine_brings_along_knows_the_web() {
    let lock = text("Cargo.lock");
    let mut reached = BTreeSet::from(["serde", "postcard"]);
    loop {
        let more: BTreeSet<&str> = reached.iter().flat_map(|package| dependencies(&lock, package)).collect();
        if more.is_subset(&reached) {
            break;
        }
        reached.extend(more);
    }
    for web in ["wasm-bindgen", "js-sys", "web-sys", "gloo", "yew", "getrandom"] {
        assert!(!reached.contains(web), "Cargo.lock: crates/core reaches `{web}` through {reached:?}");
    }
}

#[test]
fn the_engine_has_no_floats_and_no_unsafe_code() {
    let library = text("crates/core/src/lib.rs");
    for attribute in ["#![no_std]", "#![forbid(unsafe_code)]"] {
        assert!(library.contains(attribute), "crates/core/src/lib.rs: {attribute} is one of the engine's promises");
    }
    let instead = "the engine counts in integers: a float makes equal results differ between machines";
    forbid(&rust_in(&["crates/core/src"]), &[Forbidden { text: "f32", instead }, Forbidden { text: "f64", instead }]);
}

#[test]
fn only_one_file_fetches() {
    let files = sources(&["src", "crates", "embed", "pages", "index.html", "configurator.html"], &["rs", "js", "html"]);
    let elsewhere: Vec<_> = files.into_iter().filter(|file| file != "embed/files.apart.js").collect();
    let instead = "only embed/files.apart.js may fetch, so that one file shows all that is ever requested";
    forbid(&elsewhere, &[Forbidden { text: "fetch(", instead }, Forbidden { text: "XMLHttpRequest", instead }]);
}

#[test]
fn answers_have_no_way_out() {
    let instead = "answers never enter a request, a URL, storage, history, title or cookie (docs/ARCHITECTURE.md)";
    // keep="tab" is the one exception, off by default and told to the person.
    let files = sources(&["src", "embed"], &["rs", "js"]);
    let elsewhere: Vec<_> = files.iter().filter(|file| *file != "embed/running.js").cloned().collect();
    forbid(&elsewhere, &["sessionStorage", "session_storage"].map(|text| Forbidden { text, instead }));
    let rules = [
        "localStorage",
        "local_storage",
        "document.cookie",
        "document.title",
        "set_title",
        "pushState",
        "push_state",
        "replaceState",
        "replace_state",
        "sendBeacon",
        "send_beacon",
        "WebSocket",
        "EventSource",
        "RTCPeerConnection",
        "RtcPeerConnection",
    ]
    .map(|text| Forbidden { text, instead });
    forbid(&files, &rules);
    forbid(
        &["Cargo.toml".to_owned()],
        &["\"Request\"", "\"XmlHttpRequest\"", "\"WebSocket\"", "\"History\""].map(|text| Forbidden {
            text,
            instead: "a feature of web-sys with which the widget could send or leave something",
        }),
    );
}

#[test]
fn the_widget_writes_no_inline_style_and_no_html_text() {
    let policy = "a strict content security policy refuses it: use a class in style/widget.css";
    let markup = "text that becomes markup is how pages are attacked: build elements with html!";
    forbid(
        &sources(&["src", "embed"], &["rs", "js"]),
        &[
            Forbidden { text: "style=", instead: policy },
            Forbidden { text: "<style", instead: policy },
            Forbidden { text: "innerHTML", instead: markup },
            Forbidden { text: "inner_html", instead: markup },
            Forbidden { text: "from_html_unchecked", instead: markup },
        ],
    );
}

#[test]
fn style_sheets_follow_the_host_and_load_nothing() {
    let logical = "use the logical property (inline-start, block-end ...), so that right-to-left works";
    let rules = [
        Forbidden { text: "url(", instead: "it would be a request: draw with CSS, or inline SVG in the widget" },
        Forbidden { text: "@import", instead: "it would be a request: write the rules here" },
        Forbidden { text: "!important", instead: "raise the specificity or lower the other rule's" },
        Forbidden { text: "margin-left", instead: logical },
        Forbidden { text: "margin-right", instead: logical },
        Forbidden { text: "padding-left", instead: logical },
        Forbidden { text: "padding-right", instead: logical },
        Forbidden { text: "border-left", instead: logical },
        Forbidden { text: "border-right", instead: logical },
        Forbidden { text: "text-align: left", instead: logical },
        Forbidden { text: "text-align: right", instead: logical },
    ];
    let sheets = sources(&["style"], &["css"]);
    forbid(&sheets, &rules);
    for (file, number, line) in sheets.iter().flat_map(|file| code_lines(file)) {
        let rem = line.match_indices("rem").any(|(at, _)| {
            let before = line.get(..at).and_then(|before| before.chars().next_back());
            let after = line.get(at + 3..).and_then(|after| after.chars().next());
            before.is_some_and(|c| c.is_ascii_digit() || c == '.') && !after.is_some_and(char::is_alphanumeric)
        });
        assert!(!rem, "{file}:{number}: `rem` follows the host's root size, which is often 62.5 %: use `em`");
    }
}

/// What makes something move by itself.
const MOVING: [&str; 4] = ["transition", "animation", "@keyframes", "scroll-behavior"];

#[test]
fn nothing_in_the_widget_moves_by_itself() {
    let instead = "let the new state be there at once: tests wait for no animation (docs/TESTING.md), movement makes some people \
                   ill, and others read while it moves";
    forbid(&["style/widget.css".to_owned()], &MOVING.map(|text| Forbidden { text, instead }));
}

/// So that the rule above is known to find what it is there for.
#[test]
fn what_moves_by_itself_is_found() {
    let rules = MOVING.map(|text| Forbidden { text, instead: "" });
    for line in [
        ".option { transition: background .2s; }",
        ".option { transition-duration: 1s; }",
        ".card { animation: appear 1s; }",
        "@keyframes appear { from { opacity: 0; } }",
        ".widget { scroll-behavior: smooth; }",
    ] {
        assert!(broken(line, &rules).is_some(), "{line}");
    }
    assert!(broken(".option { transform: none; }", &rules).is_none(), "what stands still is no movement");
}

#[test]
fn every_module_begins_with_a_paragraph() {
    for file in rust_in(&["src", "crates", "xtask/src"]).into_iter().filter(|file| file.contains("src/")) {
        let first = text(&file).lines().next().unwrap_or_default().to_owned();
        assert!(
            first.starts_with("//! ") && first.len() > 20,
            "{file}:1: a module begins with one `//!` paragraph: what it is for, what it promises, what it leaves out"
        );
    }
}

#[test]
fn nothing_is_left_undone() {
    // Written in two halves, so that this file does not find itself.
    let rules = [
        (concat!("TO", "DO"), "do it, or file an issue"),
        (concat!("FIX", "ME"), "do it, or file an issue"),
        (concat!("db", "g!("), "take it out"),
        (concat!("unimpl", "emented!("), "write it, or leave the whole thing out"),
        (concat!("#[ig", "nore"), "repair the test, or take it out"),
        (concat!("#[should", "_panic"), "nothing here may panic: assert on the error"),
        (concat!("test.", "skip("), "repair the test, or take it out"),
        (concat!("test.", "only("), "the other tests would not run"),
    ]
    .map(|(text, instead)| Forbidden { text, instead });
    let folders = [
        "src",
        "crates",
        "embed",
        "style",
        "tests",
        "xtask",
        "pages",
        "index.html",
        "configurator.html",
        "Cargo.toml",
        "Trunk.toml",
    ];
    let endings = ["rs", "js", "mjs", "css", "html", "toml"];
    for (file, number, line) in sources(&folders, &endings).iter().flat_map(|file| all_lines(file)) {
        for Forbidden { text, instead } in &rules {
            assert!(!line.contains(text), "{file}:{number}: `{text}`: {instead}");
        }
    }
}

#[test]
fn wasm_bindgen_and_trunk_are_of_one_version_everywhere() {
    let manifest = text("Cargo.toml");
    let library = format!("wasm-bindgen = \"={}\"", setup::WASM_BINDGEN);
    assert!(
        manifest.lines().any(|line| line == library),
        "Cargo.toml: the line `{library}` was expected, the same version as WASM_BINDGEN in xtask/src/setup.rs"
    );
    let locked = format!("name = \"wasm-bindgen\"\nversion = \"{}\"", setup::WASM_BINDGEN);
    assert!(text("Cargo.lock").contains(&locked), "Cargo.lock: wasm-bindgen is not at {}", setup::WASM_BINDGEN);
    let trunk = format!("trunk-version = \"={}\"", setup::TRUNK);
    assert!(text("Trunk.toml").contains(&trunk), "Trunk.toml: `{trunk}` was expected, as TRUNK in xtask/src/setup.rs");
}

#[test]
fn npm_packages_are_pinned_and_name_no_registry() {
    let lock = text("package-lock.json");
    assert!(
        !lock.contains("\"resolved\""),
        "package-lock.json: it names addresses. Make it again with: npm install --omit-lockfile-registry-resolved"
    );
    for line in text("package.json").lines().skip_while(|line| !line.contains("\"devDependencies\"")).skip(1) {
        let Some((name, version)) = line.split_once(':') else { break };
        assert!(!version.contains(['^', '~', '*', '>']), "package.json: {name} is not pinned to one version:{version}");
    }
}

#[test]
fn no_file_names_a_path_of_a_machine() {
    let folders = [
        "src",
        "crates",
        "embed",
        "style",
        "tests",
        "xtask",
        "packs",
        "docs",
        ".cargo",
        ".ci",
        "pages",
        "index.html",
        "configurator.html",
        "Cargo.toml",
        "Trunk.toml",
        "README.md",
        "package.json",
        "rust-toolchain.toml",
    ];
    let homes = [concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/wo", "rk/")];
    for (file, number, line) in sources(&folders, &[]).iter().flat_map(|file| all_lines(file)) {
        for home in homes {
            // After a letter or a digit it is the path of a web address.
            let found = line.match_indices(home).any(|(at, _)| {
                !line.get(..at).and_then(|before| before.chars().next_back()).is_some_and(char::is_alphanumeric)
            });
            assert!(!found, "{file}:{number}: a path that exists on one machine only (`{home}`): make it relative");
        }
    }
}

#[test]
fn packs_are_content_and_rust_names_none_of_it() {
    let pack_files = sources(&["packs"], &[]);
    for file in &pack_files {
        let content =
            ["toml", "csv", "md", "txt", "json", "jsonl"].iter().any(|end| file.ends_with(&format!(".{end}")));
        assert!(content, "{file}: a pack holds TOML, CSV and notes, nothing that runs");
    }
    let kinds: BTreeSet<String> = pack_files
        .iter()
        .flat_map(|file| all_lines(file))
        .filter_map(|(_, _, line)| Some(line.strip_prefix("service = \"")?.split('"').next()?.to_owned()))
        .collect();
    for (file, number, line) in sources(&["src", "embed"], &["rs", "js"]).iter().flat_map(|file| code_lines(file)) {
        for kind in &kinds {
            assert!(
                !line.contains(&format!("\"{kind}\"")),
                "{file}:{number}: the widget names the service `{kind}`: what belongs to a country belongs in its pack"
            );
        }
    }
    let instead = "packs are fetched: a new word or rule must not need a new engine";
    forbid(
        &rust_in(&["src", "crates/core/src"]),
        &[Forbidden { text: "include_str!(\"../packs", instead }, Forbidden { text: "include_bytes!(", instead }],
    );
}

#[test]
fn the_comparison_quotes_one_run_as_it_is_printed() {
    let page = text("docs/COMPARE.md");
    let [from, to] = compare::MARKS;
    let again = "write it again with: cargo xtask bench compare --publish";
    let quoted = page.split_once(from).and_then(|(_, rest)| Some(rest.split_once(to)?.0.trim()));
    let quoted =
        quoted.unwrap_or_else(|| panic!("docs/COMPARE.md: between `{from}` and `{to}` stands the table; {again}"));
    let mut lines = quoted.lines();
    let day = lines.next().and_then(|line| line.strip_prefix("Measured on ")?.get(..10)).unwrap_or_default();
    assert!(
        day.len() == 10 && text("docs/compare.svg").contains(day),
        "docs/COMPARE.md: the table must say on which day it was measured, and docs/compare.svg must be of the same; {again}"
    );
    let rows: Vec<&str> = lines.filter(|line| line.starts_with('|')).collect();
    assert_eq!(rows.first(), Some(&compare::HEADER), "docs/COMPARE.md: the table is not as it is printed; {again}");
    let pages = text("tests/bench/build.mjs").matches("{ id: \"").count();
    assert_eq!(
        rows.len(),
        pages + 2,
        "docs/COMPARE.md: the table has not one row for each page of tests/bench; {again}"
    );
    for row in rows {
        assert_eq!(row.matches('|').count(), compare::HEADER.matches('|').count(), "docs/COMPARE.md: `{row}`; {again}");
    }
}

#[test]
fn ci_runs_the_test_command_and_nothing_else() {
    let commands: Vec<String> = all_lines(".ci/run")
        .into_iter()
        .map(|(_, _, line)| line)
        .filter(|line| {
            !line.starts_with('#') && !line.is_empty() && !line.starts_with("set ") && !line.starts_with("cd ")
        })
        .collect();
    assert_eq!(commands, ["exec cargo xtask test"], ".ci/run: what CI checks, everyone can run by the same name");
}

/// Fails at the first line of code that has one of the texts.
fn forbid(files: &[String], rules: &[Forbidden]) {
    for (file, number, line) in files.iter().flat_map(|file| code_lines(file)) {
        if let Some(Forbidden { text, instead }) = broken(&line, rules) {
            panic!("{file}:{number}: `{text}`: {instead}");
        }
    }
}

/// The first of the rules that a line breaks.
fn broken<'a>(line: &str, rules: &'a [Forbidden]) -> Option<&'a Forbidden> {
    rules.iter().find(|rule| line.contains(rule.text))
}

/// The lines of a file that are not comments: a comment may say what the code must not do.
fn code_lines(file: &str) -> Vec<(String, usize, String)> {
    let comment = |line: &str| ["//", "/*", "* ", "*/", "#!"].iter().any(|start| line.trim_start().starts_with(start));
    all_lines(file).into_iter().filter(|(_, _, line)| !comment(line)).collect()
}

fn all_lines(file: &str) -> Vec<(String, usize, String)> {
    text(file).lines().enumerate().map(|(index, line)| (file.to_owned(), index + 1, line.to_owned())).collect()
}

fn rust_in(folders: &[&str]) -> Vec<String> {
    sources(folders, &["rs"])
}

/// All files in these folders (or these files themselves) with one of the endings, or with any, by their path in the
/// project. What is not text, such as a screenshot, is left out.
fn sources(places: &[&str], endings: &[&str]) -> Vec<String> {
    let root = root();
    let files = places.iter().flat_map(|place| {
        let path = root.join(place);
        if path.is_file() { vec![path] } else { below(&path) }
    });
    files
        .filter_map(|file| Some(file.strip_prefix(&root).ok()?.to_string_lossy().replace('\\', "/")))
        .filter(|file| !file.starts_with("tests/screenshots/"))
        .filter(|file| endings.is_empty() || endings.iter().any(|ending| file.ends_with(&format!(".{ending}"))))
        .filter(|file| fs::read(root.join(file)).is_ok_and(|bytes| str::from_utf8(&bytes).is_ok()))
        .collect()
}

fn text(file: &str) -> String {
    let path: &Path = &root().join(file);
    match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => panic!("{file} is one of the files that the house rules are about: {error}"),
    }
}

/// The lines of a table in a manifest, without comments.
fn section<'a>(manifest: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let heading = format!("[{name}]");
    manifest
        .lines()
        .skip_while(move |line| *line != heading)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// What a package of Cargo.lock depends on.
fn dependencies<'a>(lock: &'a str, package: &str) -> Vec<&'a str> {
    let name = format!("name = \"{package}\"");
    let entries = lock.split("[[package]]").filter(|entry| entry.lines().any(|line| line == name));
    entries
        .flat_map(|entry| entry.lines().filter_map(|line| line.strip_prefix(" \"")?.split(['"', ' ']).next()))
        .collect()
}
