/**
 * Tells React's JSX of `<weg-wijzer>`, from React 18 on. Once in a program, beside the import of the package itself:
 * `import type {} from "weg-wijzer/react";`
 */
import type { HTMLAttributes, DetailedHTMLProps } from "react";
import type { WegWijzerAttributes, WegWijzerElement, WegWijzerEventHandlers } from "./weg-wijzer.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "weg-wijzer": DetailedHTMLProps<HTMLAttributes<WegWijzerElement>, WegWijzerElement> &
        WegWijzerAttributes &
        // React sets both as they stand.
        WegWijzerEventHandlers & { class?: string };
    }
  }
}
