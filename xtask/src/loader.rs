//! Puts the loader of `embed/` together, three times from one source: with its files beside it, with all of it in one file,
//! and for bundlers, which find the files by themselves.
//!
//! In each the modules `wegwijzer-files` and `wegwijzer-pins` say which files there are, `wegwijzer-places` where they are,
//! `wegwijzer-files-module` how to get one, and `wegwijzer-glue-module` how to get the code that wasm-bindgen makes, with what
//! stands around it (`wegwijzer-running`).

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Map, Value, json};
use wegwijzer_pack::web::{GLUE, WebFile, WebPack, with_pack};
use xshell::cmd;

use crate::{files::write, project::Project, site};

const ENTRY: &str = "embed/weg-wijzer.js";
const RUNNING: &str = "embed/running.js";
/// wasm-bindgen's code fetches the wasm itself when it is given none. It always is, and without the word it cannot: only
/// `embed/files.apart.js` fetches.
const NO_FETCH: &str = "--define:fetch=undefined";

/// The loader that partners pin, and the glue that it pins: what is needed once a widget starts, around the code that
/// wasm-bindgen makes.
pub fn apart(
    project: &Project,
    version: &str,
    code: &Path,
    wasm: &WebFile,
    packs: &[WebPack],
) -> Result<(Vec<u8>, WebFile)> {
    let glue = WebFile::new(GLUE, glue(project, "apart", version, code, packs)?, "js");

    let known = json!({ "pages": pages(packs), "glue": glue.pin(), "wasm": wasm.pin() });
    let aliases = [
        alias("wegwijzer-files", &files(project, "apart", version, known, packs)?),
        alias("wegwijzer-places", &project.path("embed/places.beside.js")),
        alias("wegwijzer-files-module", &project.path("embed/files.apart.js")),
        alias("wegwijzer-glue-module", &project.path("embed/glue.apart.js")),
    ];
    let loader = bundle(project, &project.path(ENTRY), &aliases)?;
    let found = str::from_utf8(&loader).ok().zip(str::from_utf8(&glue.bytes).ok());
    ensure!(
        found.is_some_and(|(loader, glue)| with_pack(loader, glue, None).is_some()),
        "`wegwijzer preview` would not find the packs in loader and glue as esbuild wrote them: see with_pack in crates/pack/src/web.rs"
    );
    Ok((loader, glue))
}

/// The loader with everything in it.
pub fn single(project: &Project, version: &str, code: &Path, wasm: &WebFile, packs: &[WebPack]) -> Result<Vec<u8>> {
    let inside = |file: &WebFile| BASE64_STANDARD.encode(&file.bytes).into();
    let pins = pins(project, "single", version, packs, &inside)?;
    let files = files(project, "single", version, json!({ "pages": pages(packs), "wasm": inside(wasm) }), packs)?;
    let aliases = [
        alias("wegwijzer-files", &files),
        alias("wegwijzer-files-module", &project.path("embed/files.inside.js")),
        alias("wegwijzer-glue-module", &project.path("embed/glue.inside.js")),
        alias("wegwijzer-running", &project.path(RUNNING)),
        alias("wegwijzer-glue", code),
        alias("wegwijzer-pins", &pins),
        NO_FETCH.to_owned(),
    ];
    bundle(project, &project.path(ENTRY), &aliases)
}

