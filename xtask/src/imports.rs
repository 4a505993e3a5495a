//! Gives the imports of the wasm the names of what they are: `setAttribute` for `__wbg_setAttribute_f75317b2b5cabfb4`.
//!
//! wasm-bindgen tells functions of the same name apart by a hash, which stands in the wasm and in the glue, cannot be
//! compressed, and weighs nearly a kilobyte in each. Here a second `value` is called `value2`. Nothing else changes.

use std::{collections::BTreeSet, iter};

use anyhow::{Context, Result, bail, ensure};

const IMPORTS: u8 = 2;
/// Of an import: a function, by its type.
const FUNCTION: u8 = 0;
/// The magic bytes and the format number.
const HEADER: usize = 8;

/// The wasm and its glue with the same imports under plain names.
///
/// # Errors
/// The wasm is not what wasm-bindgen writes, or the glue does not give an import exactly once.
pub fn without_hashes(wasm: &[u8], glue: &str) -> Result<(Vec<u8>, String)> {
    let (header, mut rest) = wasm.split_at_checked(HEADER).context("the wasm has no header")?;
    let mut renamed = header.to_vec();
    let mut glue = glue.to_owned();
    while !rest.is_empty() {
        let kind = take(&mut rest, 1)?;
        let section = take_sized(&mut rest)?;
        renamed.extend(kind);
        if *kind == [IMPORTS] {
            let (imports, renamed_glue) = rename(section, &glue).context("the imports of the wasm")?;
            put_sized(&mut renamed, &imports);
            glue = renamed_glue;
        } else {
            put_sized(&mut renamed, section);
        }
    }
    Ok((renamed, glue))
}

fn rename(mut section: &[u8], glue: &str) -> Result<(Vec<u8>, String)> {
    let count = take_number(&mut section)?;
    let mut glue = glue.to_owned();
    let mut imports = Vec::new();
    put_number(&mut imports, count);
    let mut given = BTreeSet::new();
    for _ in 0..count {
        let module = take_sized(&mut section)?;
        let name = str::from_utf8(take_sized(&mut section)?)?;
        ensure!(take(&mut section, 1)? == [FUNCTION], "`{name}` is no function: this file has to learn what it is");
        let signature = take_number(&mut section)?;
        let plain = plain(name);
        let numbered = iter::once(plain.to_owned()).chain((2..).map(|number| format!("{plain}{number}")));
        let new = numbered.into_iter().find(|new| given.insert(new.clone())).unwrap_or_default();
        let given_as = format!("{name}: function(");
        let times = glue.matches(&given_as).count();
        ensure!(times == 1, "the glue should give `{name}` once, as `{given_as}`, and does so {times} times");
        glue = glue.replace(&given_as, &format!("{new}: function("));
        put_sized(&mut imports, module);
        put_sized(&mut imports, new.as_bytes());
        imports.push(FUNCTION);
        put_number(&mut imports, signature);
    }
    ensure!(section.is_empty(), "there is more behind the last import");
    Ok((imports, glue))
}

/// The name without what wasm-bindgen puts around it.
fn plain(name: &str) -> &str {
    let is_hash = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let name = name.rsplit_once('_').filter(|(_, hash)| is_hash(hash)).map_or(name, |(name, _)| name);
    name.trim_start_matches("__wbg_").trim_start_matches("__wbindgen_")
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Result<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(count).context("the wasm ends in the middle of a section")?;
    *rest = left;
    Ok(taken)
}

fn take_sized<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8]> {
    let size = take_number(rest)?;
    take(rest, usize::try_from(size)?)
}

/// A number as wasm writes it: seven bits a byte, the lowest first, and a bit that says whether more follow.
fn take_number(rest: &mut &[u8]) -> Result<u32> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let byte = u32::from(take(rest, 1)?[0]);
        number |= (byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    bail!("a number of the wasm has no end")
}

fn put_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

fn put_sized(bytes: &mut Vec<u8>, content: &[u8]) {
    put_number(bytes, u32::try_from(content.len()).expect("a section is smaller than 4 GB, or it could not be read"));
    bytes.extend(content);
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "__wbg_value_00112233445566aa: function(a) {}, __wbg_value_0011223344556677: function() {}, \
                        __wbg___wbindgen_throw_0011223344556677: function(a) {}";

    /// A wasm of a type section and three imports.
    fn wasm(names: [&str; 3]) -> Vec<u8> {
        let mut imports = vec![3];
        for name in names {
            put_sized(&mut imports, b"./glue.js");
            put_sized(&mut imports, name.as_bytes());
            imports.extend([FUNCTION, 0x80, 0x01]);
        }
        let mut wasm = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0".to_vec();
        wasm.push(IMPORTS);
        put_sized(&mut wasm, &imports);
        wasm
    }

    #[test]
    fn imports_are_called_what_they_are_in_wasm_and_glue() {
        let names =
            ["__wbg_value_00112233445566aa", "__wbg_value_0011223344556677", "__wbg___wbindgen_throw_0011223344556677"];
        let (renamed, glue) = without_hashes(&wasm(names), GLUE).unwrap();
        assert_eq!(renamed, wasm(["value", "value2", "throw"]));
        assert_eq!(glue, "value: function(a) {}, value2: function() {}, throw: function(a) {}");
    }

    #[test]
    fn an_import_that_the_glue_does_not_give_is_named() {
        let names = ["__wbg_value_00112233445566aa", "__wbg_value_0011223344556677", "gone"];
        let error = without_hashes(&wasm(names), GLUE).unwrap_err();
        assert_eq!(
            error.root_cause().to_string(),
            "the glue should give `gone` once, as `gone: function(`, and does so 0 times"
        );
    }

    #[test]
    fn a_wasm_that_is_cut_off_is_refused() {
        let whole = wasm(["__wbg_value_00112233445566aa", "__wbg_value_0011223344556677", "x"]);
        let error = without_hashes(&whole[..whole.len() - 4], GLUE).unwrap_err();
        assert_eq!(error.root_cause().to_string(), "the wasm ends in the middle of a section");
    }
}
