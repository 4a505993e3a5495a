//! The pack in fixtures/small, copied to a folder of its own so that a test can break it on purpose. The words of the
//! widget are added here, from the engine's own list, so that a new one needs no change in the fixture.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;
use wegwijzer_core::texts::Ui;

/// A copy of the small pack that goes away with its value.
pub struct Small {
    folder: TempDir,
}

impl Small {
    /// A faultless copy.
    pub fn new() -> Small {
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../pack/tests/fixtures/small");
        let small = Small { folder: TempDir::new().expect("a folder for the test") };
        copy(&fixture, &small.dir());
        for language in ["nl", "en"] {
            let file = format!("texts/{language}.toml");
            let text = small.read(&file) + &ui(language);
            small.write(&file, text);
        }
        small
    }

    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("small")
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.dir().join(file)).expect("a file of the fixture")
    }

    pub fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        fs::write(self.dir().join(file), content).expect("a file of the test");
    }

    /// Replaces a text that is in the file exactly once, so that a test that has gone stale fails.
    pub fn change(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {file}");
        self.write(file, text.replace(from, to));
    }

    /// A text with the folder of the test taken out of its paths.
    pub fn without_folder(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.folder.path().display()), "")
    }
}

fn ui(language: &str) -> String {
    // Those that tests point at by line stand first, so that a new key moves none of them.
    let mut keys: Vec<String> = Ui::keys().collect();
    keys.sort_by_key(|key| !["back", "progress", "months"].contains(&key.as_str()));
    let lines = keys.iter().map(|key| match key.as_str() {
        "progress" => format!("progress = \"{language}: {{n}} of {{total}}\"\n"),
        "months" => format!("months = \"{language}: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12\"\n"),
        key => format!("{key} = \"{language}: {}\"\n", key.replace('-', "_")),
    });
    format!("\n[ui]\n{}", lines.collect::<String>())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder for the test");
    for entry in fs::read_dir(from).expect("the fixture") {
        let entry = entry.expect("an entry of the fixture");
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).expect("a copy of the fixture")),
        }
    }
}
