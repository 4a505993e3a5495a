/**
 * Tells Preact's JSX of `<weg-wijzer>`. Once in a program, beside the import of the package itself:
 * `import type {} from "weg-wijzer/preact";`
 */
import type { HTMLAttributes } from "preact";
import type { WegWijzerAttributes, WegWijzerElement, WegWijzerEventHandlers } from "./weg-wijzer.js";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "weg-wijzer": Omit<HTMLAttributes<WegWijzerElement>, keyof WegWijzerAttributes> & WegWijzerAttributes & WegWijzerEventHandlers;
    }
  }
}
