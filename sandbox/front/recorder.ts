// What the app under test asked and was answered, as lines of JSON in a folder, for whoever holds both against GitHub's
// contracts (`npm run contract`). Writes nothing unless it is told a folder.

import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer, FrontRequest } from "../host/http.ts";

/** One request of the app and its answer. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
}

export class Recorder {
  readonly #slug: string;
  readonly #file: string | null;

  /** @param slug of the app whose requests are kept, @param folder null: nothing is */
  constructor(slug: string, folder: string | null) {
    this.#slug = slug;
    this.#file = folder === null ? null : join(folder, `${process.pid}.jsonl`);
  }

  add({ who, method, path, search, body }: FrontRequest, { status, body: answer }: Answer): void {
    if (this.#file === null || (who.kind !== "app" && who.kind !== "installation")) return;
    if (who.slug !== this.#slug) return;
    const recorded: Recorded = { method, path, search, body, status, answer: answer ?? null };
    appendFileSync(this.#file, `${JSON.stringify(recorded)}\n`);
  }
}
