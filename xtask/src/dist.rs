//! Builds `dist/`, the folder that a partner copies to any path: loader, engine, packs and the stand-alone page.
//!
//! Everything but the page and the loader carries its hash in its name, and the loader carries the integrity of
//! everything, so that the one `integrity` attribute on the partner's page pins it all. The same sources give the same
//! bytes, in any folder and for any user.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};
use wegwijzer_pack::web::{WebFile, WebPack, integrity, loader_with, short_hash};
use xshell::cmd;

use crate::{
    files::{self, below, brotli, gzip, read, read_text, write},
    packs,
    progress::{heading, long_step, step},
    project::Project,
    sizes::{self, Part, Weighed},
};

const LOADER: &str = "embed/weg-wijzer.js";
/// What the loader calls the code that wasm-bindgen makes: `import init, { mount } from "wegwijzer-glue"`.
const GLUE: &str = "wegwijzer-glue";
const TRUNK_OUTPUT: &str = "target/trunk";
/// Never `--all-features`: binaryen then writes types that browsers refuse, and itself calls the file valid.
const WASM_OPT: [&str; 6] = [
    "-Oz",
    "--converge",
    "--strip-producers",
    // Found by trying. Putting a function into its only caller saves raw bytes, but costs 3 kB of brotli.
    "--one-caller-inline-max-function-size=20",
    "--skip-pass=local-cse",
    // Rust puts nothing into the first 1,024 bytes: they are the far end of the stack.
    "--low-memory-unused",
];
/// Builds `dist/`, prints its sizes and holds them against the budget.
pub fn dist(project: &Project) -> Result<()> {
    heading("Building dist/");
    long_step("widget and page (Trunk)", "about 1 minute when the widget has changed", || trunk(project))?;
    let wasm = step("engine, made small (wasm-opt)", || optimised_wasm(project, "target/trunk/wegwijzer_bg.wasm"))?;
    let wasm = WebFile { path: format!("wegwijzer.{}.wasm", short_hash(&wasm)), bytes: wasm };
    let packs: Vec<WebPack> = step("packs", || packs::folders()?.iter().map(|f| packs::build(f)).collect())?;
    let definition = loader_definition(project, &wasm, &packs)?;
    let glue = project.path(TRUNK_OUTPUT).join("wegwijzer.js");
    let (loader, loader_alone, glue_alone, style) = step("loader and style (esbuild)", || {
        let entry = project.path(LOADER);
        ensure!(entry.is_file(), "the loader is missing: {}", entry.display());
        Ok((
            bundle(project, &entry, &[&alias(&glue), &definition])?,
            bundle(project, &entry, &[&format!("--external:{GLUE}"), &definition])?,
            bundle(project, &glue, &[])?,
            minified_style(project)?,
        ))
    })?;
    let with_no_packs = str::from_utf8(&loader).ok().and_then(|loader| loader_with(loader, &Map::new()));
    ensure!(
        with_no_packs.is_some(),
        "`wegwijzer preview` would not find the packs in the loader as esbuild wrote it: see loader_with in crates/pack/src/web.rs"
    );
    let page = page(project, &loader)?;

    let readme = readme(&loader, &packs);
    let unfinished = project.path("target/dist-unfinished");
    step("files and their compressed copies", || {
        remove(&unfinished)?;
        let packed = packs.iter().flat_map(WebPack::files);
        let compressed = [("weg-wijzer.js", &loader), (wasm.path.as_str(), &wasm.bytes), ("page.css", &style)];
        let compressed = compressed.into_iter().chain(packed.map(|file| (file.path.as_str(), &file.bytes)));
        for (path, bytes) in compressed {
            write(&unfinished.join(path), bytes)?;
            write(&unfinished.join(format!("{path}.br")), &brotli(project, bytes)?)?;
            write(&unfinished.join(format!("{path}.gz")), &gzip(project, bytes)?)?;
        }
        write(&unfinished.join("index.html"), page.as_bytes())?;
        write(&unfinished.join("README.txt"), readme.as_bytes())?;
        write(&unfinished.join("icon.svg"), &read(&project.path("style/icon.svg"))?)?;
        names_no_path_of_this_machine(project, &unfinished)?;
        remove(&project.path("dist"))?;
        Ok(fs::rename(&unfinished, project.path("dist"))?)
    })?;

    let mut parts = vec![
        Weighed { part: Part::Loader, name: "loader".into(), bytes: &loader_alone },
        Weighed { part: Part::Glue, name: "glue".into(), bytes: &glue_alone },
        Weighed { part: Part::Wasm, name: "wasm".into(), bytes: &wasm.bytes },
    ];
    for pack in &packs {
        let id = &pack.id;
        let bytes = &pack.structure.bytes;
        parts.push(Weighed { part: Part::Structure, name: format!("{id}: structure"), bytes });
        parts.extend(pack.languages.iter().map(|language| {
            let name = format!("{id}: texts {}", language.tag);
            Weighed { part: Part::Language, name, bytes: &language.file.bytes }
        }));
    }
    sizes::check(project, &parts)?;
    println!("\n  dist/ is ready: copy it to any path of a web site; dist/README.txt has the two lines to paste.");
    Ok(())
}

