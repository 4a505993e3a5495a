// Starts the page. What stands in built/ is made by `cargo xtask test` from src/.
import init from "./built/wegwijzer_yew_host.js";

await init();
