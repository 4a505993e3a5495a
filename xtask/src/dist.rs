//! Builds `dist/`, the folder that a partner copies to any path: the pages and, in a folder named after the version, loader,
//! glue, engine and packs.
//!
//! What lies in the folder of a version never changes. The loader carries the pins of all other files there, so that the one
//! `integrity` attribute on the partner's page pins it all. The same sources give the same bytes, in any folder and for any
//! user.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};
use wegwijzer_pack::web::{WebFile, WebPack, integrity};
use xshell::cmd;

use crate::{
    engine,
    files::{self, below, brotli, gzip, read, read_text, write},
    loader, packs,
    progress::{heading, long_step, step},
    project::Project,
    site,
    sizes::{self, Part, Weighed},
};

/// The loader, by its name in the folder of a version.
pub const LOADER: &str = "weg-wijzer.js";
const SINGLE: &str = "weg-wijzer.single.js";
const TRUNK_OUTPUT: &str = "target/trunk";
/// Builds `dist/`, prints its sizes and holds them against the budget.
pub fn dist(project: &Project) -> Result<()> {
    heading("Building dist/");
    long_step("widget and page (Trunk)", "about 1 minute when the widget has changed", || trunk(project))?;
    let engine = step("engine, made small (wasm-opt)", || engine::small(project, &project.path(TRUNK_OUTPUT)))?;
    let wasm = WebFile::new("wegwijzer", engine.wasm, "wasm");
    let packs: Vec<WebPack> = step("packs", || packs::folders()?.iter().map(|f| packs::build(f)).collect())?;
    let release = Release::new(version(project)?);
    let [script, script_wasm] = step("configurator (wasm-opt, esbuild)", || site::configurator(project, TRUNK_OUTPUT))?;
    let (glue, loader, single) = step("loader and glue (esbuild)", || {
        let (loader, glue) = loader::apart(project, &release.version, &engine.glue, &wasm, &packs)?;
        let single = loader::single(project, &release.version, &engine.glue, &wasm, &packs)?;
        Ok((glue, loader, single))
    })?;

    let mut site = vec![site::style(project, "page.css")?, site::style(project, "configurator.css")?];
    let loader_file = WebFile { path: release.file(LOADER), bytes: loader };
    let single_file = WebFile { path: release.file(SINGLE), bytes: single };
    let script = WebFile { path: release.file(&script.path), ..script };
    let pinned = [&glue, &wasm, &script_wasm].into_iter().chain(packs.iter().flat_map(WebPack::files));
    site.extend(pinned.map(|file| WebFile { path: release.file(&file.path), bytes: file.bytes.clone() }));
    let pages = [
        ("latest.js", release.moving_loader()),
        ("configurator.html", site::configurator_page(project, &loader_file, &script, &packs)?),
        ("README.txt", readme(&loader_file, &packs)),
    ];
    site.extend(pages.map(|(path, text)| WebFile { path: path.into(), bytes: text.into_bytes() }));
    for pack in &packs {
        let page = site::questionnaire(project, TRUNK_OUTPUT, &loader_file, pack)?;
        site.push(WebFile { path: site::page_of(&pack.id), bytes: page.into_bytes() });
    }
    site.push(WebFile { path: "icon.svg".into(), bytes: read(&project.path("style/icon.svg"))? });
    for settings in below(&project.path("embed/servers")) {
        let name = settings.file_name().unwrap_or_default().to_string_lossy().into_owned();
        site.push(WebFile { path: format!("servers/{name}"), bytes: read(&settings)? });
    }
    site.push(script);
    site.push(loader_file.clone());
    site.push(single_file.clone());
    site.sort_by(|one, other| one.path.cmp(&other.path));
    let manifest = manifest(project, &release, &site, &loader_file, &single_file, &packs)?;
    site.push(WebFile { path: "manifest.json".into(), bytes: manifest.into_bytes() });

    let unfinished = project.path("target/dist-unfinished");
    step("files and their compressed copies", || {
        remove(&unfinished)?;
        for WebFile { path, bytes } in &site {
            write(&unfinished.join(path), bytes)?;
            if is_compressed(path) {
                write(&unfinished.join(format!("{path}.br")), &brotli(project, bytes)?)?;
                write(&unfinished.join(format!("{path}.gz")), &gzip(project, bytes)?)?;
            }
        }
        names_no_path_of_this_machine(project, &unfinished)?;
        write(&unfinished.join("SHA384SUMS"), sums(&unfinished)?.as_bytes())?;
        remove(&project.path("dist"))?;
        Ok(fs::rename(&unfinished, project.path("dist"))?)
    })?;

    let mut parts = vec![
        Weighed::one(Part::Loader, "loader", &loader_file.bytes),
        Weighed::one(Part::Glue, "glue", &glue.bytes),
        Weighed::one(Part::Wasm, "wasm", &wasm.bytes),
    ];
    for pack in &packs {
        let id = &pack.id;
        let structure = Weighed::one(Part::Structure, &format!("{id}: structure"), &pack.structure.bytes);
        parts.push(match &pack.places {
            Some(places) => structure.and(&format!("{id}: places"), &places.bytes),
            None => structure,
        });
        parts.extend(pack.languages.iter().map(|language| {
            Weighed::one(Part::Language, &format!("{id}: texts {}", language.tag), &language.file.bytes)
        }));
    }
    sizes::check(project, &parts)?;
    println!("\n  dist/ is ready: copy it to any path of a web site; dist/README.txt has the lines to paste.");
    Ok(())
}

