// The runner's own time: what a run takes whose agent and evaluation do nothing, on a tree of many files, for each way in
// which a run gets its files.

import { fork } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serveGit } from "../test/support/github-http/git-http.ts";
import { type Figure, quantile, type Section } from "./figures.ts";
import { type Job, type Took, WAYS } from "./runner/job.ts";
import { makeRepository, NAME, OWNER } from "./runner/repository.ts";

const FILES = 20_000;
const QUICK_FILES = 2_000;
const ROUNDS = 3;
const TOKEN = "bench";

/** @param build root of another build than this one */
export async function runner(quick: boolean, build?: string): Promise<Section> {
  const files = quick ? QUICK_FILES : FILES;
  const rounds = quick || build !== undefined ? 1 : ROUNDS;
  const root = await mkdtemp(join(tmpdir(), "autoloop-bench-"));
  const commit = await makeRepository(join(root, "git"), files);
  const server = await serveGit(join(root, "git"), TOKEN);
  const took = new Map<string, Took[]>(WAYS.map((way) => [way, []]));
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const way of WAYS) {
        const folder = await mkdtemp(join(root, "run-"));
        await mkdir(folder, { recursive: true });
        const one = await drive({
          ...{ way, commit, folder, url: server.url, token: TOKEN },
          build: build ?? fileURLToPath(new URL("../..", import.meta.url)),
          repository: join(root, "git", OWNER, `${NAME}.git`),
        });
        took.get(way)?.push(one);
      }
    }
  } finally {
    await server.close();
    await rm(root, { recursive: true, force: true });
  }
  return {
    title: `The runner's own time, ${files.toLocaleString("en-US")} files`,
    figures: [...took].flatMap(([way, runs]) => figuresOf(way, runs)),
  };
}

function figuresOf(way: string, runs: readonly Took[]): readonly Figure[] {
  const processor = runs.flatMap(({ processorMs }) => processorMs ?? []);
  const wall = quantile(
    runs.map(({ wallMs }) => wallMs),
    0.5,
  );
  const figures: Figure[] = [{ what: way, value: wall, unit: "ms" }];
  if (processor.length === runs.length)
    figures.push({ what: `${way}, processor time`, value: quantile(processor, 0.5), unit: "ms" });
  return figures;
}

function drive(job: Job): Promise<Took> {
  const child = fork(fileURLToPath(new URL("runner/drive.js", import.meta.url)), [JSON.stringify(job)]);
  return new Promise((resolve, reject) => {
    child.once("message", (took: Took) => resolve(took));
    child.once("exit", (code) => reject(new Error(`a run by way of ${job.way} ended with code ${code}`)));
  });
}
