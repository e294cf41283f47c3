// Another edition of this code: a copy in a scratch folder, changed by patches and built there. Never touches the code
// itself.

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export class PatchedCopy {
  /** Where it is; the build goes to `dist` in it. */
  readonly folder = mkdtempSync(join(tmpdir(), "autoloop-copy-"));

  /** @param parts files and folders that it is a copy of */
  constructor(parts: readonly string[] = ["src", "test", "package.json", "tsconfig.json"]) {
    for (const part of parts) cpSync(part, join(this.folder, part), { recursive: true });
    symlinkSync(resolve("node_modules"), join(this.folder, "node_modules"));
  }

  /** @throws Error when the patch does not fit */
  apply(patch: string): void {
    this.#git(patch);
  }

  /** Undoes what `apply` did. */
  revert(patch: string): void {
    this.#git("--reverse", patch);
  }

  /** Puts a word in place of another in one file of it. */
  replace(path: string, before: string, after: string): void {
    const file = join(this.folder, path);
    writeFileSync(file, readFileSync(file, "utf8").replace(before, after));
  }

  /**
   * Builds these files and folders, and what they import, also where the compiler has something to say.
   * @returns what it said
   */
  build(include: readonly string[]): string {
    rmSync(join(this.folder, "dist"), { recursive: true, force: true });
    return this.#compile(include, { noEmit: false, outDir: "dist", noEmitOnError: false });
  }

  /** Puts a program and what it imports into one file `dist/<name>.js`, whatever the compiler would say. @throws Error */
  bundle(entry: string): void {
    const args = [entry, "--platform", "node", "--format", "esm", "-d", "dist"];
    execFileSync("node_modules/.bin/rolldown", args, { cwd: this.folder, stdio: "pipe" });
  }

  /** Only asks the compiler. @returns what it said */
  check(include: readonly string[]): string {
    return this.#compile(include, {});
  }

  #compile(include: readonly string[], compilerOptions: object): string {
    const config = { extends: "./tsconfig.json", compilerOptions, include };
    writeFileSync(join(this.folder, "tsconfig.copy.json"), JSON.stringify(config));
    const compiler = ["node_modules/.bin/tsc", ["-p", "tsconfig.copy.json"]] as const;
    return spawnSync(...compiler, { cwd: this.folder, encoding: "utf8" }).stdout;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #git(...args: readonly string[]): void {
    const options = { cwd: this.folder, stdio: "pipe" } as const;
    execFileSync("git", ["apply", ...args.slice(0, -1), resolve(args.at(-1) ?? "")], options);
  }
}
