//! `wegwijzer prove`, `diff` and `walks` as people run them, on the small pack; what they print, word for word.

#[path = "../../pack/tests/small/mod.rs"]
mod small;

use std::process::{Command, Output};

use serde_json::Value;
use small::Small;

/// Exit status, what is printed, and what is complained of.
fn wegwijzer(small: &Small, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wegwijzer"));
    command.current_dir(small.dir().parent().expect("the folder above the pack")).args(arguments);
    let Output { status, stdout, stderr } = command.output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("an exit status"), text(stdout), text(stderr))
}

/// The line that says how long it took, without the figure.
fn timeless(text: &str) -> String {
    let words = text.split(' ').collect::<Vec<_>>();
    let figure = words.iter().position(|word| word.starts_with("ms;")).map(|at| at - 1);
    let word = |(at, word): (usize, &&str)| if Some(at) == figure { "N".to_owned() } else { (*word).to_owned() };
    words.iter().enumerate().map(word).collect::<Vec<_>>().join(" ")
}

const WORRIES: &str = r#"
[[promise]]
id = "worries"
says = "Worries change nothing but who is called."
always = "independent of worries but for helpline"
"#;

#[test]
fn a_pack_that_keeps_its_promises_is_told_in_tables() {
    let small = Small::new();
    let (status, told, _) = wegwijzer(&small, &["prove", "small"]);
    assert_eq!(status, 0);
    assert_eq!(
        timeless(&told),
        "\
small: 380 walks, each of them looked at
  places    3 groups with the same services, of 6 municipalities and regions; 665 walks if each counts
  screens   3 to 4, 3.8 on average
  seconds   39 to 47, 46.1 on average
  fallback  10.5 % of the walks end in a last resort alone

rule           role    fires  shown  leads
money-first    first     152    152
dismissed      main       20     20     20
sure           main        8      8      8
employed       main      320    320    320
nothing-known  main      380     40     40
north          also      190    186
somebody       person    380    380

service   kind      walks   share
desk      desk        190  50.0 %
desk-m1   desk         95  25.0 %
desk-r1   desk         95  25.0 %
courses   courses     194  51.1 %
helpline  helpline    152  40.0 %

promise        for everybody
work     kept  Who works is told about courses, or to talk.

small: 39 built-in obligations and 1 of 1 promises proven, twice, in N ms; nothing is broken
"
    );
}

#[test]
fn what_is_broken_comes_with_the_shortest_walk_and_a_line_that_replays_it() {
    let small = Small::new();
    small.change(
        "rules.toml",
        "id = \"nothing-known\"\n",
        "id = \"nothing-known\"\nwhen = \"situation is dismissed\"\n",
    );
    small.write("promises.toml", small.read("promises.toml") + WORRIES);
    let (status, told, broken) = wegwijzer(&small, &["prove", "small"]);
    assert_eq!(status, 1);
    assert!(told.contains("worries  BROKEN  Worries change nothing but who is called."), "{told}");
    assert!(timeless(&told).ends_with("1 of 2 promises proven, twice, in N ms; 3 are broken\n"), "{told}");
    let broken = &broken[broken.find("small/rules.toml: error").expect("an error")..];
    assert_eq!(
        broken,
        "\
small/rules.toml: error: rule nothing-known: it fires but is never shown: other rules with the same step always take its place
  help: take it out, or give it another tier or step

small/rules.toml: error: role main: 40 walks end without a main step
  the shortest such walk:
    nl: situation?  (nl: skipped)
    nl: worries?    (nl: skipped)
    nl: where?      (nl: skipped)

    main    nothing at all
    person  nl: person - nl: Desk [somebody]
  replay: echo '{\"answers\":{}}' | wegwijzer run small --words --answers -
  help: add a rule for them, or a fallback

small/promises.toml:8: error: promise worries: broken on 468 pairs of walks: \"Worries change nothing but who is called.\"
  the shortest two such walks; the one:
    nl: situation?  (nl: skipped)
    nl: worries?    nl: money
    nl: where?      (nl: skipped)

    main    nothing at all
    first   nl: call - nl: Helpline [money-first]
    person  nl: person - nl: Desk [somebody]
  replay: echo '{\"answers\":{\"worries\":[\"money\"]}}' | wegwijzer run small --words --answers -
  and the other:
    nl: situation?  (nl: skipped)
    nl: worries?    (nl: skipped)
    nl: where?      (nl: skipped)

    main    nothing at all
    person  nl: person - nl: Desk [somebody]
  replay: echo '{\"answers\":{}}' | wegwijzer run small --words --answers -
"
    );
}

#[test]
fn the_line_that_replays_a_walk_replays_it() {
    let small = Small::new();
    small.write(
        "promises.toml",
        "[[promise]]\nid = \"p\"\nsays = \"No law.\"\nalways = \"not (worries has law and main is courses)\"\n",
    );
    small.change("rules.toml", " and not worries has law", "");
    let (_, told, _) = wegwijzer(&small, &["prove", "small", "--json"]);
    let report: Value = serde_json::from_str(&told).expect("JSON");
    let failure = &report["failures"][0];
    assert_eq!(failure["key"], "promise p");
    assert_eq!(failure["walks"], "8");
    small.write("answers.jsonl", format!("{}\n", failure["example"][0]));
    let (status, line, _) = wegwijzer(&small, &["run", "small", "--answers", "small/answers.jsonl"]);
    assert_eq!(status, 0, "{line}");
    let result: Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(result["recommendations"][0]["kind"], "courses", "{line}");
    assert_eq!(failure["example"][0]["answers"]["worries"], serde_json::json!(["law"]));
}

