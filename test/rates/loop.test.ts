// The real loop and the real queue through the real limiter: programs of one repository that all want more than GitHub
// would take.

import { describe, expect, it } from "vitest";
import { memoryPath } from "../../src/domain/program/names.ts";
import { localBudget } from "../../src/github/forge.ts";
import { createQueue } from "../../src/queue/in-process.ts";
import { openJournal } from "../../src/text/journal/journal.ts";
import { FakeGithub } from "../support/github/fake-github.ts";
import { pacedGithub } from "../support/github-http/paced-github.ts";
import { StrictHost } from "../support/github-http/strict-host.ts";
import { aProcess } from "../support/loop/app-process.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { FakeExecutor } from "../support/loop/fake-executor.ts";
import { PROGRAM_TEXT } from "../support/loop/loop.ts";
import { memoryLog } from "../support/loop/memory-log.ts";

const HOUR = 3_600_000;
const LATENCY_MS = 120;

function lastIteration(github: FakeGithub, name: string): number {
  const text = github.memoryFile(memoryPath.segment(name, 1));
  return (text === undefined ? null : openJournal(name, 1, text).state?.last_iteration) ?? 0;
}

describe("the loop through the limiter", () => {
  it("meets no limit and serves all programs alike when they want more than there is", async () => {
    const clock = new FakeClock();
    const github = new FakeGithub({ clock, files: { "src/carton.mjs": "export const WIDTH_CM = 760;\n" } });
    const often = PROGRAM_TEXT.replace("every 1h", "every 5m");
    const issues = Array.from({ length: 12 }, (_, n) => {
      const issue = github.openIssue({ title: `Carton ${n}`, body: often });
      github.addLabel(issue, "maintainer", "autoloop-program");
      return issue;
    });
    const host = new StrictHost(clock, LATENCY_MS);
    const { log, lines } = memoryLog();
    const executor = new FakeExecutor();
    const app = aProcess(github, clock, {
      executor,
      ports: { ...pacedGithub(github, host, clock, localBudget(clock)), executor },
      policy: { concurrency: 12, accountConcurrency: 12 },
      log,
    });
    const queue = createQueue({
      run: async (key) => {
        const before = github.writes.length;
        const outcome = await app.reconciler.reconcile(github.key(Number(key)));
        for (const [branch, head] of Object.entries(github.branches())) {
          if (branch.startsWith("autoloop/") && !github.checks.has(head)) {
            github.setChecks(head, [{ name: "test", state: "success" }]);
          }
        }
        // What it wrote comes back as a webhook.
        if (github.writes.length > before && outcome.kind !== "retry") queue.add(key);
        return outcome;
      },
      ...{ clock, concurrency: 4, backoff: { firstMs: 500, maxMs: 300_000 }, log },
    });
    for (const issue of issues) queue.add(String(issue));
    await clock.advance(HOUR);
    const drained = queue.drain();
    await clock.advance(60_000);
    await drained;
    const iterations = issues.map((_, n) => lastIteration(github, `carton-${n}`));
    // Eight each, and the end of the hour finds some before and some behind a turn.
    expect(iterations.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(12 * 8);
    expect(Math.max(...iterations) - Math.min(...iterations)).toBeLessThanOrEqual(2);
    expect(host.refused).toBe(0);
    expect(host.contentAnHour.most).toBeGreaterThan(355);
    expect(host.contentAnHour.most).toBeLessThanOrEqual(375);
    // Who waits long for a turn does not work with what it saw before; a short wait may be lost to a neighbour's document.
    const said = lines.map(({ message }) => message);
    const late = said.filter((message) => message === "somebody else was faster").length;
    expect(late / iterations.reduce((sum, count) => sum + count)).toBeLessThan(0.5);
    expect(said).not.toContain("a person has to look at this");
  }, 120_000);
});
