//! docs/AUTHORING.md, run from top to bottom in an empty folder as an author would: every command with what it prints,
//! every file and change with the line above it that says where it goes, every guard and promise of the tables. A block
//! of a kind that is not known here fails.
//!
//! What a block is for stands in the line above it, for people and for this test alike:
//! - `console`: lines after `$ ` are commands, and below each stands what it prints; a line `…` is any number of lines.
//! - `toml`, `csv`, `json`: "The whole of `FILE`:", "Add at the end of `FILE`:", "Add at the top of `FILE`:", or
//!   "In `FILE` change" and, above the next block, "into".
//!
//! When commands print something new, run this test once with `WRITE_MANUAL=1` in the environment: it writes what they
//! print into the page; read it there as an author would.

use std::{
    env, fs,
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;
use wegwijzer_pack::web::pin;

const MANUAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/AUTHORING.md");

/// A loader of a built widget, cut short, as the preview looks for it.
const LOADER: &str = r#"var p={glue:"PIN",version:"0.1.0",packs:{nl:{nl:{}}}};export{p as default};"#;
const GLUE: &str = r#"var p={version:"0.1.0",packs:{nl:{}}};export{p as PINS};"#;

/// Commands of the page that are not run, and why.
const NOT_RUN: [(&str, &str); 2] = [
    ("cargo install --path crates/cli", "the program is built already: it is the one that runs here"),
    ("cargo xtask dist", "building the widget takes minutes and other tools; the tests of the build do it"),
];

#[test]
fn every_example_of_the_manual_does_what_it_says() {
    let manual = fs::read_to_string(MANUAL).expect("the manual");
    let mut run = Run::new();
    let written = run.page(&manual);
    for (command, _) in NOT_RUN {
        assert!(run.not_run.iter().any(|one| one == command), "`{command}` is not in the manual any more");
    }
    // So that a renamed heading cannot take all rows of a table with it.
    let Ran { commands, files, guards, refused, promises, listed } = run.ran;
    assert!(commands >= 15 && files >= 25, "{commands} commands, {files} files");
    assert!(guards >= 10 && refused >= 10 && promises >= 10, "{guards} guards, {refused} refused, {promises} promises");
    assert!(listed >= 11, "{listed} files are listed");
    if env::var_os("WRITE_MANUAL").is_some() {
        fs::write(MANUAL, written).expect("the manual");
        return;
    }
    let differs =
        manual.lines().zip(written.lines()).zip(1..).find(|((old, new), _)| same_figures(old) != same_figures(new));
    if let Some(((old, _), line)) = differs {
        let now: Vec<&str> = written.lines().skip(line - 1).take(40).collect();
        panic!("docs/AUTHORING.md:{line}: `{old}` stands where the program now prints:\n{}", now.join("\n"));
    }
    assert_eq!(manual, written);
}

/// How many examples were run, by their kind.
#[derive(Default)]
struct Ran {
    commands: usize,
    files: usize,
    guards: usize,
    refused: usize,
    promises: usize,
    listed: usize,
}

/// The folder of an author who follows the page.
struct Run {
    folder: TempDir,
    /// The file and the lines that the next block replaces.
    change: Option<(PathBuf, String)>,
    not_run: Vec<String>,
    ran: Ran,
}

impl Run {
    fn new() -> Run {
        let folder = TempDir::new().expect("a folder for the test");
        let widget = folder.path().join("widget");
        fs::create_dir(&widget).expect("a folder of the test");
        let loader = LOADER.replace("PIN", &pin(GLUE.as_bytes()));
        fs::write(widget.join("weg-wijzer.js"), loader).expect("a file of the test");
        fs::write(widget.join("wegwijzer.old.js"), GLUE).expect("a file of the test");
        Run { folder, change: None, not_run: Vec::new(), ran: Ran::default() }
    }

    /// Follows the page, and gives it back with what the commands print now.
    fn page(&mut self, manual: &str) -> String {
        let mut written = String::new();
        let mut lines = manual.lines().zip(1..);
        let mut lead = "";
        let mut table = "";
        while let Some((line, number)) = lines.next() {
            written += line;
            written += "\n";
            if let Some(kind) = line.strip_prefix("```") {
                let block: String =
                    lines.by_ref().map(|(line, _)| line).take_while(|line| *line != "```").map(own_line).collect();
                let at = format!("docs/AUTHORING.md:{number}");
                written += &match kind {
                    "console" => self.console(&block, &at),
                    "toml" | "csv" | "json" => {
                        self.file(lead, &block, &at);
                        block
                    }
                    other => panic!("{at}: a block of the kind `{other}`: this test does not know what to do with it"),
                };
                written += "```\n";
                lead = "";
            } else if line.starts_with('|') {
                table = if table.is_empty() { line } else { table };
                self.row(table, line, number);
            } else {
                table = "";
                lead = if line.trim().is_empty() { lead } else { line };
            }
        }
        assert!(self.change.is_none(), "a change without what it is changed into");
        written
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&mut self, lead: &str, block: &str, at: &str) {
        self.ran.files += 1;
        if let Some((path, old)) = self.change.take() {
            assert_eq!(lead, "into", "{at}: the line above says `into`");
            let text = fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(text.matches(&old).count(), 1, "{at}: what is changed stands there once");
            return fs::write(&path, text.replace(&old, block)).expect("a written file");
        }
        let name = lead.split('`').nth(1).unwrap_or_default();
        let path = self.path(name);
        let before = fs::read_to_string(&path).unwrap_or_default();
        let text = match lead.replace(name, "FILE") {
            lead if lead.ends_with("The whole of `FILE`:") => block.to_owned(),
            lead if lead.ends_with("Add at the end of `FILE`:") && path.exists() => before + block,
            lead if lead.ends_with("Add at the top of `FILE`:") && path.exists() => block.to_owned() + &before,
            lead if lead.ends_with("In `FILE` change") && path.exists() => {
                self.change = Some((path, block.to_owned()));
                return;
            }
            _ => panic!("{at}: the line above the block does not say which file it is for: {lead}"),
        };
        if let Some(schema) = block.lines().find_map(|line| line.strip_prefix("#:schema ")) {
            assert!(path.with_file_name(schema).is_file(), "{at}: there is no schema {schema}");
        }
        fs::write(&path, text).expect("a written file");
    }

    /// Runs the commands of a block, and gives the block with what they print now.
    fn console(&mut self, block: &str, at: &str) -> String {
        let mut written = String::new();
        assert!(block.starts_with("$ "), "{at}: a block of commands begins with one");
        for one in format!("\n{block}").split("\n$ ").skip(1) {
            let (command, expected) = one.split_once('\n').unwrap_or((one, ""));
            let expected: String = expected.lines().map(own_line).collect();
            written += &format!("$ {command}\n");
            let printed = if NOT_RUN.iter().any(|(not_run, _)| *not_run == command) {
                self.not_run.push(command.to_owned());
                expected.clone()
            } else if command.starts_with("wegwijzer preview ") {
                self.preview(command)
            } else {
                self.command(command, at)
            };
            self.ran.commands += 1;
            written += if is_as(&expected, &printed) { &expected } else { &printed };
        }
        written
    }

    fn sh(&self, command: &str) -> Command {
        let program = Path::new(env!("CARGO_BIN_EXE_wegwijzer")).parent().expect("the folder of the program");
        let path = env::var_os("PATH").unwrap_or_default();
        let all = env::join_paths([program.to_owned()].into_iter().chain(env::split_paths(&path))).expect("a path");
        let mut sh = Command::new("sh");
        sh.args(["-c", command]).current_dir(self.folder.path()).env("PATH", all);
        sh
    }

    /// What a person sees: both streams, in the order in which they come.
    fn command(&self, command: &str, at: &str) -> String {
        let seen = self.path("seen.txt");
        let file = File::create(&seen).expect("a file of the test");
        let other = file.try_clone().expect("the same file");
        let status = self.sh(command).stdin(Stdio::null()).stdout(file).stderr(other).status().expect("a shell");
        let printed = fs::read_to_string(&seen).expect("what is printed");
        fs::remove_file(&seen).expect("a file of the test");
        assert_eq!(status.success(), !printed.contains("error:"), "{at}: {command}: {status}\n{printed}");
        printed
    }

    /// What a preview prints until it can be looked at. It is then ended.
    fn preview(&self, command: &str) -> String {
        let command = format!("exec {command} --port 0 --widget widget");
        let mut child = self.sh(&command).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("a shell");
        let mut printed = String::new();
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let ready = lines.find_map(|line| {
            let line = line.expect("UTF-8");
            let Some((before, rest)) = line.split_once("http://127.0.0.1:") else {
                printed += &own_line(&line);
                return None;
            };
            let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            Some(format!("{before}http://127.0.0.1:8090{after}\n"))
        });
        printed += &ready.expect("a preview that can be looked at");
        child.kill().expect("a preview that runs");
        child.wait().expect("a preview that ends");
        printed
    }

    /// A row of a table whose first cell is an example.
    fn row(&mut self, table: &str, row: &str, number: usize) {
        let at = format!("docs/AUTHORING.md:{number}");
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let Some(example) = cells[0].strip_prefix('`').and_then(|cell| cell.strip_suffix('`')) else { return };
        match table {
            "| guard | holds if |" => {
                let (done, printed) = self.with_guard(example);
                assert!(done && printed.ends_with(": no errors, no warnings\n"), "{at}: {printed}");
                self.ran.guards += 1;
            }
            "| guard | what `check` says |" => {
                let (_, printed) = self.with_guard(example);
                let said = printed.contains(&format!("when: {}\n", cells[1]));
                assert!(said, "{at}: {printed}");
                self.ran.refused += 1;
            }
            "| promise | what it says |" => {
                let promise =
                    format!("\n[[promise]]\nid = \"example\"\nsays = \"An example.\"\nalways = \"{example}\"\n");
                let (done, printed) = self.with("example/promises.toml", &promise, "prove");
                assert!(done, "{at}: {printed}");
                self.ran.promises += 1;
            }
            "| file | what is in it |" => {
                let there = self.path("my-town").join(example);
                assert!(there.is_file(), "{at}: `new` makes no {example}");
                self.ran.listed += 1;
            }
            _ => {}
        }
    }

    fn with_guard(&self, guard: &str) -> (bool, String) {
        let rule = format!(
            "\n[[rule]]\nid = \"example\"\nwhen = '{guard}'\nrole = \"also\"\ntier = 200\nstep = \"talk-to-somebody\"\nservice = \"desk\"\n"
        );
        self.with("example/rules.toml", &rule, "check")
    }

    /// What a command says of the pack of the reference with something added to a file: whether all is well, and the
    /// words.
    fn with(&self, file: &str, more: &str, command: &str) -> (bool, String) {
        let path = self.path(file);
        let before = fs::read_to_string(&path).expect("a file of the pack");
        fs::write(&path, before.clone() + more).expect("a written file");
        // The day on which the page looks at this pack.
        let day = if command == "check" { " --today 2026-12-01" } else { "" };
        let output = self.sh(&format!("wegwijzer {command} example{day} 2>&1")).output().expect("a shell");
        fs::write(&path, before).expect("a written file");
        (output.status.success(), String::from_utf8(output.stdout).expect("UTF-8"))
    }
}

fn own_line(line: &str) -> String {
    format!("{line}\n")
}

/// Whether that is printed which the page says: but for what differs from one computer or day to the next, and with any
/// lines where the page has a line `…`.
fn is_as(expected: &str, printed: &str) -> bool {
    let (expected, printed) = (same_figures(expected), same_figures(printed));
    let parts: Vec<&str> = expected.split("…\n").collect();
    let [first, middle @ .., last] = parts.as_slice() else { return expected == printed };
    let Some(mut rest) = printed.strip_prefix(first) else { return false };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// The text without its figures of time and size.
fn same_figures(text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    for at in 1..words.len() {
        if words[at].starts_with("ms;") || words[at].starts_with("bytes") {
            words[at - 1] = "N";
        }
    }
    words.join(" ")
}

#[test]
fn a_line_of_three_points_stands_for_any_lines_and_nothing_else() {
    assert!(is_as("a\nb\n", "a\nb\n") && is_as("", ""));
    assert!(!is_as("a\nb\n", "a\n") && !is_as("a\n", "a\nb\n"));
    assert!(is_as("a\n…\nd\n", "a\nb\nc\nd\n") && is_as("…\nb\n…\n", "a\nb\nc\n"));
    assert!(!is_as("a\n…\nd\n", "a\nb\nc\n") && !is_as("…\nx\n…\n", "a\nb\nc\n"));
    assert!(is_as("twice, in 1 ms; all\n", "twice, in 20 ms; all\n") && !is_as("2 walks\n", "3 walks\n"));
}
