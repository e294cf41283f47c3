// The workflow and its runner in a clone on this disk: what is there, what people changed of it, what is to be written.
// Runs no git and follows no setting of the repository.

import { createHash } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { RUNNER_FOLDER, WORKFLOW } from "../domain/program/names.ts";
import { AGENT_NAMES, DEFAULT_AGENT } from "../text/agents/agents.ts";
import {
  hashesIn,
  isCurrentWorkflow,
  type RunnerHashes,
  renderWorkflow,
  runnerFiles,
  withHashes,
} from "../text/workflow/workflow.ts";

/** Files of the build by name. */
export type Build = ReadonlyMap<string, Buffer>;

export interface Installed {
  readonly agent: string;
  readonly files: readonly {
    /** From the root of the repository. */
    readonly path: string;
    readonly state: "written" | "current" | "changed";
    /** People added to the file, and that is still in it. */
    readonly kept: boolean;
  }[];
}

interface Wish {
  readonly path: string;
  readonly contents: Buffer;
  readonly there: Buffer | null;
  /** What is there may be written over without a word. */
  readonly isOurs: boolean;
  readonly kept: boolean;
}

/** The root of the repository that a folder is in; null: it is in none. */
export async function repositoryAt(directory: string): Promise<string | null> {
  for (let at = resolve(directory); ; at = dirname(at)) {
    // A folder, or in a worktree and a submodule a file that says where it is.
    for (const sign of [".git/HEAD", ".git"]) {
      if ((await stat(join(at, sign)).catch(() => null))?.isFile()) return at;
    }
    if (at === dirname(at)) return null;
  }
}

export function hashesOf(build: Build): RunnerHashes {
  return Object.fromEntries([...build].map(([name, bytes]) => [name, sha256Of(bytes)]));
}

/** Writes all of the files or, where one of them was changed by people, none. @param agent null: nobody named one */
export async function install(
  root: string,
  build: Build,
  asked: { readonly agent: string | null; readonly force: boolean },
): Promise<Installed> {
  const there = (await read(root, WORKFLOW.path))?.toString("utf8") ?? null;
  const agent = asked.agent ?? (there === null ? null : authorOf(there)) ?? DEFAULT_AGENT;
  const wishes = [
    workflowWish(there, agent, build, asked),
    ...(await Promise.all(runnerFiles(agent).map((name) => runnerWish(root, name, build, there)))),
  ];
  const states = wishes.map((wish) => stateOf(wish, asked.force));
  if (!states.includes("changed")) {
    for (const [index, { path, contents }] of wishes.entries()) {
      if (states[index] === "current") continue;
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), contents);
    }
  }
  const files = wishes.map(({ path, kept }, index) => ({ path, state: states[index] ?? "changed", kept }));
  return { agent, files };
}

function stateOf({ contents, there, isOurs }: Wish, force: boolean): "written" | "current" | "changed" {
  if (there?.equals(contents)) return "current";
  return there === null || isOurs || force ? "written" : "changed";
}

function workflowWish(
  there: string | null,
  agent: string,
  build: Build,
  asked: { readonly agent: string | null; readonly force: boolean },
): Wish {
  const hashes = hashesOf(build);
  const path = WORKFLOW.path;
  const before = there === null ? null : Buffer.from(there);
  const author = there === null ? null : authorOf(there);
  // People added to a file that works: only what it says of the runner changes.
  const isAdded = there !== null && author === null && isCurrentWorkflow(there) && !asked.force;
  const text = isAdded ? withHashes(there, hashes) : renderWorkflow(agent, hashes);
  return {
    ...{ path, contents: Buffer.from(text), there: before, kept: isAdded },
    isOurs: author !== null || (isAdded && asked.agent === null),
  };
}

async function runnerWish(root: string, name: string, build: Build, workflow: string | null): Promise<Wish> {
  const path = `${RUNNER_FOLDER}/${name}`;
  const there = await read(root, path);
  const known = workflow === null ? undefined : hashesIn(workflow)[name];
  const isOurs = there !== null && sha256Of(there) === known;
  return { path, contents: build.get(name) ?? Buffer.alloc(0), there, isOurs, kept: false };
}

/** The agent for which this version would write the very file; null: somebody else wrote it, or on it. */
function authorOf(text: string): string | null {
  const plain = text.replaceAll("\r\n", "\n");
  return AGENT_NAMES.find((agent) => renderWorkflow(agent, hashesIn(plain)) === plain) ?? null;
}

async function read(root: string, path: string): Promise<Buffer | null> {
  return readFile(join(root, path)).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return null;
    throw error;
  });
}

function sha256Of(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
