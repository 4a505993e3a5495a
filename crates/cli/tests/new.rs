//! `wegwijzer new`: what it makes passes every check, builds, and leaves nobody without a step.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

/// Runs the program in a folder: exit status, what it says, what it complains about.
fn wegwijzer(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let command = Command::new(env!("CARGO_BIN_EXE_wegwijzer")).current_dir(folder).args(arguments).output();
    let Output { status, stdout, stderr } = command.expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("an exit status"), text(stdout), text(stderr))
}

fn folder() -> TempDir {
    TempDir::new().expect("a folder for the test")
}

#[test]
fn a_new_pack_passes_every_check_in_every_language() {
    for (language, count) in [("en", "1 language"), ("nl", "1 language"), ("nl,en", "2 languages")] {
        let folder = folder();
        let (status, _, errors) = wegwijzer(folder.path(), &["new", "my-pack", "--language", language]);
        assert_eq!((status, errors.as_str()), (0, ""));
        let contents = format!("4 questions, 6 rules, 5 services, 3 municipalities, {count}");
        let expected = format!("my-pack: {contents}: no errors, no warnings\n");
        assert_eq!(wegwijzer(folder.path(), &["check", "my-pack"]), (0, expected, String::new()), "{language}");
    }
}

#[test]
fn a_new_pack_is_proven_in_every_language() {
    for language in ["en", "nl", "nl,en"] {
        let folder = folder();
        wegwijzer(folder.path(), &["new", "my-pack", "--language", language]);
        let (status, told, warnings) = wegwijzer(folder.path(), &["prove", "my-pack"]);
        assert_eq!((status, warnings.as_str()), (0, ""), "{language}");
        assert!(told.starts_with("my-pack: 144 walks, each of them looked at\n"), "{told}");
        assert!(told.contains("my-pack: 28 built-in obligations and 2 of 2 promises proven, twice, in "), "{told}");
        assert!(told.ends_with(" ms; nothing is broken\n"), "{told}");
    }
}

#[test]
fn a_new_pack_builds_and_gives_who_skips_everything_a_step_and_a_person() {
    let folder = folder();
    wegwijzer(folder.path(), &["new", "my-pack"]);
    let (status, _, errors) = wegwijzer(folder.path(), &["build", "my-pack", "-o", "out/my-pack.pack"]);
    assert_eq!((status, errors.as_str()), (0, ""));
    assert!(folder.path().join("out/my-pack.en.texts").is_file());

    let lines = "{\"answers\":{}}\n{\"answers\":{\"situation\":\"job-seeking\",\"goal\":\"learn\",\"worries\":[\"money\"],\"place\":\"N1\"}}\n";
    fs::write(folder.path().join("people.jsonl"), lines).expect("a file of the test");
    let (status, out, _) = wegwijzer(folder.path(), &["run", "my-pack", "--answers", "people.jsonl"]);
    assert_eq!(status, 0);
    let led_to: Vec<Vec<(String, String)>> = out
        .lines()
        .map(|line| {
            let result: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            let list = result["recommendations"].as_array().expect("a list");
            list.iter().map(|one| (text(&one["role"]), text(&one["service"]))).collect()
        })
        .collect();
    let expected = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter().map(|(role, service)| ((*role).to_owned(), (*service).to_owned())).collect()
    };
    assert_eq!(
        led_to,
        [
            expected(&[("main", "desk"), ("person", "desk")]),
            // In a region with a row of its own, that row helps.
            expected(&[("first", "money-help"), ("main", "courses"), ("also", "desk-north"), ("person", "desk-north")]),
        ]
    );
}

#[test]
fn the_folder_gives_the_id_and_the_languages_come_in_the_order_asked_for() {
    let folder = folder();
    wegwijzer(folder.path(), &["new", "deep/in/our-2nd-pack", "--language", "nl,en,nl"]);
    let pack = folder.path().join("deep/in/our-2nd-pack");
    let settings = fs::read_to_string(pack.join("pack.toml")).expect("a written file");
    assert!(settings.contains("\nid = \"our-2nd-pack\" "), "{settings}");
    assert!(settings.contains("\nlanguages = [\"nl\", \"en\"] "), "{settings}");

    // `.` stands for a folder with a name.
    let here = folder.path().join("here");
    fs::create_dir(&here).expect("a folder of the test");
    assert_eq!(wegwijzer(&here, &["new", "."]).0, 0);
    let settings = fs::read_to_string(here.join("pack.toml")).expect("a written file");
    assert!(settings.contains("\nid = \"here\" "), "{settings}");
}

#[test]
fn it_says_what_to_do_next() {
    let folder = folder();
    let (_, out, _) = wegwijzer(folder.path(), &["new", "my pack/ours"]);
    let expected = "my pack/ours: a new pack of 10 files, ready to be changed\n\n\
        Begin with README.md in that folder: it says what each file is for, and what to replace.\n\
        Then, with every change:\n\n  \
          wegwijzer check \"my pack/ours\"    tells what is wrong, and where\n  \
          wegwijzer preview \"my pack/ours\"  shows the pack in your browser\n  \
          wegwijzer prove \"my pack/ours\"    makes sure that nobody is left without a next step\n";
    assert_eq!(out, expected);
}

#[test]
fn a_folder_with_something_in_it_stays_as_it_is() {
    let folder = folder();
    let pack = folder.path().join("my-pack");
    fs::create_dir(&pack).expect("a folder of the test");
    fs::write(pack.join("notes.txt"), "mine").expect("a file of the test");
    let expected = "my-pack: error: this folder is not empty\n  help: give a new folder, or an empty one\n".to_owned();
    assert_eq!(wegwijzer(folder.path(), &["new", "my-pack"]), (1, String::new(), expected));
    assert_eq!(fs::read_dir(&pack).expect("the folder").count(), 1);

    let expected = "my-pack/notes.txt: error: ".to_owned();
    let (status, _, errors) = wegwijzer(folder.path(), &["new", "my-pack/notes.txt"]);
    assert!(status == 1 && errors.starts_with(&expected), "{errors}");
}

#[test]
fn a_file_in_the_way_is_told() {
    let folder = folder();
    fs::write(folder.path().join("taken"), "mine").expect("a file of the test");
    let expected =
        "taken: error: there is a file of this name\n  help: give a new folder, or an empty one\n".to_owned();
    assert_eq!(wegwijzer(folder.path(), &["new", "taken"]), (1, String::new(), expected));
}

#[test]
fn a_name_that_cannot_be_an_id_gets_a_better_one() {
    for (name, better) in
        [("My Pack", "my-pack"), ("_Bibliotheek__Noord_", "bibliotheek-noord"), ("åø", "my-pack"), ("-a", "a")]
    {
        let folder = folder();
        let expected = format!(
            "{name}: error: the name of the folder becomes the id of the pack, and `{name}` cannot be one\n  \
             expected: small letters a to z, digits and `-`, beginning with a letter or digit\n  \
             help: call the folder {better}\n"
        );
        assert_eq!(wegwijzer(folder.path(), &["new", "--", name]), (1, String::new(), expected));
        assert!(!folder.path().join(name).exists());
    }
}

#[test]
fn an_unknown_language_is_a_wrong_argument() {
    let folder = folder();
    let (status, _, errors) = wegwijzer(folder.path(), &["new", "my-pack", "--language", "de"]);
    assert_eq!(status, 2);
    assert!(errors.contains("invalid value 'de'") && errors.contains("[possible values: en, nl]"), "{errors}");
}
