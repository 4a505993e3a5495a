//! Input that nobody would write: too large, too deep, too many, of the wrong sort, going in circles. Each is refused with
//! a sentence that says what the limit is, and nothing of it is built first.

mod small;

use std::fs::{self, File};

use small::Small;
use wegwijzer_pack::{limits, load};

/// All that `load` says of a pack that has errors.
fn said(small: &Small) -> String {
    let diagnostics = load(&small.dir()).expect_err("the pack has an error");
    small.without_folder(&diagnostics.to_string()).trim_end().to_owned()
}

/// What is said of the pack with this content in a file.
fn with(file: &str, content: impl AsRef<[u8]>) -> String {
    let small = Small::new();
    small.write(file, content);
    said(&small)
}

#[test]
fn a_file_that_is_too_large_is_refused_by_its_size_before_it_is_read() {
    for (file, most) in [("rules.toml", "1 MB"), ("texts/en.toml", "1 MB"), ("places/towns.csv", "8 MB")] {
        let small = Small::new();
        // A terabyte, of which nothing is on the disk: whoever reads it does not come back.
        let sparse = File::options().write(true).open(small.dir().join(file)).expect("a file of the fixture");
        sparse.set_len(1_000_000_000_000).expect("a file system with sparse files");
        assert_eq!(said(&small), format!("small/{file}: error: this file is 1000000 MB; the most is {most}"));
    }
}

#[test]
fn the_limit_of_a_file_is_exact() {
    let small = Small::new();
    let rules = small.read("rules.toml");
    let padded = |bytes: u64| format!("{rules}{}\n", "#".repeat(bytes as usize - rules.len() - 1));
    small.write("rules.toml", padded(limits::TOML_BYTES));
    assert!(load(&small.dir()).is_ok());
    assert_eq!(
        with("rules.toml", padded(limits::TOML_BYTES + 1)),
        "small/rules.toml: error: this file is 2 MB; the most is 1 MB"
    );
}

#[test]
fn all_files_together_have_a_limit() {
    let small = Small::new();
    let languages: Vec<String> = ('a'..='z').map(|letter| format!("\"a{letter}\"")).collect();
    let all = format!("languages = [{}]", languages.join(", "));
    small.change("pack.toml", "languages = [\"nl\", \"en\"]", &all);
    let text = small.read("texts/nl.toml");
    let text = format!("{text}#{}\n", "#".repeat(limits::TOML_BYTES as usize - text.len() - 2));
    for letter in 'a'..='z' {
        small.write(&format!("texts/a{letter}.toml"), &text);
    }
    let expected = "small/texts/ax.toml: error: with this file the pack is 25 MB; the most is 24 MB";
    assert!(said(&small).lines().any(|line| line == expected), "{}", said(&small));
}

#[test]
fn a_million_rows_are_counted_and_refused() {
    let million = |head: &str, row: &str| format!("{head}\n{}", format!("{row}\n").repeat(1_000_000));
    assert_eq!(
        with("places/postcodes.csv", million("postcode,municipalities", "1,M1")),
        "small/places/postcodes.csv:1:1: error: this table has 1000000 rows; the most is 100000"
    );
    let small = Small::new();
    let services = small.read("services.csv");
    let (head, _) = services.split_once('\n').expect("rows below the head");
    assert_eq!(
        with("services.csv", million(head, "a,b")),
        "small/services.csv:1:1: error: this table has 1000000 rows; the most is 20000"
    );
    // Longer ones are refused by the size of the file.
    assert_eq!(
        with("places/towns.csv", million("name,municipality", "Village,M1")),
        "small/places/towns.csv: error: this file is 12 MB; the most is 8 MB"
    );
}

#[test]
fn municipalities_past_what_the_engine_counts_are_refused() {
    let rows: String = (0..70_000).map(|number| format!("M{number},n,R1,\n")).collect();
    assert!(
        with("places/municipalities.csv", format!("code,name,region,aliases\n{rows}"))
            .contains("small/places/municipalities.csv:1:1: error: this table has 70000 rows; the most is 65000")
    );
}

#[test]
fn a_row_of_commas_gives_one_error() {
    assert_eq!(
        with("places/towns.csv", ",".repeat(1_000_000)),
        "small/places/towns.csv:1:1: error: this table is empty\n  expected: the columns `name`, `municipality`"
    );
    assert_eq!(
        with("places/towns.csv", "x,".repeat(1_000_000) + "x"),
        "small/places/towns.csv:1:1: error: this table has 1000001 columns; the most is 100\n  expected: `name`, `municipality`"
    );
}