#[test]
fn machines_get_the_same_as_json() {
    let small = Small::new();
    let (status, told, _) = wegwijzer(&small, &["prove", "small", "--json"]);
    assert_eq!(status, 0);
    let report: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(report["walks"], "380");
    assert_eq!(report["walks-by-place"], "665");
    assert_eq!(report["screens"], serde_json::json!({ "shortest": 3.0, "longest": 4.0, "mean": "3.8" }));
    assert_eq!(
        report["rules"][2],
        serde_json::json!({ "rule": "sure", "role": "main", "fires": "8", "shown": "8", "leads": "8" })
    );
    assert_eq!(report["failures"], serde_json::json!([]));
}

#[test]
fn a_pack_that_breaks_a_promise_is_not_built() {
    let small = Small::new();
    small.change("rules.toml", "fallback = true\n", "");
    small.change(
        "rules.toml",
        "id = \"nothing-known\"\n",
        "id = \"nothing-known\"\nwhen = \"situation is employed\"\n",
    );
    let (status, told, broken) = wegwijzer(&small, &["build", "small", "-o", "out/small.pack"]);
    assert_eq!((status, told.as_str()), (1, ""));
    assert!(broken.contains("walks end without a main step"), "{broken}");
    assert!(!small.dir().with_file_name("out").exists(), "nothing was expected to be written");
}

#[test]
fn a_change_is_told_as_what_it_means_for_people() {
    let small = Small::new();
    let other = Small::new();
    other.change(
        "rules.toml",
        "when = \"situation is dismissed\"",
        "when = \"situation is dismissed and worries has money\"",
    );
    other.change("texts/en.toml", "en: Desk", "en: Counter");
    other.change("services.csv", "https://desk.example", "https://counter.example");
    let now = other.dir();
    let (status, told, _) = wegwijzer(&small, &["diff", "small", &now.display().to_string()]);
    assert_eq!(status, 0);
    assert_eq!(
        other.without_folder(&told),
        "\
small -> small: 380 walks compared
  no walk: led to another main step
  380 walks (100.0 %): led to the same main step, but to another service or another way to reach it
  380 walks (100.0 %): shown another result in some way

now only a last resort
    12 walks (3.2 %); the shortest: nl: situation? nl: dismissed
    {\"answers\":{\"situation\":\"dismissed\"}}

another service, or another way to reach it
  desk where the place is not known
    95 walks (25.0 %); the shortest: every question skipped
    {\"answers\":{}}
  desk in North (R1)
    190 walks (50.0 %); the shortest: nl: where? Here
    {\"answers\":{\"place\":\"M1\"}}
  desk in South (R2)
    95 walks (25.0 %); the shortest: nl: where? There
    {\"answers\":{\"place\":\"M2\"}}

texts en: 1 changed, 0 new, 0 gone
  service.desk.name
    - en: Desk
    + en: Counter

services: 1 changed, 0 new, 0 gone
  desk
    - https://desk.example, Active, High, Desk, 2026-11
    + https://counter.example, Active, High, Desk, 2026-11
"
    );
}

#[test]
fn a_pack_compared_with_itself_changes_nothing() {
    let small = Small::new();
    let (status, told, _) = wegwijzer(&small, &["diff", "small", "small"]);
    assert_eq!(status, 0);
    assert_eq!(
        told,
        "\
small -> small: 380 walks compared
  no walk: led to another main step
  no walk: led to the same main step, but to another service or another way to reach it
  no walk: shown another result in some way
"
    );
}

#[test]
fn walks_for_tests_meet_every_option_and_rule() {
    let small = Small::new();
    let (status, told, _) = wegwijzer(&small, &["walks", "small", "-o", "walks.json"]);
    assert_eq!((status, told.as_str()), (0, ""));
    let walks = std::fs::read_to_string(small.dir().with_file_name("walks.json")).expect("the file");
    let walks: Value = serde_json::from_str(&walks).expect("JSON");
    let walks = walks.as_array().expect("a list");
    let met: Vec<&str> =
        walks.iter().flat_map(|walk| walk["meets"].as_array().expect("a list")).filter_map(Value::as_str).collect();
    for wanted in [
        "rule sure is shown",
        "rule north does not fire",
        "worries is none",
        "question want is not asked",
        "question place is skipped",
        "a place as M1",
    ] {
        assert_eq!(met.iter().filter(|one| **one == wanted).count(), 1, "{wanted}");
    }
    let lines: String = walks.iter().map(|walk| format!("{{\"answers\":{}}}\n", walk["answers"])).collect();
    small.write("answers.jsonl", lines);
    let (status, results, _) = wegwijzer(&small, &["run", "small", "--answers", "small/answers.jsonl"]);
    assert_eq!(status, 0, "{results}");
    for rule in ["money-first", "dismissed", "sure", "employed", "nothing-known", "north", "somebody"] {
        assert!(results.contains(&format!("\"rule\":\"{rule}\"")), "{rule} in {results}");
    }
}
