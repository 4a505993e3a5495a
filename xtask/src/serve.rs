//! Builds everything and serves it on this computer alone, until it is stopped with Ctrl+C.

use anyhow::Result;
use xshell::cmd;

use crate::{dist, project::Project, setup};

/// Builds, then hands over to the little server of the tests, so that a person sees what the tests see.
pub fn serve(project: &Project, port: u16) -> Result<()> {
    setup::for_building(project)?;
    dist::dist(project)?;
    let shell = &project.shell;
    let port = port.to_string();
    cmd!(shell, "node tests/server.mjs --port {port}").quiet().run()?;
    Ok(())
}
