//! Files as they come: missing, empty, in another encoding, as a spreadsheet saves them, random; and that nothing in them
//! makes the reader panic.

mod small;

use proptest::prelude::*;
use small::Small;
use wegwijzer_pack::load;

const FILES: [&str; 12] = [
    "pack.toml",
    "questions.toml",
    "rules.toml",
    "steps.toml",
    "icons.toml",
    "services.csv",
    "places/regions.csv",
    "places/municipalities.csv",
    "places/towns.csv",
    "places/postcodes.csv",
    "texts/nl.toml",
    "texts/en.toml",
];

fn errors(small: &Small) -> String {
    let diagnostics = load(&small.dir()).expect_err("the pack has an error");
    small.without_folder(&diagnostics.to_string()).trim_end().to_owned()
}

#[test]
fn a_folder_that_is_no_pack_says_so() {
    let small = Small::new();
    std::fs::remove_file(small.dir().join("pack.toml")).expect("the file was there");
    let diagnostics = load(&small.dir()).expect_err("no pack");
    let folder = small.dir().display().to_string();
    let expected = format!(
        "{folder}: error: this folder is not a pack: it has no file pack.toml\n  help: give the folder of a pack, such as packs/nl\n"
    );
    assert_eq!(diagnostics.to_string(), expected);
    let diagnostics = load(&small.dir().join("nowhere")).expect_err("no folder");
    assert!(diagnostics.to_string().contains("nowhere: error: there is no such folder\n"));
}

#[test]
fn a_missing_file_is_told_and_causes_no_errors_elsewhere() {
    for file in ["questions.toml", "rules.toml", "steps.toml", "services.csv", "places/regions.csv", "texts/en.toml"] {
        let small = Small::new();
        std::fs::remove_file(small.dir().join(file)).expect("the file was there");
        assert_eq!(errors(&small), format!("small/{file}: error: this file is missing"));
    }
}

#[test]
fn errors_of_all_files_are_told_in_one_run() {
    let small = Small::new();
    small.change("rules.toml", "tier = 9", "tier = -1");
    small.change("steps.toml", "self-help = true", "selfhelp = true");
    small.change("services.csv", "https://desk.example", "desk.example");
    small.change("texts/en.toml", "title = \"en: where?\"", "title = \"\"");
    let all = errors(&small);
    let places: Vec<&str> =
        all.lines().filter(|line| line.starts_with("small/")).filter_map(|line| line.split(": ").next()).collect();
    assert_eq!(
        places,
        ["small/rules.toml:38:8", "small/services.csv:2:21", "small/steps.toml:12:1", "small/texts/en.toml:38:9"]
    );
}

