// Random trees and what somebody does to them, by every means that leaves a file as long and as old as it was; and a look at
// each file's contents that believes nothing else. Knows nothing of stamps.

import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import type { Change } from "../../../src/runner/proposal/changes.ts";

/** Contents and whether it is executable, by path. */
export type Sample = ReadonlyMap<string, { readonly text: string; readonly executable: boolean }>;

const PATHS = ["a", "b", "c.ts", "src/a", "src/b", "src/deep/x", "src/deep/y", "lib/a", "lib/Z"] as const;
const text = fc.constantFrom("", "one", "two", "six", "longer than these");

export const sample: fc.Arbitrary<Sample> = fc
  .dictionary(fc.constantFrom(...PATHS), fc.record({ text, executable: fc.boolean() }))
  .map((files) => new Map(Object.entries(files)));

/** One edit, as a function of the directory; what cannot be done there is not done. */
interface Edit {
  readonly what: string;
  do(directory: string): void;
}

type Does = (file: string, other: string) => void;

/** Puts the times of the file back, as an agent can. */
const unnoticed =
  (does: (file: string) => void): Does =>
  (file) => {
    const { atime, mtime } = lstatSync(file);
    does(file);
    utimesSync(file, atime, mtime);
  };
const upperCase = (file: string) => join(dirname(file), file.slice(dirname(file).length + 1).toUpperCase());

const DEEDS: Readonly<Record<string, Does>> = {
  "other contents of the same size and time": unnoticed((file) => {
    const now = readFileSync(file, "utf8");
    writeFileSync(
      file,
      now.replace(/[a-z]/, (letter) => (letter === "o" ? "0" : "o")),
    );
  }),
  "the same contents again": unnoticed((file) => writeFileSync(file, readFileSync(file))),
  "longer and cut again": unnoticed((file) => {
    const { size } = lstatSync(file);
    writeFileSync(file, "more", { flag: "a" });
    truncateSync(file, size);
  }),
  "other contents": (file) => writeFileSync(file, "other"),
  "another mode": (file) => chmodSync(file, lstatSync(file).mode ^ 0o111),
  "another name in case alone": (file) => renameSync(file, upperCase(file)),
  "other contents by a rename": unnoticed((file) => {
    writeFileSync(`${file}.new`, readFileSync(file, "utf8").replace("o", "0"));
    renameSync(`${file}.new`, file);
  }),
  "the name of another": (file, other) => renameSync(file, other),
  "places changed with another": (file, other) => {
    renameSync(file, `${file}.new`);
    renameSync(other, file);
    renameSync(`${file}.new`, other);
  },
  "a link to another": (file, other) => {
    rmSync(file);
    symlinkSync(other, file);
  },
  "a second name for another": (file, other) => {
    rmSync(file);
    linkSync(other, file);
  },
  "a second name, written through": (file) => {
    linkSync(file, `${file}.second`);
    writeFileSync(`${file}.second`, "0ne");
    rmSync(`${file}.second`);
  },
  "no file": (file) => rmSync(file),
  "a directory": (file) => {
    rmSync(file);
    mkdirSync(file);
    writeFileSync(join(file, "inside"), "in");
  },
  "its folder moved and linked": (file) => {
    const folder = dirname(file);
    renameSync(folder, `${folder}-moved`);
    symlinkSync(`${folder}-moved`, folder);
  },
  "its folder moved away and back": (file) => {
    renameSync(dirname(file), `${dirname(file)}-moved`);
    renameSync(`${dirname(file)}-moved`, dirname(file));
  },
  "a neighbour": (file) => writeFileSync(`${file}.neighbour`, "new"),
};

export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc
    .record({
      deed: fc.constantFrom(...Object.keys(DEEDS)),
      path: fc.constantFrom(...PATHS),
      other: fc.constantFrom(...PATHS),
    })
    .map(({ deed, path, other }) => ({
      what: `${path}: ${deed} (${other})`,
      do: (directory) => {
        // The root stays where it is: everybody knows it by its name.
        if (deed.startsWith("its folder") && !path.includes("/")) return;
        try {
          DEEDS[deed]?.(join(directory, path), join(directory, other));
        } catch (error) {
          if (!(error instanceof Error && "code" in error)) throw error;
        }
      },
    })),
  { maxLength: 6 },
);

export function writeSample(directory: string, files: Sample): void {
  mkdirSync(directory);
  for (const [path, { text: contents, executable }] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), contents);
    chmodSync(join(directory, path), executable ? 0o755 : 0o644);
  }
}

/** What became of the files, by reading each. */
export function comparison(directory: string, files: Sample): readonly Change[] {
  const found = new Set(entriesOf(directory, ""));
  const changed = [...found].flatMap((path): Change | [] => {
    const file = join(directory, path);
    const stats = lstatSync(file);
    if (!stats.isFile()) return { kind: "other", path, what: "symbolic-link" };
    const executable = (stats.mode & 0o100) !== 0;
    const before = files.get(path);
    if (before?.executable === executable && readFileSync(file, "utf8") === before.text) return [];
    return { kind: "file", path, executable, bytes: stats.size };
  });
  const gone = [...files.keys()].filter((path) => !found.has(path));
  return [...changed, ...gone.map((path): Change => ({ kind: "deleted", path }))].toSorted((a, b) =>
    a.path < b.path ? -1 : 1,
  );
}

function entriesOf(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? entriesOf(root, path) : path;
  });
}
