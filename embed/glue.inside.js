// The glue as part of the same file: for the single file, and for bundlers.

import * as glue from "wegwijzer-running";

export const loadGlue = async () => glue;
