// What programs of other people would make of a case: git of patterns, paths and messages, unzip of archives. Each runs by
// itself, and the system ends what takes more than its share of processor or memory. Where nobody installed unzip, it is
// not asked.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archiveOf } from "./archives.ts";
import { fieldsIn } from "./outcome.ts";

/** Seconds of the processor, and KiB of address space. */
const BOUNDS = "ulimit -t 1; ulimit -v 262144";
const NOT_INSTALLED = 127;

/** The programs at work in an empty repository of their own. */
export class Programs {
  readonly #folder = mkdtempSync(join(tmpdir(), "autoloop-hostile-"));

  constructor() {
    this.run("git", ["init", "--quiet"]);
  }

  /**
   * Gives an input to the program that reads such a thing, if there is one; ends when that has.
   * @throws Error for a program that the system had to end, and for git where it is not there; any other end is an end
   */
  give(family: string, input: unknown): void {
    if (family === "artifacts") this.#unzip(archiveOf(fieldsIn(input)));
    if (family === "trailers") this.run("git", ["interpret-trailers", "--parse"], String(input));
    if (family === "proposed-files") this.#matchInGit("*", pathsIn(input));
    if (family === "globs") {
      const { pattern, path = "src/a.ts" } = fieldsIn(input);
      this.#matchInGit(String(pattern), [String(path)]);
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** As git holds a path against a line of a file of ignored paths. */
  #matchInGit(pattern: string, paths: readonly string[]): void {
    writeFileSync(join(this.#folder, ".gitignore"), pattern);
    const nul = paths.map((path) => `${path}\0`).join("");
    this.run("git", ["check-ignore", "--no-index", "--stdin", "-z"], nul);
  }

  #unzip(archive: Uint8Array): void {
    writeFileSync(join(this.#folder, "archive.zip"), archive);
    // With a password, or it would ask for one.
    this.run("unzip", ["-P", "none", "-t", "archive.zip"]);
  }

  /** @throws as `give` */
  run(program: "git" | "unzip", args: readonly string[], input = ""): void {
    const { status, signal } = spawnSync("bash", ["-c", `${BOUNDS}; exec "$@"`, "-", program, ...args], {
      cwd: this.#folder,
      input,
      stdio: ["pipe", "ignore", "ignore"],
    });
    // A shell, and git for what it starts, say 128 and the signal's number.
    if (signal !== null || (status ?? 0) > 128) throw new Error(`${program} was ended: ${signal ?? status}`);
    if (status === NOT_INSTALLED && program === "git") throw new Error("there is no git");
  }
}

/** Paths of the files that a case proposes. */
function pathsIn(input: unknown): readonly string[] {
  const { files } = fieldsIn(input);
  const all = Array.isArray(files) ? files : [];
  return all.map((file) => String(typeof file === "string" ? file : fieldsIn(file).path));
}