/// The loader for bundlers, with the glue in it. Every other file is named in the one form that they find, copy and rename:
/// `new URL("…", import.meta.url)`. The pins stay, because what bundlers copy they do not change.
pub fn bundled(
    project: &Project,
    version: &str,
    code: &Path,
    wasm: &WebFile,
    packs: &[WebPack],
) -> Result<(Vec<u8>, Vec<WebFile>)> {
    // The name by which the code of wasm-bindgen asks for it where it is not given: bundlers look for that too.
    let named_by_the_code = WebFile { path: "wegwijzer_bg.wasm".into(), bytes: wasm.bytes.clone() };
    let mut places = vec![(wasm.path.as_str(), named_by_the_code)];
    places.extend(packs.iter().flat_map(WebPack::files).map(|file| (file.path.as_str(), file.clone())));
    let list: Vec<String> = places
        .iter()
        .map(|(name, file)| {
            format!("  {}: new URL({}, import.meta.url),\n", json!(name), json!(format!("./{}", file.path)))
        })
        .collect();
    let list = format!("const PLACES = {{\n{}}};\nexport const url = (file) => PLACES[file].href;\n", list.concat());
    let placed = project.path("target/loader/places.bundled.js");
    write(&placed, list.as_bytes())?;

    // By itself first, so that it cannot fetch and the loader can.
    let running = project.path("target/loader/running.bundled.js");
    write(&running, &glue(project, "bundled", version, code, packs)?)?;

    let known = json!({ "wasm": wasm.pin() });
    let aliases = [
        alias("wegwijzer-files", &files(project, "bundled", version, known, packs)?),
        alias("wegwijzer-places", &placed),
        alias("wegwijzer-files-module", &project.path("embed/files.apart.js")),
        alias("wegwijzer-glue-module", &project.path("embed/glue.inside.js")),
        alias("wegwijzer-running", &running),
    ];
    let loader = bundle(project, &project.path(ENTRY), &aliases)?;
    let text = String::from_utf8_lossy(&loader);
    for (_, file) in &places {
        let (path, end) = (&file.path, ",import.meta.url)");
        ensure!(
            text.contains(&format!("new URL(\"./{path}\"{end}")),
            "no bundler would find {path}: esbuild no longer leaves `new URL(\"…\", import.meta.url)` as it is"
        );
    }
    Ok((loader, places.into_iter().map(|(_, file)| file).collect()))
}

/// What is needed once a widget starts, around the code that wasm-bindgen makes, as one script that cannot fetch.
fn glue(project: &Project, variant: &str, version: &str, code: &Path, packs: &[WebPack]) -> Result<Vec<u8>> {
    let pins = pins(project, variant, version, packs, &WebFile::pin)?;
    let aliases = [alias("wegwijzer-glue", code), alias("wegwijzer-pins", &pins), NO_FETCH.to_owned()];
    bundle(project, &project.path(RUNNING), &aliases)
}

/// The page of its own of each pack, seen from the loader in the folder of its version.
fn pages(packs: &[WebPack]) -> Value {
    packs
        .iter()
        .map(|pack| (pack.id.clone(), format!("../{}", site::page_of(&pack.id)).into()))
        .collect::<Map<_, Value>>()
        .into()
}

/// The module `wegwijzer-files`: what the loader must know before anything is loaded.
fn files(project: &Project, variant: &str, version: &str, mut files: Value, packs: &[WebPack]) -> Result<PathBuf> {
    let lines: Map<String, Value> = packs.iter().map(|pack| (pack.id.clone(), pack.lines())).collect();
    files["version"] = version.into();
    files["packs"] = lines.into();
    module(project, &format!("files.{variant}.js"), "FILES", &files)
}

/// The module `wegwijzer-pins`: the files of the packs.
fn pins(
    project: &Project,
    variant: &str,
    version: &str,
    packs: &[WebPack],
    file: &dyn Fn(&WebFile) -> Value,
) -> Result<PathBuf> {
    let pins: Map<String, Value> = packs.iter().map(|pack| (pack.id.clone(), pack.pins(file))).collect();
    module(project, &format!("pins.{variant}.js"), "PINS", &json!({ "version": version, "packs": pins }))
}

/// A generated module with one constant.
pub fn module(project: &Project, file: &str, name: &str, value: &Value) -> Result<PathBuf> {
    let path = project.path("target/loader").join(file);
    write(&path, format!("export const {name} = {value};\n").as_bytes())?;
    Ok(path)
}

/// Tells esbuild where a module is that the sources know by a name.
pub fn alias(name: &str, file: &Path) -> String {
    format!("--alias:{name}={}", file.display())
}

/// A module and all that it imports, as one file.
pub fn bundle(project: &Project, entry: &Path, arguments: &[String]) -> Result<Vec<u8>> {
    ensure!(entry.is_file(), "{} is missing", entry.display());
    let shell = &project.shell;
    let fixed = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8", "--legal-comments=none"];
    let command = cmd!(shell, "esbuild {entry} {fixed...} {arguments...} --log-level=warning");
    Ok(command.quiet().output()?.stdout)
}
