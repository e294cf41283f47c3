// A small world on which a test plants what must never happen, and what the checker then has to say.

import { describe, expect, it } from "vitest";
import type { EventBody, NewEvent } from "../../../src/domain/journal/event.ts";
import { memoryPath } from "../../../src/domain/program/names.ts";
import type { RunRequest } from "../../../src/ports/executor.ts";
import { commitMessage } from "../../../src/text/comments/commit-message.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { STATUS_MARKER } from "../../../src/text/format/markers.ts";
import { appendToJournal, openJournal } from "../../../src/text/journal/journal.ts";
import { Loop, PROGRAM_TEXT } from "../loop/loop.ts";
import { someFacts } from "../plan/journal.ts";
import { Inspector } from "./inspector.ts";

export const CANARY = "ghs_canary0123456789";
export const HOUR = 3_600_000;

/** The beginning of a complaint, as a regular expression, and how to bring the violation about. */
export type Violation = readonly [complaint: string, plant: (stage: Stage) => unknown];

/** Registers a test for each: the world was in order, and after the deed it is not, in these words. */
export function reports(what: string, violations: readonly Violation[]): void {
  describe(`${Inspector.name}: ${what}`, () => {
    it.each(violations)("reports a violation of %s", async (complaint, plant) => {
      const stage = await Stage.set();
      expect(stage.inspector.inspect({ thorough: true })).toEqual([]);
      await plant(stage);
      const pattern = new RegExp(`^invariant ${complaint}`);
      expect(stage.inspector.inspect()).toContainEqual(expect.stringMatching(pattern));
    });
  });
}

/** A program at rest behind its first kept iteration, and what "the app" may be made to do wrong to it. */
export class Stage {
  readonly loop = new Loop({ policy: { dispatchesPerDay: 4 } });
  readonly inspector = new Inspector({ ...this.loop, canaries: [CANARY] });
  issue = 0;

  static async set(): Promise<Stage> {
    const stage = new Stage();
    stage.loop.github.setPermission("maria", "maintain");
    stage.loop.github.setPermission("helper", "triage");
    stage.issue = stage.loop.openProgram();
    await stage.loop.settle(stage.issue);
    await stage.loop.clock.advance(60_000);
    return stage;
  }

  get github() {
    return this.loop.github;
  }

  get key() {
    return this.github.key(this.issue);
  }

  get head(): string {
    return this.loop.head("autoloop/carton");
  }

  /** The last order, as it was. */
  get order(): RunRequest {
    const order = this.loop.executor.started.at(-1);
    if (order === undefined) throw new Error("nothing was ordered");
    return order;
  }

  /** Id of the status comment. */
  get status(): number {
    const found = this.github.comments(this.issue).find(({ body }) => body.includes(STATUS_MARKER));
    return found?.id ?? 0;
  }

  /** A person commits to the default branch. Returns its name. */
  ahead(): string {
    this.github.pushCommit("main", { "README.md": "# News\n" });
    return "main";
  }

  /** A second program beside it. */
  async neighbour(): Promise<number> {
    const other = this.loop.openProgram(PROGRAM_TEXT, "Box");
    await this.loop.settle(other);
    await this.loop.settle(this.issue);
    return other;
  }

  /** The app does this. */
  app(deed: () => void): void {
    this.github.chronicle.as(this.github.self, deed);
  }

  /** While the app looks at an issue. */
  async looking(issue: number, deed: () => unknown = () => undefined): Promise<void> {
    this.github.chronicle.record({ what: "reconcile", issue });
    await deed();
    this.github.chronicle.record({ what: "reconciled", issue, outcome: "done" });
  }

  /** The app writes these files to the memory branch. */
  async remember(files: Readonly<Record<string, string | null>>): Promise<void> {
    await this.github.memory.commit(this.github.repository, {
      expectedHead: this.loop.head("memory/autoloop"),
      message: "wrong",
      files: Object.entries(files).map(([path, text]) => ({ path, text })),
    });
  }

  memoryText(path: string): string {
    return this.github.memoryFile(path) ?? "";
  }

  /** The app adds these events to the journal, in a chain that is right. */
  async journal(...bodies: readonly EventBody[]): Promise<void> {
    await this.journalAt(new Date(this.loop.clock.now()).toISOString(), ...bodies);
  }

  /** The same, dated otherwise. */
  async journalAt(at: string, ...bodies: readonly EventBody[]): Promise<void> {
    const path = memoryPath.segment("carton", 1);
    const journal = openJournal("carton", 1, this.memoryText(path));
    const run_id = journal.state?.run?.id ?? "";
    const events = bodies.map((body): NewEvent => ({ at, program: "carton", run_id, ...body }));
    const { segments } = appendToJournal(journal, events);
    await this.remember(Object.fromEntries(segments.map(({ text }) => [path, text])));
  }

  /** The app adds this line, whatever the fold says about it. */
  async line(body: EventBody): Promise<void> {
    const path = memoryPath.segment("carton", 1);
    const text = this.memoryText(path);
    const { seq, hash } = openJournal("carton", 1, text);
    const at = new Date(this.loop.clock.now()).toISOString();
    const event = { v: 1, seq: seq + 1, prev: hash, at, program: "carton", run_id: "", ...body };
    await this.remember({ [path]: `${text}${JSON.stringify(event)}\n` });
  }

  /** The app orders a run like the last one, but for this. */
  run(change: Partial<RunRequest> = {}): void {
    this.github.chronicle.record({ what: "run", request: { ...this.order, ...change } });
  }

  /** The app commits to the program's branch as if for an iteration. */
  async commit(iteration: number, files: Readonly<Record<string, string>>): Promise<string> {
    const message = commitMessage({ program: "carton", iteration, attempt: 1, runId: "r", change: "x" });
    return await this.github.forge.commit(this.github.repository, {
      ...{ branch: "autoloop/carton", expectedHead: this.head, message },
      files: Object.entries(files).map(([path, text]) => ({
        ...{ path, mode: "100644" as const },
        contents: Buffer.from(text).toString("base64"),
      })),
    });
  }

  /** Iteration 2 is journalled as begun. */
  async begun(): Promise<void> {
    await this.journal(this.start(2));
  }

  start(iteration: number, definition = sha256(PROGRAM_TEXT)): EventBody {
    const nonce = `n${iteration}`;
    const deadline = new Date(this.loop.clock.now() + HOUR).toISOString();
    return {
      ...{ type: "iteration.start", iteration, kind: "improve", attempt: 1, base: this.head },
      ...{ definition, executor: "local", place: "here", nonce, deadline, steering: [] },
    };
  }

  /** Iteration 2 begins, is committed and accepted with this metric. */
  async accepted(metric: number): Promise<void> {
    await this.begun();
    const commit = await this.commit(2, { "src/carton.mjs": `${metric}\n` });
    this.loop.paint("success");
    await this.accept(commit, metric);
  }

  async accept(commit: string, metric: number): Promise<void> {
    const ci = { result: "success" as const, failing: [], signature: null };
    await this.journal(
      { type: "iteration.report", iteration: 2, ...someFacts(metric) },
      { type: "iteration.commit", iteration: 2, commit },
      { type: "ci.result", iteration: 2, head: commit, ...ci },
      { type: "iteration.accept", iteration: 2, metric, reason: "" },
    );
  }
}
