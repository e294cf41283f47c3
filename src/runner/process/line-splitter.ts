// Lines out of the pieces in which a stream comes. Must never hold more than one line of bounded length.

import { StringDecoder } from "node:string_decoder";

/** Longer lines are not told: nothing that somebody waits for is as long. */
const LINE_CHARACTERS = 64 * 1024;

export class LineSplitter {
  readonly #decoder = new StringDecoder("utf8");
  readonly #onLine: (line: string) => void;
  /** What was heard of a line that has not ended; null: it is too long already. */
  #begun: string | null = "";

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    const [first = "", ...more] = this.#decoder.write(chunk).split("\n");
    this.#begun = longer(this.#begun, first);
    for (const part of more) {
      if (this.#begun !== null) this.#onLine(this.#begun);
      this.#begun = longer("", part);
    }
  }
}

function longer(begun: string | null, part: string): string | null {
  return begun === null || begun.length + part.length > LINE_CHARACTERS ? null : begun + part;
}