/// The folder of a version, whose files never change once it is released.
struct Release {
    version: String,
}

impl Release {
    fn new(version: String) -> Release {
        Release { version }
    }

    /// Where a file of this version lies in `dist/`.
    fn file(&self, name: &str) -> String {
        format!("v{}/{name}", self.version)
    }

    /// The loader under a name that stays: it leads to the newest version, and so cannot be pinned.
    fn moving_loader(&self) -> String {
        format!("import \"./{}\";\n", self.file(LOADER))
    }
}

/// What servers send compressed. Texts that hardly weigh anything, and what is compressed by nature, are left as they are.
fn is_compressed(path: &str) -> bool {
    [".js", ".css", ".wasm", ".pack", ".places", ".texts"].iter().any(|end| path.ends_with(end)) && path != "latest.js"
}

/// Flags for the compiler that keep this machine's folders out of the wasm, where panic messages name source files.
pub fn remapping(project: &Project) -> OsString {
    let Some(cargo_home) = cargo_home() else { return OsString::new() };
    let mut flags = Vec::new();
    let mut map = |from: &Path, to: &str| {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(from);
        flag.push("=");
        flag.push(to);
        flags.push(flag);
    };
    map(&cargo_home, "/cargo");
    map(&project.root, "/wegwijzer");
    // The folder of a registry is named after its address, which is no one's business either. The last match counts.
    let registries = fs::read_dir(cargo_home.join("registry/src")).into_iter().flatten().flatten();
    for registry in registries {
        map(&registry.path(), "/cargo");
    }
    flags.join(&OsString::from("\u{1f}"))
}

/// Where Cargo keeps the sources of other people's crates.
pub fn cargo_home() -> Option<PathBuf> {
    let home =
        || env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).map(|home| Path::new(&home).join(".cargo"));
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home)
}

fn trunk(project: &Project) -> Result<()> {
    let shell = &project.shell;
    // The separator of this variable allows spaces in paths, unlike that of RUSTFLAGS.
    let _flags = shell.push_env("CARGO_ENCODED_RUSTFLAGS", remapping(project));
    // Trunk would read CI's and the terminal's wishes on colour in its own way.
    let _colour = shell.push_env("NO_COLOR", "true");
    let output = cmd!(shell, "trunk build --quiet --release --skip-version-check").quiet().ignore_status().output()?;
    if !output.status.success() {
        eprint!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    }
    ensure!(output.status.success(), "Trunk could not build the widget: the lines above say why");
    Ok(())
}

/// The version in the root Cargo.toml, which all packages share.
pub fn version(project: &Project) -> Result<String> {
    let manifest = read_text(&project.path("Cargo.toml"))?;
    let version = manifest.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    Ok(version.context("Cargo.toml has no line `version = \"…\"` in [workspace.package]")?.to_owned())
}

/// What other programs need to know of the folder: how to load it, what is in it, and what each file must be.
fn manifest(
    project: &Project,
    release: &Release,
    site: &[WebFile],
    loader: &WebFile,
    single: &WebFile,
    packs: &[WebPack],
) -> Result<String> {
    let pinned = |file: &WebFile| json!({ "path": file.path, "integrity": integrity(&file.bytes) });
    let mut files = Map::new();
    for WebFile { path, bytes } in site {
        let mut entry = json!({ "integrity": integrity(bytes), "bytes": bytes.len() });
        if is_compressed(path) {
            entry["brotli"] = brotli(project, bytes)?.len().into();
        }
        files.insert(path.clone(), entry);
    }
    let packs: Map<String, Value> = packs.iter().map(|pack| (pack.id.clone(), described(pack))).collect();
    let manifest = json!({
        "version": release.version,
        "loader": pinned(loader),
        "single": pinned(single),
        "packs": packs,
        "files": files,
    });
    Ok(format!("{manifest:#}\n"))
}