/// The wasm file, optimised. Kept until the file, the arguments or the tool change.
pub fn optimised_wasm(project: &Project, input: &str) -> Result<Vec<u8>> {
    let shell = &project.shell;
    let input = project.path(input);
    let bytes = read(&input)?;
    let tool = read(&project.path("package-lock.json"))?;
    files::cached(project, &[&bytes, WASM_OPT.join(" ").as_bytes(), &tool], || {
        let output = project.path("target/wasm-opt.wasm");
        cmd!(shell, "wasm-opt {WASM_OPT...} {input} -o {output}").quiet().run()?;
        read(&output)
    })
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

/// The constant `FILES` of the loader: every file that it may fetch, and what each must be.
fn loader_definition(project: &Project, wasm: &WebFile, packs: &[WebPack]) -> Result<String> {
    let packs: Map<String, Value> = packs.iter().map(|pack| (pack.id.clone(), pack.entry())).collect();
    let files = json!({ "version": version(project)?, "wasm": wasm.entry(), "packs": packs });
    Ok(format!("--define:FILES={files}"))
}

/// The version in the root Cargo.toml, which all packages share.
pub fn version(project: &Project) -> Result<String> {
    let manifest = read_text(&project.path("Cargo.toml"))?;
    let version = manifest.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    Ok(version.context("Cargo.toml has no line `version = \"…\"` in [workspace.package]")?.to_owned())
}

fn alias(glue: &Path) -> String {
    format!("--alias:{GLUE}={}", glue.display())
}

fn bundle(project: &Project, entry: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
    let shell = &project.shell;
    let fixed = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8", "--legal-comments=none"];
    let command = cmd!(shell, "esbuild {entry} {fixed...} {arguments...} --log-level=warning");
    Ok(command.quiet().output()?.stdout)
}

fn minified_style(project: &Project) -> Result<Vec<u8>> {
    let shell = &project.shell;
    let input = project.path("style/page.css");
    Ok(cmd!(shell, "esbuild {input} --minify --charset=utf8 --log-level=warning").quiet().output()?.stdout)
}

/// The page as Trunk laid it out, with the loader pinned.
fn page(project: &Project, loader: &[u8]) -> Result<String> {
    let page = read_text(&project.path(TRUNK_OUTPUT).join("index.html"))?;
    let script = r#"<script type="module" src="weg-wijzer.js">"#;
    ensure!(page.contains(script), "index.html must load the loader with exactly {script}</script>");
    let integrity = integrity(loader);
    let pinned =
        format!(r#"<script type="module" src="weg-wijzer.js" integrity="{integrity}" crossorigin="anonymous">"#);
    // Without scripts of its own to put in, Trunk leaves its instruction to compile in the page.
    let lines =
        page.lines().filter(|line| !line.contains("data-trunk")).map(|line| line.replace(script, &pinned) + "\n");
    Ok(lines.collect())
}

fn readme(loader: &[u8], packs: &[WebPack]) -> String {
    let integrity = integrity(loader);
    let packs: Vec<&str> = packs.iter().map(|pack| pack.id.as_str()).collect();
    let packs = packs.join(", ");
    format!(
        r#"Wegwijzer

Copy this folder to your web site, for example to /wegwijzer/, and paste these two lines where the questions should come:

<script type="module" src="/wegwijzer/weg-wijzer.js" integrity="{integrity}" crossorigin="anonymous"></script>
<weg-wijzer pack="nl"><p><a href="https://www.werkcentrum.nl">Werkcentrum</a>: voor iedereen met een vraag over werk of leren.</p></weg-wijzer>

What stands between <weg-wijzer> and </weg-wijzer> is shown until the questions are there, and if they cannot run.
Packs in this folder: {packs}

The integrity attribute pins the script, and the script pins every other file. With a new version of this folder, copy the
new line too.

If your site has a Content-Security-Policy, it needs this, and nothing for styles, images, fonts or frames:

  script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'

If this folder is on another host than your page, say https://host.example, it needs:

  script-src https://host.example 'wasm-unsafe-eval'; connect-src https://host.example

and that host must send these with every file:  Access-Control-Allow-Origin: *
                                                Cross-Origin-Resource-Policy: cross-origin

Serve .wasm as application/wasm. Beside most files lies a copy ending in .br and one in .gz, for servers that can send them.
Every file with a hash in its name may be cached for ever; the others should be looked up again.

index.html in this folder is the same questionnaire as a page of its own.
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
