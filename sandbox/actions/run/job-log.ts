// The log of one job: lines with their times, secrets blacked out, only the end of a very long one. Reads the
// commands that a process may print (`::error file=a,line=3::words`), which make annotations.

import type { Annotation } from "../../checks/check-run.ts";
import { now } from "./clock.ts";

/** Characters that are kept of the end. */
const KEPT = 4 * 1024 * 1024;
/** Characters of one line without an end before it is cut. */
const LONGEST_LINE = 64 * 1024;
/** GitHub shows ten of each step. */
const MOST_ANNOTATIONS = 10;

const LEVELS = { error: "failure", warning: "warning", notice: "notice" } as const;

export class JobLog {
  readonly annotations: Annotation[] = [];
  readonly #masks = new Set<string>();
  #text = "";
  #open = "";
  /** What ends the pause of commands; null: they are listened to. */
  #paused: string | null = null;

  /** Blacks this out from now on, each line of it. */
  mask(secret: string): void {
    for (const line of secret.split("\n")) if (line.trim() !== "") this.#masks.add(line);
  }

  /** What a process printed, in any pieces. */
  write(chunk: string): void {
    const lines = `${this.#open}${chunk}`.split("\n");
    this.#open = lines.pop() ?? "";
    for (const line of lines) this.#printed(line);
    if (this.#open.length > LONGEST_LINE) this.flush();
  }

  /** Ends a line that was not ended. */
  flush(): void {
    const line = this.#open;
    this.#open = "";
    if (line !== "") this.#printed(line);
  }

  /** A line of the runner itself. */
  line(text: string): void {
    let safe = text;
    for (const mask of this.#masks) safe = safe.replaceAll(mask, "***");
    this.#text += `${now()} ${safe}\n`;
    if (this.#text.length > 2 * KEPT) this.#text = this.#text.slice(-KEPT);
  }

  /** Why a step failed, as an annotation of the job too. */
  failure(message: string): void {
    this.line(`##[error]${message}`);
    this.#annotate("error", "", message);
  }

  text(): string {
    return this.#text.slice(-KEPT);
  }

  #printed(line: string): void {
    const command = /^\s*::([\w-]+)(?: ([^:]*))?::(.*)$/.exec(line.replace(/\r$/, ""));
    const [, name = "", properties = "", message = ""] = command ?? [];
    if (this.#paused !== null) {
      if (name === this.#paused) this.#paused = null;
      this.line(line);
    } else if (name === "stop-commands") this.#paused = message;
    else if (name === "add-mask") this.mask(message);
    else if (name === "error" || name === "warning" || name === "notice") {
      this.line(`##[${name}]${message}`);
      this.#annotate(name, properties, message);
    } else this.line(line);
  }

  #annotate(kind: keyof typeof LEVELS, properties: string, message: string): void {
    if (this.annotations.length >= MOST_ANNOTATIONS) return;
    const given = new Map(properties.split(",").map((one) => one.trim().split("=", 2) as [string, string]));
    const start_line = Number(given.get("line") ?? 1) || 1;
    const title = given.get("title");
    this.annotations.push({
      path: given.get("file") ?? ".github",
      start_line,
      end_line: Number(given.get("endLine") ?? start_line) || start_line,
      annotation_level: LEVELS[kind],
      message: message.replaceAll("%0A", "\n").replaceAll("%0D", "\r").replaceAll("%25", "%"),
      ...(title !== undefined && { title }),
    });
  }
}
