//! The program as people run it: what it prints, what it writes, and its exit status.

#[path = "../../pack/tests/small/mod.rs"]
mod small;

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Output, Stdio},
};

use small::Small;

fn wegwijzer(small: &Small) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wegwijzer"));
    command.current_dir(small.dir().parent().expect("the folder above the pack"));
    command
}

fn output(command: &mut Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command.output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("an exit status"), text(stdout), text(stderr))
}

/// Runs lines of answers and gives the lines that come out, with the exit status.
fn run(lines: impl AsRef<[u8]>) -> (i32, Vec<String>) {
    let small = Small::new();
    let mut child = wegwijzer(&small)
        .args(["run", "small", "--answers", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child.stdin.take().expect("its input").write_all(lines.as_ref()).expect("it reads");
    let Output { status, stdout, .. } = child.wait_with_output().expect("it ends");
    let text = String::from_utf8(stdout).expect("UTF-8");
    (status.code().expect("an exit status"), text.lines().map(str::to_owned).collect())
}

/// The one line that comes out for one line.
#[track_caller]
fn result(line: &str) -> serde_json::Value {
    let (status, lines) = run(format!("{line}\n"));
    assert_eq!((status, lines.len()), (0, 1), "{lines:?}");
    serde_json::from_str(&lines[0]).expect("JSON")
}

/// Asserts the error of one line, as `where`, `found`, `expected`.
#[track_caller]
fn refuses(line: impl AsRef<[u8]>, place: &str, found: &str, expected: &str) {
    let (status, lines) = run([line.as_ref(), b"\n"].concat());
    let error = serde_json::json!({ "error": { "where": place, "found": found, "expected": expected } });
    assert_eq!((status, lines), (1, vec![error.to_string()]));
}

/// A day on which the small pack is not due for a look, whatever day it is outside.
const IN_TIME: [&str; 2] = ["--today", "2027-01-31"];

#[test]
fn check_sums_up_a_faultless_pack() {
    let small = Small::new();
    let expected =
        "small: 5 questions, 7 rules, 5 services, 4 municipalities, 2 languages: no errors, no warnings\n".to_owned();
    assert_eq!(output(wegwijzer(&small).args(["check", "small"]).args(IN_TIME)), (0, expected, String::new()));
}

#[test]
fn a_folder_may_be_given_with_its_whole_path_and_a_stroke() {
    let small = Small::new();
    small.change("rules.toml", "tier = 9", "tier = 999");
    let folder = format!("{}/", small.dir().display());
    let (_, _, errors) = output(wegwijzer(&small).args(["check", &folder]));
    assert!(small.without_folder(&errors).contains("\n  --> small/rules.toml:38:8\n"), "{errors}");
}

#[test]
fn check_prints_every_error_and_exits_with_1() {
    let small = Small::new();
    small.change("rules.toml", "tier = 9", "tier = 999");
    small.change("questions.toml", "needs = 2", "needs = 3");
    let (status, out, errors) = output(wegwijzer(&small).args(["check", "small"]).args(IN_TIME));
    assert_eq!((status, out.as_str()), (1, "small: 2 errors, no warnings\n"));
    let expected = "error: scale confidence, needs: this value cannot stand here
  --> small/questions.toml:34:9
   |
34 | needs = 3
   |         ^
   |
   = found: 3
   = expected: a whole number from 1 to 2

error: rule nothing-known, tier: this value cannot stand here
  --> small/rules.toml:38:8
   |
38 | tier = 999
   |        ^^^
   |
   = found: 999
   = expected: a whole number from 0 to 255

";
    assert_eq!(errors, expected);
}

#[test]
fn check_lets_a_pack_with_warnings_pass() {
    let small = Small::new();
    small.change("rules.toml", "when = \"situation is dismissed\"", "when = \"not situation is employed\"");
    let (status, out, errors) = output(wegwijzer(&small).args(["check", "small"]).args(IN_TIME));
    assert!(out.ends_with(": no errors, 1 warning\n"), "{out}");
    assert!(errors.starts_with("warning: rule dismissed, when: "), "{errors}");
    assert_eq!(status, 0);
}

#[test]
fn check_warns_of_content_that_is_due_for_a_look_on_the_day_that_is_given() {
    let small = Small::new();
    let (status, _, errors) = output(wegwijzer(&small).args(["check", "small", "--today", "2027-01-31"]));
    assert_eq!((status, errors.as_str()), (0, ""));
    let (status, out, errors) = output(wegwijzer(&small).args(["check", "small", "--today", "2027-02-01"]));
    let message = "warning: review-by: the content should have been reviewed by 2027-01-31, and today is 2027-02-01\n";
    assert!(errors.starts_with(message), "{errors}");
    assert!(status == 0 && out.ends_with(": no errors, 1 warning\n"), "{out}");
    // Without a day it is the day of the clock, which is past the beginning of 2020 and before that of 2900.
    for (review_by, warnings) in [("2020-01-01", 1), ("2900-01-01", 0)] {
        let small = Small::new();
        small.change("pack.toml", "2027-01-31", review_by);
        let (_, _, errors) = output(wegwijzer(&small).args(["check", "small"]));
        assert_eq!(errors.matches("warning: review-by: ").count(), warnings, "{errors}");
    }
    let (status, _, errors) = output(wegwijzer(&small).args(["check", "small", "--today", "1-2-2027"]));
    assert!(status != 0 && errors.contains("this is not a day: write it as 2027-01-31"), "{errors}");
}

#[test]
fn check_shows_how_hard_the_texts_are_if_asked_also_of_a_pack_with_errors() {
    let small = Small::new();
    let (_, out, _) = output(wegwijzer(&small).args(["check", "small"]));
    assert!(!out.contains("LIX"), "{out}");
    small.change(
        "texts/nl.toml",
        "title = \"nl: where?\"",
        "title = \"Postcode, plaats of gemeente waar je nu woont?\"",
    );
    small.change("rules.toml", "tier = 9", "tier = 999");
    let (status, out, _) = output(wegwijzer(&small).args(["check", "small", "--reading"]));
    assert_eq!(status, 1);
    let lines: Vec<&str> = out.lines().collect();
    assert!(
        lines[0].starts_with("nl: LIX ") && lines[0].ends_with("(at most LIX 35 and 15 words in a sentence)"),
        "{out}"
    );
    // Eight words in one sentence, two of them long: 8 + 100 x 2 / 8.
    assert_eq!(
        &lines[1..3],
        ["    LIX  longest sentence  question or step", "   33.0                 8  question.place"]
    );
    assert!(out.contains("\nen: LIX ") && out.contains("(measured, not judged)"), "{out}");
}

#[test]
fn colours_are_for_a_terminal_and_never_with_no_color() {
    let small = Small::new();
    small.change("rules.toml", "tier = 9", "tier = 999");
    let mut piped = wegwijzer(&small);
    let (_, _, errors) = output(piped.args(["check", "small"]));
    assert!(!errors.contains('\u{1b}') && errors.is_ascii(), "{errors}");
    // A program that shows colours itself can ask for them.
    let mut forced = wegwijzer(&small);
    let (_, _, errors) = output(forced.env("CLICOLOR_FORCE", "1").env_remove("NO_COLOR").args(["check", "small"]));
    assert!(errors.contains("\u{1b}["), "{errors}");
    let mut refused = wegwijzer(&small);
    let (_, _, errors) = output(refused.env("NO_COLOR", "1").args(["check", "small"]));
    assert!(!errors.contains('\u{1b}'), "{errors}");
}

#[test]
fn every_command_says_when_a_folder_is_no_pack() {
    let small = Small::new();
    for arguments in [
        &["check", "small/places"][..],
        &["build", "small/places", "-o", "out.pack"],
        &["run", "small/places", "--answers", "-"],
    ] {
        let (status, _, errors) = output(wegwijzer(&small).args(arguments).stdin(Stdio::null()));
        let expected = "error: this folder is not a pack: it has no file pack.toml\n--> small/places\n";
        assert!(errors.starts_with(expected), "{errors}");
        assert_eq!(status, 1);
    }
}

#[test]
fn build_writes_the_structure_and_its_places_and_each_language_beside_it() {
    let small = Small::new();
    let (status, out, errors) = output(wegwijzer(&small).args(["build", "small", "-o", "out/deep/nl.pack"]));
    assert_eq!((status, errors.as_str()), (0, ""));
    let above = small.dir().parent().expect("the folder above the pack").join("out/deep");
    let bytes = |name: &str| std::fs::read(above.join(name)).expect("a written file");
    let structure = bytes("nl.pack");
    let places = bytes("nl.places");
    let pack = wegwijzer_core::file::read_structure(&structure, &places).expect("a structure file and its places");
    assert!(!pack.places.is_empty());
    let mut expected =
        format!("out/deep/nl.pack: {} bytes\nout/deep/nl.places: {} bytes\n", structure.len(), places.len());
    for language in ["nl", "en"] {
        let name = format!("nl.{language}.texts");
        let texts = bytes(&name);
        let read = wegwijzer_core::file::read_texts(&texts, &structure, &pack).expect("a texts file");
        assert_eq!(read.language, language);
        expected += &format!("out/deep/{name}: {} bytes\n", texts.len());
    }
    assert_eq!(out, expected);
}

#[test]
fn build_writes_nothing_for_a_pack_with_errors() {
    let small = Small::new();
    small.change("rules.toml", "tier = 9", "tier = 999");
    let (status, out, _) = output(wegwijzer(&small).args(["build", "small", "-o", "out.pack"]));
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(!small.dir().with_file_name("out.pack").exists());
}

#[test]
fn run_tells_all_about_a_person_in_a_fixed_order_of_keys() {
    let (status, lines) = run(
        "{\"answers\":{\"situation\":\"dismissed\",\"worries\":[\"money\"],\"want\":\"agree\",\"place\":\"1003 AB\"}}\n",
    );
    let expected = concat!(
        r#"{"asked":["situation","worries","place"],"scales":{"confidence":{"sum":0,"band":"unknown"}},"#,
        r#""municipality":"M1","region":"R1","recommendations":["#,
        r#"{"role":"first","equal":false,"fallback":false,"rule":"money-first","step":"call-about-money","#,
        r#""service":"helpline","kind":"helpline","channels":{"phone":"113"},"reasons":["worries"]},"#,
        r#"{"role":"main","equal":false,"fallback":false,"rule":"dismissed","step":"talk-next-step","#,
        r#""service":"desk-m1","kind":"desk","channels":{"url":"https://desk.example","phone":"010 123 45 67","address":"Street 1, Here"},"reasons":["situation"]},"#,
        r#"{"role":"also","equal":false,"fallback":false,"rule":"north","step":"browse-courses","#,
        r#""service":"courses","kind":"courses","channels":{"url":"https://courses.example"},"reasons":["place"]},"#,
        r#"{"role":"person","equal":false,"fallback":false,"rule":"somebody","step":"talk-to-somebody","#,
        r#""service":"desk-m1","kind":"desk","channels":{"url":"https://desk.example","phone":"010 123 45 67","address":"Street 1, Here"},"reasons":[]}"#,
        r#"],"ignored":["want"]}"#,
    );
    assert_eq!((status, lines), (0, vec![expected.to_owned()]));
}

#[test]
fn who_skips_everything_still_gets_a_step_and_a_person() {
    for line in ["{\"answers\":{}}", "{\"answers\":{\"situation\":null,\"worries\":null,\"place\":null}}"] {
        let result = result(line);
        let roles: Vec<&str> = result["recommendations"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|one| one["role"].as_str())
            .collect();
        assert_eq!(roles, ["main", "person"]);
        assert_eq!(result["recommendations"][0]["fallback"], true);
        assert_eq!((&result["municipality"], &result["region"]), (&serde_json::Value::Null, &serde_json::Value::Null));
        assert_eq!(result["ignored"], serde_json::json!([]));
    }
}

#[test]
fn equal_main_steps_and_bands_are_told() {
    let result = result(
        "{\"answers\":{\"situation\":\"employed\",\"worries\":[\"none\"],\"want\":\"agree\",\"dare\":\"agree\"}}",
    );
    assert_eq!(result["scales"]["confidence"], serde_json::json!({ "sum": 4, "band": "high" }));
    for index in [0, 1] {
        assert_eq!(result["recommendations"][index]["role"], "main");
        assert_eq!(result["recommendations"][index]["equal"], true);
    }
}

#[test]
fn a_place_is_known_by_postcode_name_alias_and_code() {
    for (typed, municipality, region) in [
        ("1001", Some("M1"), "R1"),
        ("1001 ab", Some("M1"), "R1"),
        ("Village", Some("M1"), "R1"),
        ("former here", Some("M1"), "R1"),
        ("M2", Some("M2"), "R2"),
        ("bergen (s)", Some("M4"), "R2"),
        ("R2", None, "R2"),
        ("South", None, "R2"),
        ("The North", None, "R1"),
    ] {
        let result = result(&format!("{{\"answers\":{{\"place\":\"{typed}\"}}}}"));
        assert_eq!(result["municipality"], serde_json::json!(municipality), "{typed}");
        assert_eq!(result["region"], region, "{typed}");
        assert_eq!(result.get("needs"), None, "{typed}");
    }
}

#[test]
fn a_place_that_fits_several_municipalities_asks_which_and_counts_as_unknown() {
    for (typed, codes) in [("1002", ["M2", "M1"]), ("Middle", ["M1", "M2"]), ("Bergen", ["M3", "M4"])] {
        let result = result(&format!("{{\"answers\":{{\"place\":\"{typed}\"}}}}"));
        assert_eq!(result["needs"], serde_json::json!({ "place": codes }), "{typed}");
        assert_eq!(result["region"], serde_json::Value::Null, "{typed}");
        assert_eq!(result["ignored"], serde_json::json!([]), "{typed}");
    }
}

#[test]
fn a_line_that_cannot_be_used_says_where_and_why() {
    let object = "one JSON object, such as {\"answers\":{…}}";
    refuses("hello", "line 1", "hello (column 1)", object);
    refuses("{\"answers\":{}", "line 1", "{\"answers\":{} (column 13)", object);
    refuses("[1]", "line 1", "[1]", object);
    refuses("{}", "line 1", "{}", "an object with the key \"answers\"");
    refuses("{\"answers\":[]}", "line 1, answers", "[]", "an object with an answer for each question");
    refuses("{\"answers\":{},\"age\":1}", "line 1, age", "the key \"age\"", "the key \"answers\" alone");
    refuses("{\"answers\":{},\"answers\":{}}", "line 1, answers", "the key \"answers\" twice", "each key once");
    refuses(b"{\"answers\":\xff}", "line 1", "a byte that is not UTF-8, after 11 bytes", "a line of UTF-8 text");
}

#[test]
fn an_answer_that_does_not_fit_its_question_says_where_and_why() {
    let refuses = |answers: &str, question: &str, found: &str, expected: &str| {
        refuses(format!("{{\"answers\":{answers}}}"), &format!("line 1, answers.{question}"), found, expected);
    };
    let ids = "\"situation\", \"worries\", \"want\", \"dare\", \"place\"";
    let one = "one of \"employed\", \"dismissed\", \"other\"";
    let many = "a list of one or more of \"money\", \"law\", \"none\"";
    refuses("{\"job\":\"x\"}", "job", "the question \"job\"", ids);
    refuses("{\"situation\":\"x\"}", "situation", "\"x\"", one);
    refuses("{\"situation\":[\"other\"]}", "situation", "[\"other\"]", one);
    refuses(
        "{\"situation\":\"other\",\"situation\":\"other\"}",
        "situation",
        "the question \"situation\" twice",
        "each question once",
    );
    refuses("{\"worries\":\"money\"}", "worries", "\"money\"", many);
    refuses("{\"worries\":[1]}", "worries", "1", many);
    refuses("{\"worries\":[\"debt\"]}", "worries", "\"debt\"", "one of \"money\", \"law\", \"none\"");
    refuses("{\"worries\":[]}", "worries", "an empty list", "at least one option, or null to skip the question");
    refuses("{\"worries\":[\"law\",\"law\"]}", "worries", "\"law\" twice", "each option once");
    refuses("{\"worries\":[\"law\",\"none\"]}", "worries", "\"none\" with other options", "\"none\" alone");
    refuses("{\"place\":1001}", "place", "1001", "a postcode, a name or a code, as a text");
    let place = "a postcode, a town, a municipality or a region of this pack, by name or by code";
    refuses("{\"place\":\"Nowhere\"}", "place", "\"Nowhere\"", place);
    refuses("{\"place\":\"\"}", "place", "\"\"", place);
}

#[test]
fn lines_after_a_bad_one_still_run_and_blank_lines_count_only_for_the_number() {
    let (status, lines) = run("\u{feff}{\"answers\":{}}\r\n\n   \n{\"answers\":{\"job\":\"x\"}}\n{\"answers\":{}}");
    assert_eq!((status, lines.len()), (1, 3));
    assert_eq!(lines[0], lines[2]);
    assert!(lines[1].starts_with("{\"error\":{\"where\":\"line 4, answers.job\","), "{}", lines[1]);
}

#[test]
fn a_line_that_is_too_long_is_refused_by_its_length_and_the_others_still_run() {
    // The longest line that is read, white space included, then one byte more, then very much more and no line end.
    let line = |length: usize| {
        let answers = "{\"answers\":{}}";
        format!("{answers}{}", " ".repeat(length.saturating_sub(answers.len())))
    };
    let lines = [line(64_000), line(64_001), line(64_001) + "\r", line(2), line(9_000_000)].join("\n");
    let (status, out) = run(lines);
    assert_eq!((status, out.len()), (1, 5));
    assert!(out[0].starts_with("{\"asked\":") && out[3] == out[0], "{out:?}");
    let error = |number: usize, bytes: usize| {
        format!(
            "{{\"error\":{{\"where\":\"line {number}\",\"found\":\"a line of {bytes} bytes\",\"expected\":\"at most 64000 bytes\"}}}}"
        )
    };
    assert_eq!([&out[1], &out[2], &out[4]], [&error(2, 64_001), &error(3, 64_002), &error(5, 9_000_000)]);
}

#[test]
fn answers_that_are_nested_without_end_are_refused() {
    for (open, close) in [("[", "]"), ("{\"answers\":", "}")] {
        let (status, out) = run(format!("{}1{}\n", open.repeat(4_000), close.repeat(4_000)));
        assert_eq!((status, out.len()), (1, 1));
        assert!(out[0].starts_with("{\"error\":{\"where\":\"line 1\""), "{out:?}");
    }
}

#[test]
fn no_answers_give_no_lines() {
    assert_eq!(run(""), (0, Vec::new()));
}

#[test]
fn a_file_that_cannot_be_read_is_told() {
    let small = Small::new();
    let (status, out, errors) = output(wegwijzer(&small).args(["run", "small", "--answers", "nowhere.jsonl"]));
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(errors.starts_with("nowhere.jsonl: error: the answers cannot be read: "), "{errors}");
}

#[test]
fn a_result_comes_before_the_next_line_is_sent() {
    let small = Small::new();
    let mut child = wegwijzer(&small)
        .args(["run", "small", "--answers", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut input = child.stdin.take().expect("its input");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    for _ in 0..3 {
        input.write_all(b"{\"answers\":{}}\n").expect("it reads");
        assert!(lines.next().expect("a line").expect("UTF-8").starts_with("{\"asked\":"));
    }
    drop(input);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let small = Small::new();
    let mut child = wegwijzer(&small)
        .args(["run", "small", "--answers", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("its input");
    for _ in 0..2000 {
        if input.write_all(b"{\"answers\":{}}\n").is_err() {
            break;
        }
    }
    drop(input);
    let Output { status, stderr, .. } = child.wait_with_output().expect("it ends");
    assert_eq!((status.code(), String::from_utf8_lossy(&stderr).as_ref()), (Some(0), ""));
}

#[test]
fn help_names_every_command_in_the_order_in_which_an_author_meets_them() {
    let small = Small::new();
    let (status, out, _) = output(wegwijzer(&small).arg("--help"));
    assert_eq!(status, 0);
    let list = out.split("\nCommands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a list");
    let commands: Vec<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let expected =
        ["new", "check", "prove", "preview", "run", "diff", "walks", "build", "schema", "completions", "help"];
    assert_eq!(commands, expected);
}

#[test]
fn help_tells_what_the_exit_status_means() {
    let small = Small::new();
    let (_, out, _) = output(wegwijzer(&small).arg("--help"));
    assert!(out.starts_with("Makes, checks, shows and builds the content of Wegwijzer\n"), "{out}");
    for line in ["\n  0  all is well\n", "\n  1  the pack has errors", "\n  2  the command was not typed"] {
        assert!(out.contains(line), "{out}");
    }
    assert_eq!(output(wegwijzer(&small).arg("check")).0, 2);
    assert_eq!(output(wegwijzer(&small).arg("chekc")).0, 2);
}

#[test]
fn help_about_a_command_is_the_same_by_both_ways() {
    let small = Small::new();
    for command in ["new", "check", "preview", "run", "build", "completions"] {
        let one = output(wegwijzer(&small).args(["help", command]));
        assert_eq!(one, output(wegwijzer(&small).args([command, "--help"])));
        assert_eq!(one.0, 0);
        assert!(one.1.contains(&format!("\nUsage: wegwijzer {command} ")), "{}", one.1);
    }
    assert_eq!(output(wegwijzer(&small).arg("help")), output(wegwijzer(&small).arg("--help")));
    let (status, _, errors) = output(wegwijzer(&small).args(["help", "chekc"]));
    assert!(status == 2 && errors.contains("unrecognized subcommand 'chekc'"), "{errors}");
}

#[test]
fn every_shell_gets_a_script_that_knows_every_command() {
    let small = Small::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (status, script, errors) = output(wegwijzer(&small).args(["completions", shell]));
        assert_eq!((status, errors.as_str()), (0, ""), "{shell}");
        for word in ["wegwijzer", "new", "check", "preview", "run", "build", "completions", "widget", "answers"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let (status, _, errors) = output(wegwijzer(&small).args(["completions", "dos"]));
    assert!(status == 2 && errors.contains("possible values: bash, elvish, fish, powershell, zsh"), "{errors}");
}

#[test]
fn colours_come_only_where_they_are_asked_for_or_somebody_looks() {
    let small = Small::new();
    small.change("rules.toml", "tier = 9", "tier = 999");
    let errors = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = wegwijzer(&small);
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").envs(variables.iter().copied());
        output(command.args(arguments)).2
    };
    // The tests are no terminal.
    let plain = errors(&["check", "small"], &[]);
    assert!(!plain.contains('\u{1b}'), "{plain}");
    assert_eq!(errors(&["check", "small", "--color", "never"], &[("CLICOLOR_FORCE", "1")]), plain);
    assert_eq!(errors(&["check", "small"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), plain);
    for coloured in [
        errors(&["check", "small", "--color", "always"], &[]),
        errors(&["--color=always", "check", "small"], &[("NO_COLOR", "1")]),
        errors(&["check", "small"], &[("CLICOLOR_FORCE", "1")]),
    ] {
        assert!(coloured.contains("\u{1b}[1m\u{1b}[91merror\u{1b}[0m"), "{coloured}");
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
    }
    // What is typed wrong is told in the same way.
    assert!(errors(&["chekc", "--color", "always"], &[]).contains("\u{1b}["));
    assert!(!errors(&["chekc"], &[]).contains("\u{1b}["));
}

#[test]
fn run_tells_walks_and_results_in_words_if_asked() {
    let small = Small::new();
    let lines = "{\"answers\":{\"situation\":\"dismissed\",\"worries\":[\"money\",\"law\"],\"place\":\"M1\"}}\n\
                 {\"answers\":{\"place\":\"Middle\"}}\n\
                 {\"answers\":{\"situation\":\"x\"}}\n";
    small.write("people.jsonl", lines);
    let (status, out, _) =
        output(wegwijzer(&small).args(["run", "small", "--words", "--answers", "small/people.jsonl"]));
    assert_eq!(status, 1);
    assert_eq!(
        out,
        "\
nl: situation?  nl: dismissed
nl: worries?    nl: money + nl: law
nl: where?      Here

first   nl: call - nl: Helpline [money-first]
main    nl: talk - Desk Here [dismissed]
also    nl: browse - nl: Courses [north]
person  nl: person - Desk Here [somebody]

nl: situation?  (nl: skipped)
nl: worries?    (nl: skipped)
nl: where?      (nl: skipped)
which place is meant? Here (M1), There (M2)

main    nl: talk - nl: Desk [nothing-known, fallback]
person  nl: person - nl: Desk [somebody]

line 3, answers.situation: error: these answers cannot be used
  found: \"x\"
  expected: one of \"employed\", \"dismissed\", \"other\"

"
    );
}
