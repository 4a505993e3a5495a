//! `wegwijzer preview` over HTTP, as a browser asks for it. No test waits for a time: the stream of changes tells when
//! something has happened.

#[path = "../../pack/tests/small/mod.rs"]
mod small;

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use serde_json::{Value, json};
use small::Small;
use tempfile::TempDir;
use wegwijzer_pack::{
    Compiled, load,
    web::{WebFile, pin},
};

/// Far longer than anything takes on a slow machine; only a broken preview reaches it.
const PATIENCE: Duration = Duration::from_secs(120);

/// A loader as esbuild writes it, cut short; PIN stands for that of the glue.
const LOADER: &str =
    r#"var p={glue:"PIN",version:"0.1.0",packs:{nl:{nl:{failed:'it "fails" {'}}}};export{p as default};"#;
const GLUE: &str = r#"var p={version:"0.1.0",packs:{nl:{pack:"x",places:"z",languages:{nl:"y"}}}};export{p as PINS};"#;

fn loader() -> String {
    LOADER.replace("PIN", &pin(GLUE.as_bytes()))
}

/// A folder with what the preview needs of `dist/`.
fn widget() -> TempDir {
    let folder = TempDir::new().expect("a folder for the test");
    let files = [
        ("weg-wijzer.js", loader().as_str()),
        ("wegwijzer.old.js", GLUE),
        ("wegwijzer.12ab34cd.wasm", "\0asm"),
        ("index.html", "secret"),
        ("a.wasm.br", "x"),
    ]
    .map(|(name, content)| fs::write(folder.path().join(name), content));
    assert!(files.iter().all(Result::is_ok), "the files of the test");
    folder
}

/// A running preview, which ends with its value.
struct Preview {
    child: Child,
    /// Where it is: `127.0.0.1:8090`.
    address: String,
    _widget: TempDir,
}

impl Preview {
    fn of(small: &Small) -> Preview {
        let widget = widget();
        let mut child = command(small)
            .args(["preview", "small", "--port", "0", "--widget"])
            .arg(widget.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let line = lines.find_map(|line| {
            let line = line.expect("UTF-8");
            let address = line.strip_prefix("Preview of small on http://")?;
            Some(address.strip_suffix("/ (Ctrl+C ends it)").expect("how to end it").to_owned())
        });
        // Somebody has to go on reading what it prints.
        std::thread::spawn(move || lines.count());
        Preview { child, address: line.expect("the address is printed"), _widget: widget }
    }

    fn ask(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).expect("the preview listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time");
        stream.write_all(request.as_bytes()).expect("the preview listens");
        stream
    }

