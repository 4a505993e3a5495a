//! Takes the comments and the spaces that mean nothing out of the stylesheet, which is shipped inside the wasm.

use std::{env, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=style/widget.css");
    let css = fs::read_to_string("style/widget.css").expect("style/widget.css is part of the project");
    let mut bare = String::with_capacity(css.len());
    for (index, part) in css.split("/*").enumerate() {
        bare.push_str(if index == 0 { part } else { part.split_once("*/").map_or("", |(_, rest)| rest) });
    }
    let lines: Vec<&str> = bare.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut bare = lines.join(" ");
    for (long, short) in
        [(" {", "{"), ("{ ", "{"), ("} ", "}"), ("; ", ";"), (": ", ":"), (", ", ","), (" }", "}"), (";}", "}")]
    {
        bare = bare.replace(long, short);
    }
    let out = env::var("OUT_DIR").expect("cargo gives build scripts a folder");
    fs::write(Path::new(&out).join("widget.css"), bare).expect("the folder can be written to");
}
