import { describe, expect, it } from "vitest";
import type { ProgramState } from "../../../src/domain/journal/state.ts";
import { listen } from "../../../src/reconcile/read/listen.ts";
import { createMentions } from "../../../src/reconcile/read/mentions.ts";
import { parseRegistry, rowOf, withRow } from "../../../src/text/journal/registry.ts";
import { FakeGithub } from "../../support/github/fake-github.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";
import { aJournal } from "../../support/plan/journal.ts";

const AT = "2026-01-01T00:00:00Z";

/** A repository with these commands on other issues than the program's, which is number 1. */
function heard(bodies: readonly (readonly [issue: number, body: string])[]) {
  const github = new FakeGithub({ clock: new FakeClock(), files: {} });
  for (let n = 0; n < 5; n += 1) github.openIssue({ title: `Issue ${n + 1}` });
  const mentions = createMentions();
  const comments = bodies.map(([issue, body], index) => ({ id: index + 1, issue, body, updatedAt: AT }));
  mentions.learn(github.repository, comments, Date.parse(AT));
  const { state } = aJournal();
  const tile = { ...rowOf(aJournal("tile").state, null), issue: 2 };
  const registry = parseRegistry(withRow(parseRegistry(withRow(null, rowOf(state, null))), tile));
  return {
    state,
    listened: async (of: ProgramState | null) => {
      const { mentions: open, conversations } = await listen(
        { forge: github.forge, mentions },
        github.key(1),
        registry,
        of,
      );
      const reads = github.faults.reads.filter((read) => read === "thread").length;
      return {
        open: open.map(({ comment }) => comment),
        read: conversations.map(({ issue }) => issue),
        reads,
      };
    },
  };
}

const SAID = { comment: 9, by: "ann", hash: "h" } as const;

describe(listen, () => {
  it("hears nothing for a program that nobody adopted", async () => {
    const { listened } = heard([[3, "/autoloop carton: pause"]]);
    expect(await listened(null)).toEqual({ open: [], read: [], reads: 0 });
  });

  it("reads where a command for this program stands, and nowhere else", async () => {
    const { state, listened } = heard([
      [3, "/autoloop carton: pause"],
      [4, "/autoloop tile: pause"],
    ]);
    expect(await listened(state)).toEqual({ open: [1], read: [3], reads: 1 });
  });

  it("hears what names no program there is, where it is the first to answer", async () => {
    const { state, listened } = heard([[5, "/autoloop nobody: pause"]]);
    expect(await listened(state)).toEqual({ open: [1], read: [5], reads: 1 });
  });

  it("reads an issue once, however many commands stand there, and leaves out one that is gone", async () => {
    const { state, listened } = heard([
      [3, "/autoloop carton: pause"],
      [3, "/autoloop carton: resume"],
      [99, "/autoloop carton: pause"],
    ]);
    expect(await listened(state)).toEqual({ open: [1, 2, 3], read: [3], reads: 2 });
  });

  it("reads the words that steer again, those on the program's own issue apart", async () => {
    const { state, listened } = heard([]);
    const requested = { at: AT, by: "ann", instructions: [{ ...SAID, issue: 4 }, SAID] };
    const flying = aJournal().begun().state;
    const in_flight = flying.in_flight && { ...flying.in_flight, steering: [{ ...SAID, issue: 5 }, SAID] };
    expect(await listened(state)).toEqual({ open: [], read: [], reads: 0 });
    expect(await listened({ ...flying, in_flight, requested })).toEqual({ open: [], read: [4, 5], reads: 2 });
  });
});
