// A GitHub that answers badly: the first request of each kind that the app sends goes wrong, each in another way, in turn.
// Limits are not among the ways: the app heeds them, and its pauses double with each that follows soon.

import type { Asked, Instead, Spoil } from "./gate.ts";

const PAGE = "<!DOCTYPE html><html><body>We had issues producing the response to your request.</body></html>";

const INSTEAD: readonly Instead[] = [
  { status: 502, headers: { "content-type": "text/html" }, body: PAGE },
  { status: 200, headers: { "content-type": "text/html" }, body: PAGE },
  { status: 503, body: "" },
  { status: 200, body: "" },
  {
    status: 200,
    body: '{"data":null,"errors":[{"message":"Something went wrong while executing your query."}]}',
  },
];
const WAYS: readonly Spoil[] = ["cut", "lost", ...INSTEAD];

/** One repository, so numbers and ids are all that differs between requests of a kind. */
function kindOf(line: string): string {
  return line.replace(/\/(?:[0-9a-f]{40}|\d+)\b/g, "/:id").replace(/(\/contents\/).*/, "$1:path");
}

export class BadLine {
  static readonly ways = WAYS.length;
  /** The kinds of requests that have gone wrong. */
  readonly kinds = new Set<string>();
  readonly #shift: number;

  /** @param shift with which of the ways it begins, so that in as many lives as there are ways each kind meets each of them */
  constructor(shift: number) {
    this.#shift = shift;
  }

  spoil({ line }: Asked): Spoil | null {
    const kind = kindOf(line);
    if (this.kinds.has(kind)) return null;
    const way = WAYS[(this.kinds.size + this.#shift) % WAYS.length] ?? null;
    this.kinds.add(kind);
    // GraphQL alone answers with an error and 200.
    return typeof way === "object" && way?.body.startsWith('{"data"') && kind.includes(" /") ? "cut" : way;
  }
}
