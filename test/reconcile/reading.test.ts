// What people said to a program, and what became of it: the cases of fixtures/reading that are comments.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Loop, PROGRAM_TEXT } from "../support/loop/loop.ts";

const CASES = [
  ...["28-cancel", "29-please-stop", "30-verb-with-colon", "31-edit-below", "32-name-of-the-directory"],
  "33-look-alikes",
];

const Steps = z.array(z.union([z.string(), z.object({ edit: z.number(), body: z.string() })]));
const Expected = z.strictObject({
  status: z.string(),
  /** Iterations that began. */
  started: z.number().optional(),
  /** What the answer offers. */
  answers: z.array(z.string()).optional(),
  /** Why the program is paused. */
  reason: z.string().optional(),
  /** Where the second program stands. */
  neighbour: z.string().optional(),
  /** Comments with a reaction of the app. */
  reactions: z.number().optional(),
  why: z.string(),
});

function read<T>(schema: z.ZodType<T>, name: string, file: string): T {
  return schema.parse(JSON.parse(readFileSync(`fixtures/reading/${name}/${file}.json`, "utf8")));
}

describe("what people said", () => {
  it.each(CASES)("%s", async (name) => {
    const loop = new Loop();
    const issue = loop.openProgram();
    await loop.settle(issue);
    const second = loop.openProgram(PROGRAM_TEXT, "Test coverage");
    await loop.settle(second);
    await loop.clock.advance(5_000);
    const before = loop.executor.started.length;

    const comments: number[] = [];
    for (const step of read(Steps, name, "steps")) {
      if (typeof step === "string") comments.push(loop.github.comment(issue, "writer", step));
      else loop.github.editComment(issue, comments[step.edit] ?? 0, "writer", step.body);
      await loop.sweep();
      await loop.settle(issue);
      await loop.settle(second);
      await loop.clock.advance(2_000);
    }

    const expected = read(Expected, name, "expected");
    const { status, pause } = loop.state();
    expect(status).toBe(expected.status);
    if (expected.started !== undefined) expect(loop.executor.started.length - before).toBe(expected.started);
    if (expected.reason !== undefined) expect(pause?.reason).toBe(expected.reason);
    if (expected.neighbour !== undefined) expect(loop.state("test-coverage").status).toBe(expected.neighbour);
    for (const words of expected.answers ?? [])
      expect(loop.own(issue, "autoloop:v1 answer").at(-1)).toContain(words);
    const noticed = loop.github.comments(issue).filter(({ id, reactions }) => {
      return comments.includes(id) && reactions.length > 0;
    });
    if (expected.reactions !== undefined) expect(noticed).toHaveLength(expected.reactions);
  });
});