#[test]
fn several_syntax_errors_of_one_file_are_told() {
    let small = Small::new();
    small.change("steps.toml", "id = \"talk-next-step\"", "id = talk");
    small.change("steps.toml", "self-help = true", "self-help = maybe");
    assert_eq!(errors(&small).matches("this is not TOML").count(), 2);
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_file() {
    let small = Small::new();
    for file in FILES {
        let text = small.read(file);
        small.write(file, format!("\u{feff}{text}"));
    }
    assert!(load(&small.dir()).is_ok());
}

#[test]
fn line_ends_of_windows_change_nothing() {
    let expected = load(&Small::new().dir()).expect("a faultless pack").structure;
    let small = Small::new();
    for file in FILES {
        small.write(file, small.read(file).replace('\n', "\r\n"));
    }
    assert_eq!(load(&small.dir()).expect("a faultless pack").structure, expected);
}

#[test]
fn a_file_in_another_encoding_is_told_with_its_place() {
    let small = Small::new();
    small.write("places/regions.csv", b"code,name,aliases\nR1,Frysl\xe2n,\n");
    let expected = "small/places/regions.csv:2:9: error: this file is not UTF-8 text\n  found: the byte 0xe2, which is `â` in Windows-1252\n  help: save the file with the encoding UTF-8; a spreadsheet calls it \"CSV UTF-8\"";
    assert_eq!(errors(&small), expected);
}

#[test]
fn an_empty_file_is_an_error_and_not_a_panic() {
    for file in FILES {
        let small = Small::new();
        small.write(file, "");
        match (file, load(&small.dir())) {
            ("icons.toml", Err(diagnostics)) => assert!(diagnostics.to_string().contains("`briefcase`")),
            (_, result) => assert!(result.is_err(), "{file}"),
        }
    }
}

const TABLES: [&str; 5] =
    ["services.csv", "places/regions.csv", "places/municipalities.csv", "places/towns.csv", "places/postcodes.csv"];

/// Saves every table in another way and compares the pack that comes out.
#[track_caller]
fn means_the_same(save: impl Fn(&str) -> String) {
    let expected = load(&Small::new().dir()).expect("a faultless pack").structure;
    let small = Small::new();
    for table in TABLES {
        let saved = save(&small.read(table));
        assert_ne!(saved, small.read(table));
        small.write(table, saved);
    }
    match load(&small.dir()) {
        Ok(compiled) => {
            assert_eq!(compiled.warnings.to_string(), "");
            assert!(compiled.structure == expected, "another pack came out");
        }
        Err(diagnostics) => panic!("{diagnostics}"),
    }
}

/// The cells of each row. None of the tables has a quotation mark within a text.
fn cells(table: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| {
        let mut quoted = false;
        let apart = |c: char| {
            quoted ^= c == '"';
            c == ',' && !quoted
        };
        line.split(apart).map(|cell| cell.trim_matches('"').to_owned()).collect()
    };
    table.lines().map(cells).collect()
}

fn joined(rows: &[Vec<String>], delimiter: &str) -> String {
    let quoted = |cell: &String| match cell.contains([',', ';', '\t']) {
        true => format!("\"{cell}\""),
        false => cell.clone(),
    };
    rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(delimiter) + "\r\n").collect()
}

#[test]
fn semicolons_tabs_and_a_byte_order_mark_change_nothing() {
    means_the_same(|table| format!("\u{feff}{}", joined(&cells(table), ";")));
    means_the_same(|table| joined(&cells(table), "\t"));
    means_the_same(|table| joined(&cells(table), "|"));
}

#[test]
fn a_first_line_that_names_the_sign_between_cells_changes_nothing() {
    means_the_same(|table| format!("sep=;\r\n{}", joined(&cells(table), ";")));
}

#[test]
fn empty_columns_and_rows_change_nothing() {
    means_the_same(|table| {
        let mut rows = cells(table);
        let width = rows[0].len();
        rows.iter_mut().for_each(|row| row.extend([String::new(), String::new()]));
        rows.extend([vec![String::new(); width + 2], vec![String::new()]]);
        joined(&rows, ";")
    });
}

#[test]
fn columns_in_another_order_change_nothing() {
    means_the_same(|table| {
        let mut rows = cells(table);
        rows.iter_mut().for_each(|row| row.reverse());
        joined(&rows, ",")
    });
}

#[test]
fn quotation_marks_around_every_cell_change_nothing() {
    means_the_same(|table| {
        let quoted = |row: &Vec<String>| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(";");
        cells(table).iter().map(|row| quoted(row) + "\n").collect()
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_bytes_in_any_file_make_the_reader_panic(
        file in prop::sample::select(&FILES[..]),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let small = Small::new();
        small.write(file, bytes);
        let _ = load(&small.dir());
    }

    #[test]
    fn no_damage_to_a_file_makes_the_reader_panic(
        file in prop::sample::select(&FILES[..]),
        at in any::<prop::sample::Index>(),
        cut in 0usize..40,
        put in "[\\PC\n\",;{}\\[\\]=]{0,12}",
    ) {
        let small = Small::new();
        let text: Vec<char> = small.read(file).chars().collect();
        let at = at.index(text.len());
        let end = (at + cut).min(text.len());
        let damaged: String = text[..at].iter().chain(put.chars().collect::<Vec<_>>().iter()).chain(&text[end..]).collect();
        small.write(file, damaged);
        let _ = load(&small.dir());
    }
}
