// The element in Preact's JSX. It is compiled and never run; a line after `@ts-expect-error` must be wrong.
import "weg-wijzer";
import type {} from "weg-wijzer/preact";
import { useRef } from "preact/hooks";
import type { WegWijzerElement } from "weg-wijzer";

export function Page() {
  const found = useRef<WegWijzerElement>(null);
  return (
    <main>
      <weg-wijzer ref={found} key="w" id="w" class="wide" style={{ minBlockSize: "67em" }} pack="nl" lang="nl" keep="tab" heading-level="3">
        <p>Werkcentrum</p>
      </weg-wijzer>
      <weg-wijzer onweg-wijzer-step={({ detail }) => void (detail.number satisfies number)} />
      {/* @ts-expect-error No event carries an answer. */}
      <weg-wijzer onweg-wijzer-step={({ detail }) => void detail.answer} />
      {/* @ts-expect-error There is no such theme. */}
      <weg-wijzer theme="pink" />
      {/* @ts-expect-error There is no such attribute. */}
      <weg-wijzer colour="red" />
      {/* @ts-expect-error There is no such element. */}
      <weg-wijzers />
    </main>
  );
}