#[test]
fn brackets_without_end_are_refused_before_they_become_a_tree() {
    let deep = |at: &str| {
        format!("small/rules.toml:{at}: error: more than 16 tables, lists or dotted keys stand within each other here")
    };
    for (text, at) in [
        ("a = ".to_owned() + &"[".repeat(900_000), "1:21"),
        ("a = ".to_owned() + &"{a=".repeat(300_000), "1:53"),
        ("a = [".to_owned() + &"[],".repeat(200_000) + &"[".repeat(200_000), "1:600021"),
        ("\na".to_owned() + &".a".repeat(400_000) + " = 1", "2:34"),
        ("[a".to_owned() + &".a".repeat(400_000) + "]", "1:33"),
        ("[[".to_owned() + &"a.".repeat(400_000) + "a]]", "1:32"),
    ] {
        assert_eq!(with("rules.toml", &text), deep(at), "{}…", &text[..12]);
    }
}

#[test]
fn brackets_of_a_guard_are_refused_before_they_are_read() {
    let small = Small::new();
    let guard = |text: &str| {
        let small = Small::new();
        small.change(
            "rules.toml",
            "when = \"situation is dismissed",
            &format!("when = \"{text}situation is dismissed"),
        );
        said(&small)
    };
    assert!(small.read("rules.toml").contains("when = \"situation is dismissed"));
    assert!(guard(&"(".repeat(3_000)).contains("this guard has more than 32 brackets within brackets"));
    assert!(guard(&"not (".repeat(500)).contains("this guard has more than 32 brackets within brackets"));
    assert!(guard(&"(".repeat(500_000)).contains("characters; the most is 4000"));
}

#[test]
fn more_entries_than_the_limit_are_counted_and_refused() {
    let steps: String = (0..3_000).map(|number| format!("[[step]]\nid = \"s{number}\"\n")).collect();
    assert!(with("steps.toml", steps).contains("step: there are 3000 entries here; the most is 2000"));
    let icons: String = (0..2_001).map(|number| format!("i{number} = \"M0 0\"\n")).collect();
    assert!(
        with("icons.toml", icons)
            .contains("small/icons.toml:1:1: error: there are 2001 entries here; the most is 2000")
    );
    let small = Small::new();
    let retired = format!("retired = [{}]", "\"gone\",".repeat(2_001));
    let settings = small.read("pack.toml");
    assert!(
        with("pack.toml", format!("{retired}\n{settings}").replace("retired = []\n", ""))
            .contains("retired: there are 2001 entries here; the most is 2000")
    );
}

#[test]
fn languages_without_end_are_refused() {
    let small = Small::new();
    let tags: Vec<String> = ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| format!("\"{a}{b}\""))).collect();
    small.change("pack.toml", "languages = [\"nl\", \"en\"]", &format!("languages = [{}]", tags.join(", ")));
    assert!(said(&small).contains("languages: these are 676 languages; the most is 40"));
}

#[test]
fn errors_without_end_are_told_up_to_a_number() {
    let small = Small::new();
    let rules: String = (0..1_500).map(|number| format!("[[rule]]\nid = \"r{number}\"\n")).collect();
    small.write("rules.toml", rules);
    let diagnostics = load(&small.dir()).expect_err("rules without a role");
    assert_eq!(diagnostics.errors(), limits::FINDINGS + 1);
    let last = small.without_folder(&diagnostics.0.last().expect("an error").to_string());
    let expected = "small: error: there are 1000 errors or more; the rest is not shown\n  help: put these right first, then check again";
    assert_eq!(last, expected);
}

#[test]
fn what_is_no_file_is_not_opened() {
    let small = Small::new();
    fs::remove_file(small.dir().join("rules.toml")).expect("it was there");
    fs::create_dir(small.dir().join("rules.toml")).expect("a folder of that name");
    assert_eq!(said(&small), "small/rules.toml: error: this is not a file");
}