    /// Status, head and body of an answer.
    fn raw(&self, request: &str) -> (u16, String, Vec<u8>) {
        let mut answer = Vec::new();
        self.ask(request).read_to_end(&mut answer).expect("an answer");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("the end of the head");
        let head = String::from_utf8(answer[..end].to_vec()).expect("UTF-8");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, head, answer[end + 4..].to_vec())
    }

    fn get(&self, path: &str) -> Vec<u8> {
        let (status, _, body) = self.raw(&format!("GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.address));
        assert_eq!(status, 200, "{path}");
        body
    }

    fn text(&self, path: &str) -> String {
        String::from_utf8(self.get(path)).expect("UTF-8")
    }

    fn changes(&self) -> Changes {
        Changes(BufReader::new(self.ask(&format!("GET /changes HTTP/1.1\r\nHost: {}\r\n\r\n", self.address))))
    }

    /// The pins of the packs, which come with the glue that the loader pins.
    fn packs(&self) -> Value {
        let loader = self.text("/weg-wijzer.js");
        let glue_pin = loader.split('"').nth(1).expect("the pin of the glue");
        let name = format!("/wegwijzer.{}.js", glue_pin[..8].replace(['+', '/'], "-"));
        let glue = self.text(&name);
        assert_eq!(pin(glue.as_bytes()), glue_pin, "{loader}");
        assert!(loader.ends_with(r#"}};export{p as default};"#) && !loader.contains("it \"fails\""), "{loader}");
        let (before, rest) = glue.split_once(",packs:").expect("the table of packs");
        let (packs, after) = rest.split_at(rest.find("};export").expect("the end of the table"));
        // All else is as it was.
        let (old_before, old_rest) = GLUE.split_once(",packs:").expect("the table of packs");
        assert!(before == old_before && old_rest.ends_with(after), "{glue}");
        serde_json::from_str(packs).expect("JSON")
    }

    /// Asserts that the files of the loader's table are those that `load` makes of the folder.
    #[track_caller]
    fn assert_serves(&self, compiled: &Compiled) {
        let packs = self.packs();
        let pack = &packs["small"];
        let names: Vec<&String> = pack["languages"].as_object().expect("languages").keys().collect();
        let expected: Vec<&String> = compiled.languages.iter().map(|(tag, _)| tag).collect();
        assert_eq!((packs.as_object().expect("packs").len(), names), (1, expected));
        let texts = compiled.languages.iter().map(|(tag, bytes)| {
            (&pack["languages"][tag], WebFile::new(&format!("packs/small.{tag}"), bytes.clone(), "texts"))
        });
        let structure = WebFile::new("packs/small", compiled.structure.clone(), "pack");
        let places = WebFile::new("packs/small", compiled.places.clone(), "places");
        for (entry, file) in texts.chain([(&pack["pack"], structure), (&pack["places"], places)]) {
            assert!(self.get(&format!("/{}", file.path)) == file.bytes, "{}", file.path);
            assert_eq!(*entry, file.pin(), "{}", file.path);
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The stream of changes.
struct Changes(BufReader<TcpStream>);

impl Changes {
    fn next(&mut self) -> Value {
        loop {
            let mut line = String::new();
            let read = self.0.read_line(&mut line).expect("a change is told");
            assert!(read > 0, "the stream of changes goes on");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).expect("JSON");
            }
        }
    }
}

/// Saves a change as editors do: the file is whole at every moment.
fn change(small: &Small, file: &str, from: &str, to: &str) {
    let part = format!("{file}.part");
    fs::copy(small.dir().join(file), small.dir().join(&part)).expect("a file of the fixture");
    small.change(&part, from, to);
    fs::rename(small.dir().join(&part), small.dir().join(file)).expect("a file of the test");
}

fn command(small: &Small) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wegwijzer"));
    command.current_dir(small.dir().parent().expect("the folder above the pack"));
    command
}

/// Runs a preview that cannot start: exit status and what it complains about.
fn refused(small: &Small, arguments: &[&str]) -> (i32, String) {
    let output = command(small).arg("preview").args(arguments).output();
    let Output { status, stderr, .. } = output.expect("the program runs");
    (status.code().expect("an exit status"), String::from_utf8(stderr).expect("UTF-8"))
}

fn loaded(small: &Small) -> Compiled {
    load(&small.dir()).expect("a pack without errors")
}

#[test]
fn the_page_shows_the_pack_in_the_built_widget() {
    let small = Small::new();
    let preview = Preview::of(&small);
    let page = preview.text("/");
    assert!(
        page.contains(r#"<main><weg-wijzer pack="small" lang="nl" loading="eager"></weg-wijzer></main>"#),
        "{page}"
    );
    let news = preview.changes().next();
    assert!(page.contains(&format!("data-version=\"{}\"", news["version"].as_str().expect("a text"))), "{page}");
    preview.assert_serves(&loaded(&small));
    assert_eq!(preview.get("/wegwijzer.12ab34cd.wasm"), b"\0asm");
    for part in ["/preview.js", "/preview.css"] {
        assert!(page.contains(&part[1..]) && !preview.get(part).is_empty(), "{part}");
    }
}

#[test]
fn a_changed_file_is_announced_and_served() {
    let small = Small::new();
    let preview = Preview::of(&small);
    let mut changes = preview.changes();
    let first = changes.next();
    let summary = "5 questions, 7 rules, 5 services, 4 municipalities, 2 languages: no errors, no warnings";
    assert_eq!(
        first,
        json!({ "version": first["version"], "folder": "small", "summary": summary, "errors": 0, "problems": [] })
    );
    let mut version = first["version"].clone();
    for (file, from, to) in [
        ("rules.toml", "tier = 9", "tier = 8"),
        ("texts/en.toml", "\"en: back\"", "\"en: one back\""),
        ("places/regions.csv", "The North", "The Far North"),
    ] {
        change(&small, file, from, to);
        let news = changes.next();
        assert_eq!(news["summary"], summary, "{file}");
        assert_ne!(news["version"], version, "{file}");
        preview.assert_serves(&loaded(&small));
        version = news["version"].clone();
    }
}

#[test]
fn a_broken_file_is_listed_and_the_last_good_version_stays() {
    let small = Small::new();
    let good = loaded(&small);
    let preview = Preview::of(&small);
    let mut changes = preview.changes();
    let first = changes.next();
    change(&small, "rules.toml", "tier = 9", "tier = 999");
    let broken = changes.next();
    let text = "small/rules.toml:38:8: error: rule nothing-known, tier: this value cannot stand here\n  found: 999\n  expected: a whole number from 0 to 255";
    assert_eq!(
        broken,
        json!({
            "version": first["version"],
            "folder": "small",
            "summary": "1 error, no warnings",
            "errors": 1,
            "problems": [{ "level": "error", "text": text }],
        })
    );
    preview.assert_serves(&good);
    // Whoever opens the page now is told the same.
    assert_eq!(preview.changes().next(), broken);
    change(&small, "rules.toml", "tier = 999", "tier = 8");
    let repaired = changes.next();
    assert_eq!(repaired["errors"], 0);
    assert_ne!(repaired["version"], first["version"]);
    preview.assert_serves(&loaded(&small));
}

#[test]
fn warnings_are_listed_beside_the_new_version() {
    let small = Small::new();
    let preview = Preview::of(&small);
    let mut changes = preview.changes();
    let first = changes.next();
    change(&small, "rules.toml", "when = \"situation is dismissed\"", "when = \"not situation is employed\"");
    let news = changes.next();
    assert_eq!(news["problems"].as_array().map(Vec::len), Some(1));
    assert_eq!(news["problems"][0]["level"], "warning");
    assert_ne!(news["version"], first["version"]);
}

#[test]
fn a_pack_with_errors_from_the_start_is_shown_once_they_are_put_right() {
    let small = Small::new();
    change(&small, "rules.toml", "tier = 9", "tier = 999");
    let preview = Preview::of(&small);
    let mut changes = preview.changes();
    let first = changes.next();
    assert_eq!((&first["version"], &first["errors"]), (&json!(""), &json!(1)));
    assert!(preview.text("/").contains("<main></main>"));
    assert_eq!(preview.packs(), json!({}));
    change(&small, "rules.toml", "tier = 999", "tier = 9");
    let news = changes.next();
    assert_eq!(news["errors"], 0);
    assert_ne!(news["version"], "");
    assert!(preview.text("/").contains("<main><weg-wijzer "));
    preview.assert_serves(&loaded(&small));
}

#[test]
fn nothing_but_the_preview_can_be_asked_for() {
    let small = Small::new();
    let preview = Preview::of(&small);
    let status = |request: &str| preview.raw(request).0;
    let host = &preview.address;
    for path in
        ["/nothing", "/../small/pack.toml", "/small/pack.toml", "/README.txt", "/a.wasm.br", "/packs/nl.1.pack", "//"]
    {
        assert_eq!(status(&format!("GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n")), 404, "{path}");
    }
    assert_eq!(status(&format!("POST / HTTP/1.0\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n")), 405);
    for host in ["evil.example", "127.0.0.1.evil.example:80", ""] {
        assert_eq!(status(&format!("GET / HTTP/1.0\r\nHost: {host}\r\n\r\n")), 403, "{host}");
    }
    assert_eq!(status("GET / HTTP/1.0\r\n\r\n"), 403);
    assert_eq!(status("GET / HTTP/1.0\r\nHost: localhost:8090\r\n\r\n"), 200);
}

#[test]
fn the_page_may_load_nothing_from_elsewhere_and_nothing_is_kept() {
    let small = Small::new();
    let preview = Preview::of(&small);
    let (_, head, _) = preview.raw(&format!("GET / HTTP/1.0\r\nHost: {}\r\n\r\n", preview.address));
    assert!(head.contains("\r\nContent-Security-Policy: default-src 'none'; "), "{head}");
    assert!(head.contains("\r\nCache-Control: no-store"), "{head}");
}

#[test]
fn a_preview_that_cannot_start_says_what_to_do() {
    let small = Small::new();
    let above = small.dir().parent().expect("the folder above the pack").to_owned();
    let (status, errors) = refused(&small, &["small", "--widget", "elsewhere"]);
    let expected = "elsewhere: error: the built widget is not here: there is no weg-wijzer.js\n  \
                    help: run `cargo xtask dist` first, or say with --widget in which folder it is\n";
    assert_eq!((status, errors.as_str()), (1, expected));

    // Without the option, `dist` is looked for where the author is.
    fs::create_dir(above.join("dist")).expect("a folder of the test");
    fs::write(above.join("dist/weg-wijzer.js"), "something else").expect("a file of the test");
    let expected = "dist/weg-wijzer.js: error: this is not a loader that the preview can use\n  \
                    help: run `cargo xtask dist` again\n";
    assert_eq!(refused(&small, &["small"]), (1, expected.to_owned()));

    let places = small.dir().join("places").display().to_string();
    let (status, errors) = refused(&small, &[&places]);
    let errors = small.without_folder(&errors);
    assert!(
        errors.starts_with("error: this folder is not a pack: it has no file pack.toml\n--> small/places\n"),
        "{errors}"
    );
    assert_eq!(status, 1);

    // The newest of the versions in it is taken.
    fs::rename(widget().keep(), above.join("dist/v0.2.0")).expect("a folder of the test");
    fs::remove_file(above.join("dist/weg-wijzer.js")).expect("a file of the test");
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("its address").port();
    let expected = format!(
        "port {port}: error: the preview cannot have it: another program uses it\n  help: take another one, such as --port "
    );
    let (status, errors) = refused(&small, &["small", "--port", &port.to_string()]);
    assert!(errors.starts_with(&expected), "{errors}");
    assert_eq!(status, 1);

    let expected = "error: invalid value '70000' for '--port <NUMBER>': a number from 0 to 65535 was expected\n";
    let (status, errors) = refused(&small, &["small", "--port", "70000"]);
    assert!(errors.starts_with(expected), "{errors}");
    assert_eq!(status, 2);
}
