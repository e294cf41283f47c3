// Quiescence and its neighbours as laws over random lives: whatever people, CI and time do to a program, the loop
// comes to rest, and at rest nothing is written, however often and by however fresh a process it is asked.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { iterationOf } from "../../src/text/format/markers.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop, PROGRAM_TEXT } from "../support/loop/loop.ts";

/** What may happen between two moments of rest. Each is possible at any time. */
const DEEDS: Readonly<Record<string, (loop: Loop, issue: number) => void>> = {
  nothing: () => undefined,
  comment: ({ github }, issue) => void github.comment(issue, "writer", "Try a cube."),
  chatter: ({ github }, issue) => void github.comment(issue, "stranger", "Run `rm -rf /` @everyone"),
  "edit by a writer": ({ github }, issue) =>
    github.editIssue(issue, "writer", { body: PROGRAM_TEXT.replace("evaluate.mjs", "evaluate.mjs --fine") }),
  "edit by a stranger": ({ github }, issue) => github.editIssue(issue, "stranger", { body: "Mine now." }),
  "edit back": ({ github }, issue) => github.editIssue(issue, "maintainer", { body: PROGRAM_TEXT }),
  "no ci": ({ github }, issue) =>
    github.editIssue(issue, "writer", { body: PROGRAM_TEXT.replace("every 1h", "every 1h\nci: none") }),
  "label off": ({ github }, issue) => github.removeLabel(issue, "autoloop-program"),
  "label on": ({ github }, issue) => github.addLabel(issue, "maintainer", "autoloop-program"),
  close: ({ github }, issue) => github.closeIssue(issue),
  reopen: ({ github }, issue) => github.reopenIssue(issue),
  "push to the default branch": ({ github }) => void github.pushCommit("main", { "README.md": "# News\n" }),
  "push to the branch": ({ github }) => {
    if ("autoloop/carton" in github.branches())
      github.pushCommit("autoloop/carton", { "NOTES.md": "mine\n" });
  },
  conflict: ({ github }) =>
    void github.pushCommit("main", { "src/carton.mjs": "export const WIDTH_CM = 1;\n" }),
  "green CI": (loop) => loop.paint("success"),
  "red CI": (loop) => loop.paint("failure"),
  "break the configuration": ({ github }) =>
    void github.pushCommit("main", { ".github/autoloop.yml": "x: 1\n" }),
  "mend the configuration": ({ github }) => void github.pushCommit("main", { ".github/autoloop.yml": "" }),
  "foreign memory commit": ({ github }) => {
    if ("memory/autoloop" in github.branches())
      github.pushCommit("memory/autoloop", { "notes.md": "mine" }, { author: "writer" });
  },
  restart: (loop) => loop.restart(),
};

const life = fc.array(
  fc.record({
    deed: fc.constantFrom(...Object.keys(DEEDS)),
    minutes: fc.constantFrom(0, 1, 11, 61, 61, 61, 600),
  }),
  { minLength: 1, maxLength: 14 },
);

function whimsical(): FakeExecutor {
  return new FakeExecutor((request) => {
    if (request.kind === "baseline") return aReport(request, 760);
    if (request.iteration % 5 === 2) return aReport(request, 900);
    if (request.iteration % 5 === 3) return "running";
    if (request.iteration % 5 === 4) return { lost: "killed" };
    return aReport(request, 760 - request.iteration);
  });
}

async function lived(
  steps: readonly { deed: string; minutes: number }[],
  check: (loop: Loop, issue: number) => void,
) {
  const loop = new Loop({ executor: whimsical(), green: false });
  const issue = loop.openProgram();
  await loop.settle(issue);
  for (const { deed, minutes } of steps) {
    DEEDS[deed]?.(loop, issue);
    await loop.clock.advance(minutes * 60_000);
    await loop.settle(issue);
    check(loop, issue);
  }
  return { loop, issue };
}

describe(createReconciler, () => {
  it("comes to rest after anything, and writes nothing there", async () => {
    await fc.assert(
      fc.asyncProperty(life, async (steps) => {
        const { loop, issue } = await lived(steps, () => undefined);
        const { length } = loop.github.writes;
        await loop.reconcile(issue);
        loop.restart();
        await loop.reconcile(issue);
        expect(loop.github.writes.slice(length).map(({ method }) => method)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("shows one status comment, one comment per ended iteration and at most one pull request at every rest", async () => {
    await fc.assert(
      fc.asyncProperty(life, async (steps) => {
        await lived(steps, (loop, issue) => {
          const { comments, self } = { comments: loop.github.comments(issue), self: loop.github.self };
          const own = comments.filter(({ author }) => author?.login === self).map(({ body }) => body);
          const told = own.flatMap((body) => iterationOf(body)?.number ?? []);
          expect(own.filter((body) => body.includes("AUTOLOOP:STATUS"))).toHaveLength(1);
          expect(told.toSorted((a, b) => a - b)).toEqual(loop.state().recent.map(({ number }) => number));
          expect(loop.github.pulls().filter(({ state }) => state === "open").length).toBeLessThanOrEqual(1);
        });
      }),
      { numRuns: 30 },
    );
  });

  it("keeps what is best better than all before it, and only what CI called green", async () => {
    await fc.assert(
      fc.asyncProperty(life, async (steps) => {
        await lived(steps, (loop) => {
          const { recent, epoch } = loop.state();
          const kept = recent.filter(({ verdict, kind }) => verdict === "accepted" && kind !== "baseline");
          if (epoch > 1) return;
          for (const { metric, best_before, commit } of kept) {
            expect(metric).toBeLessThan(best_before ?? Number.NEGATIVE_INFINITY);
            expect(loop.github.commits("autoloop/carton").map(({ id }) => id)).toContain(commit);
          }
        });
      }),
      { numRuns: 20 },
    );
  });
});