#[test]
fn a_file_instead_of_a_folder_is_told() {
    let small = Small::new();
    let file = small.dir().join("pack.toml");
    let said = load(&file).expect_err("no folder").to_string();
    let expected =
        "error: this is a file, and a pack is a folder\n  help: give the folder of a pack, such as packs/nl\n";
    assert_eq!(said, format!("{}: {expected}", file.display()));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_link_that_leads_to_itself_is_told() {
        let small = Small::new();
        let link = small.dir().join("circle");
        symlink(&link, &link).expect("a link");
        let said = load(&link).expect_err("no folder").to_string();
        assert!(said.contains("circle: error: this folder cannot be read: "), "{said}");

        for file in ["rules.toml", "icons.toml", "places/towns.csv"] {
            let small = Small::new();
            let path = small.dir().join(file);
            fs::remove_file(&path).expect("it was there");
            symlink(&path, &path).expect("a link");
            let said = super::said(&small);
            assert!(said.starts_with(&format!("small/{file}: error: this file cannot be read: ")), "{said}");
            assert!(!said.contains("missing"), "{said}");
        }
    }

    #[test]
    fn a_folder_within_itself_is_not_walked() {
        let small = Small::new();
        symlink(small.dir(), small.dir().join("places/again")).expect("a link");
        symlink(small.dir(), small.dir().join("texts/again")).expect("a link");
        assert!(load(&small.dir()).is_ok());
    }

    #[test]
    fn a_device_without_end_is_not_read() {
        let small = Small::new();
        fs::remove_file(small.dir().join("rules.toml")).expect("it was there");
        symlink("/dev/zero", small.dir().join("rules.toml")).expect("a link");
        assert_eq!(said(&small), "small/rules.toml: error: this is not a file");
    }

    #[test]
    fn a_folder_that_may_not_be_read_is_told() {
        use std::os::unix::fs::PermissionsExt;

        let small = Small::new();
        let file = small.dir().join("rules.toml");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).expect("its owner");
        // Who may read everything, such as root, is not held up by this.
        match File::open(&file) {
            Ok(_) => assert!(load(&small.dir()).is_ok()),
            Err(_) => assert!(said(&small).starts_with("small/rules.toml: error: this file cannot be read: ")),
        }
    }
}

#[test]
fn questions_that_wait_for_each_other_are_told() {
    let small = Small::new();
    let questions = small.read("questions.toml");
    let circle = "[[question]]\nid = \"chicken\"\nkind = \"one\"\nwhen = \"egg is yes\"\noptions = [\"yes\"]\n\n[[question]]\nid = \"egg\"\nkind = \"one\"\nwhen = \"chicken is yes or egg is yes\"\noptions = [\"yes\"]\n\n";
    small.write("questions.toml", format!("{circle}{questions}"));
    let said = said(&small);
    for expected in [
        "small/questions.toml:4:9: error: question chicken, when: a guard can only look at earlier questions, and `egg` comes later",
        "small/questions.toml:10:27: error: question egg, when: a guard can only look at earlier questions, and `egg` is this question itself",
    ] {
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn the_limits_in_the_manual_are_those_that_hold() {
    let manual = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/AUTHORING.md");
    let manual = fs::read_to_string(manual).expect("the manual");
    let (_, section) = manual.split_once("\n## Limits\n").expect("the section");
    let rows: Vec<(&str, &str)> =
        section.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | ")).collect();
    let [table, service, municipality, region, columns, entries, languages, depth, findings] = [
        limits::ROWS,
        limits::SERVICES,
        limits::MUNICIPALITIES,
        limits::REGIONS,
        limits::COLUMNS,
        limits::ENTRIES,
        limits::LANGUAGES,
        limits::DEPTH,
        limits::FINDINGS,
    ]
    .map(thousands);
    let megabytes = |bytes: u64| format!("{} MB", bytes / 1_000_000);
    let expected = [
        ("a TOML file", megabytes(limits::TOML_BYTES)),
        ("a CSV file", megabytes(limits::CSV_BYTES)),
        ("all files of a pack together", megabytes(limits::PACK_BYTES)),
        ("rows of a table", table),
        ("rows of `services.csv`", service),
        ("rows of `places/municipalities.csv`", municipality),
        ("rows of `places/regions.csv`", region),
        ("columns of a table", columns),
        ("entries of one kind, such as `[[rule]]`, and values of one list", entries),
        ("options of a question", thousands(wegwijzer_core::OptionSet::MOST)),
        ("languages", languages),
        ("tables, lists and dotted keys within each other", depth),
        ("errors, and warnings, that are shown in one run", findings),
        ("a line of answers for `wegwijzer run`", format!("{} kB", limits::ANSWER_BYTES / 1_000)),
        (
            "a structure file that `wegwijzer build` writes, with its places",
            megabytes(wegwijzer_core::file::MOST_BYTES as u64),
        ),
    ];
    for (what, most) in expected {
        assert!(rows.contains(&(what, most.as_str())), "docs/AUTHORING.md, Limits: | {what} | {most} |");
    }
}

/// `65,000`.
fn thousands(number: usize) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", number / 1_000, number % 1_000),
    }
}