/// What the manifest says of a pack: what a page can ask for, and from which day on its content may be out of date.
fn described(pack: &WebPack) -> Value {
    let languages: Vec<&str> = pack.languages.iter().map(|language| language.tag.as_str()).collect();
    json!({ "languages": languages, "regions": pack.regions, "review_by": pack.review_by.to_string() })
}

/// The SHA-384 of every file of a folder, in the form that `sha384sum --check` reads.
fn sums(folder: &Path) -> Result<String> {
    let mut sums = String::new();
    for file in below(folder) {
        let name = file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        sums += &format!("{}  {name}\n", files::sha384(&read(&file)?));
    }
    Ok(sums)
}

fn readme(loader: &WebFile, packs: &[WebPack]) -> String {
    let WebFile { path, bytes } = loader;
    let integrity = integrity(bytes);
    let list = |of: &dyn Fn(&WebPack) -> String| packs.iter().map(of).collect::<Vec<_>>().join(", ");
    let pages = list(&|pack| format!("{} (pack {})", site::page_of(&pack.id), pack.id));
    let packs = list(&|pack| pack.id.clone());
    format!(
        r#"Wegwijzer

Copy this folder to your web site, for example to /wegwijzer/, and paste these two lines where the questions should come:

<script type="module" src="/wegwijzer/{path}" integrity="{integrity}" crossorigin="anonymous"></script>
<weg-wijzer pack="nl"><p><a href="https://www.werkcentrum.nl">Werkcentrum</a>: voor iedereen met een vraag over werk of leren. <a href="/wegwijzer/index.html">Open Wegwijzer op een eigen pagina</a></p></weg-wijzer>

and this line into your style sheet, so that nothing on your page moves when the questions come (in a narrow column of a wide
page with min-block-size: 100em):

weg-wijzer:not([hidden]) {{ display: block; font-size: max(1em, 16px); min-block-size: max(70em, 129em - 125vw); }}

What stands between <weg-wijzer> and </weg-wijzer> is shown until the questions are there, and if they cannot run.
Packs in this folder: {packs}
configurator.html puts these lines together for you.

The integrity attribute pins the script, and the script pins every other file. With a new version comes a new folder beside
the old one, and a new line. /wegwijzer/latest.js always leads to the newest version, and cannot be pinned.

If your site has a Content-Security-Policy, it needs these words, and nothing for styles, images, fonts or frames:

  script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'

If this folder is on another host than your page, say https://host.example, it needs these:

  script-src https://host.example 'wasm-unsafe-eval'; connect-src https://host.example

Put these words into the script-src and connect-src that your policy has; a second directive of the same name is ignored. If it
has only default-src, first copy its values into a new script-src and connect-src.

The other host must send these with every file:  Access-Control-Allow-Origin: *
                                                 Cross-Origin-Resource-Policy: cross-origin

A policy that lists its trusted types (trusted-types ...) needs weg-wijzer in that list.

Serve .wasm as application/wasm. Beside most files lies a copy ending in .br and one in .gz, for servers that can send them.
What lies in a folder of a version may be cached for ever; the other files should be looked up again. The folder servers/ has
settings to copy. SHA384SUMS holds the hash of every file, for: sha384sum --check SHA384SUMS

The same questions as pages of their own, for a link or a frame: {pages}.
A page with a frame needs this folder's host in frame-src, if it has a policy; and that host must not forbid frames.
"#
    )
}

/// A path of the machine that built it would tell who built it, and differ from build to build.
fn names_no_path_of_this_machine(project: &Project, folder: &Path) -> Result<()> {
    let paths: Vec<PathBuf> = [Some(project.root.clone()), cargo_home(), env::home_dir()]
        .into_iter()
        .flatten()
        // A root or `/root`-like short path could be any text.
        .filter(|path| path.components().count() > 2)
        .collect();
    for file in below(folder) {
        let bytes = read(&file)?;
        for path in &paths {
            let needle = path.as_os_str().as_encoded_bytes();
            ensure!(
                !bytes.windows(needle.len()).any(|window| window == needle),
                "{} names the path {} of this machine: see `remapping` in xtask/src/dist.rs",
                file.display(),
                path.display()
            );
        }
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use wegwijzer_pack::load;

    use super::*;
    use crate::project::root;

    #[test]
    fn the_manifest_says_until_when_each_pack_may_be_used() {
        for pack in ["nl", "no", "se"] {
            let folder = root().join("packs").join(pack);
            let settings = fs::read_to_string(folder.join("pack.toml")).expect("a pack has a pack.toml");
            let line = settings.lines().find_map(|line| line.strip_prefix("review-by = ")?.get(..10));
            let compiled = load(&folder).unwrap_or_else(|diagnostics| panic!("packs/{pack}:\n{diagnostics}"));
            assert_eq!(described(&WebPack::new(compiled))["review_by"].as_str(), line, "packs/{pack}/pack.toml");
        }
    }
}
