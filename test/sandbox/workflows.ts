// Workflows on the default branch of a test's world, and what became of their runs.

import { readFile } from "node:fs/promises";
import type { World } from "./world.ts";

export interface ShownRun {
  readonly id: number;
  readonly status: string;
  readonly conclusion: string | null;
  readonly display_title: string;
  readonly run_attempt: number;
  readonly created_at: string;
  readonly head_sha: string;
}

export interface ShownJob {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly steps: readonly { readonly name: string; readonly conclusion: string | null }[];
}

interface Details {
  readonly workflow_run_id: number;
  readonly run_url: string;
  readonly html_url: string;
}

/** Puts a workflow on the default branch, as a person. */
export async function writeWorkflow(world: World, file: string, yaml: string): Promise<void> {
  const path = `${world.base}/contents/.github/workflows/${file}`;
  const there = await world.maintainer<{ sha?: string }>("GET", path);
  const { status } = await world.maintainer("PUT", path, {
    ...{ message: `Write ${file}`, branch: "main", content: Buffer.from(yaml).toString("base64") },
    ...(there.status === 200 && { sha: there.body.sha }),
  });
  if (status >= 300) throw new Error(`${file} was not written: ${status}`);
}

/** Dispatches as the app. @returns the run's id */
export async function dispatched(
  world: World,
  file: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<number> {
  const path = `${world.base}/actions/workflows/${file}/dispatches`;
  const body = { ref: "main", inputs, return_run_details: true };
  const answer = await world.app<Details>("POST", path, body);
  if (answer.status !== 200) throw new Error(`not dispatched: ${JSON.stringify(answer.body)}`);
  return answer.body.workflow_run_id;
}

export async function runNow(world: World, id: number): Promise<ShownRun> {
  return (await world.app<ShownRun>("GET", `${world.base}/actions/runs/${id}`)).body;
}

export async function jobsNow(world: World, id: number): Promise<readonly ShownJob[]> {
  const path = `${world.base}/actions/runs/${id}/jobs`;
  return (await world.app<{ jobs: readonly ShownJob[] }>("GET", path)).body.jobs;
}

/** Dispatches, waits for the end, and brings back everything. */
export async function performed(
  world: World,
  file: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<{ readonly id: number; readonly run: ShownRun; readonly jobs: readonly ShownJob[] }> {
  const id = await dispatched(world, file, inputs);
  await world.sandbox.settled();
  return { id, run: await runNow(world, id), jobs: await jobsNow(world, id) };
}

/** A file behind a redirect, fetched without a credential. */
export async function fetched(world: World, path: string): Promise<Uint8Array> {
  const response = await world.raw(path);
  if (response.status !== 302) throw new Error(`${path} answered ${response.status}`);
  const file = await fetch(response.headers.get("location") ?? "");
  if (!file.ok) throw new Error(`the file of ${path} answered ${file.status}`);
  return new Uint8Array(await file.arrayBuffer());
}

/** What a job printed, without the times. */
export async function logOf(world: World, job: number): Promise<string> {
  const log = Buffer.from(await fetched(world, `${world.base}/actions/jobs/${job}/logs`)).toString();
  return log.replace(/^\S+Z /gm, "");
}

/** Steps of one job without anything around them. */
export function oneJob(steps: string, head = ""): string {
  const indented = steps.trim().replace(/^/gm, "      ");
  return `on: workflow_dispatch\n${head}\njobs:\n  only:\n    runs-on: ubuntu-latest\n    steps:\n${indented}\n`;
}

/** Whether a process does anything any more; one that nobody has buried yet does not. */
export async function isAlive(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return state !== "" && !/\) [ZX] /.test(state);
}
