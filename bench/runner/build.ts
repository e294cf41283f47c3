// A build of Autoloop as far as runs need it: today's, or that of an older commit, whose files lie elsewhere. Loads modules
// of that build; what it is given and asked are the interfaces that all builds share.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

interface Repository {
  readonly owner: string;
  readonly name: string;
}

/** A file of a commit, as the build's own list of a tree has it. */
interface Entry {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
}

/** The port of a build; this program hands it on and never calls it. */
type Checkout = object;

export interface Executor {
  start(request: object): Promise<void>;
  onFinished(listener: () => void): void;
  look(run: object): Promise<{
    readonly state: string;
    readonly report?: { readonly outcome: string; readonly problem: string };
  }>;
  dispose(run: object): Promise<void>;
}

export interface Build {
  /** What runs a run of the executor's, and what is the command of a job. */
  readonly entries: { readonly local: string; readonly job: string };
  readonly executor: { localExecutor(options: object): Executor };
  readonly overGit: {
    gitCheckout(url: string, searchPath: string, token: () => Promise<string>, onTree: () => void): Checkout;
  };
  readonly overApi: {
    apiCheckout(
      apiOf: (repository: Repository) => object,
      stores: {
        readonly blobs: { bytes(api: object, repository: Repository, id: string): Promise<Buffer> };
        readonly trees: { of(): Promise<ReadonlyMap<string, Entry>> };
      },
    ): Checkout;
  };
  /** Null where the build knows of no isolation. */
  readonly isolation: {
    cageOn(asked: object): Promise<{ readonly cage: object; readonly problem: string | null }>;
  } | null;
}

/** @param root of the worktree, which holds its `dist` @throws Error where a module is in none of the known places */
export async function loadBuild(root: string): Promise<Build> {
  const found = (places: readonly string[]) =>
    places.map((place) => join(root, "dist", place)).find((file) => existsSync(file));
  const at = (...places: string[]) => {
    const file = found(places);
    if (file === undefined) throw new Error(`${root} is no build: it has none of ${places.join(", ")}`);
    return file;
  };
  const load = async <T>(file: string): Promise<T> => (await import(pathToFileURL(file).href)) as T;
  const isolation = found(["src/runner/isolation/probe.js"]);
  return {
    entries: {
      local: at("runner.mjs", "src/runner/main.js"),
      job: at("runner.mjs", "src/runner/cli.js"),
    },
    executor: await load(at("src/executors/local.js")),
    overGit: await load(at("src/github/checkout/git-checkout.js", "src/github/git-checkout.js")),
    overApi: await load(at("src/github/checkout/api-checkout.js", "src/github/api-checkout.js")),
    isolation: isolation === undefined ? null : await load(isolation),
  };
}
