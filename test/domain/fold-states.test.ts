import { describe, expect, it } from "vitest";
import { fold } from "../../src/domain/journal/fold.ts";
import type { PauseKind } from "../../src/domain/journal/terms.ts";
import { LEFT_COMMITS_REMEMBERED, RECENT_STATUSES } from "../../src/domain/limits.ts";
import { aJournal, JournalBuilder, MAINTAINER, someSha } from "../support/plan/journal.ts";

const MINUTE = 60_000;
const NOTHING = {
  ...{ usd: null, input_tokens: null, output_tokens: null },
};

/** Iteration 1, whose commit CI refused with this signature. */
function refused(signature: string | null = "s"): JournalBuilder {
  return aJournal()
    .baseline(760)
    .begun()
    .reported(740)
    .committed()
    .event({
      ...{ type: "ci.result", iteration: 1, head: someSha(1), result: "failure" },
      ...{ failing: ["test"], signature, summary: "test failed" },
    });
}

describe("fold: what begins with a program", () => {
  it("is nothing yet", () => {
    const journal = new JournalBuilder("carton").adopted(7);
    expect(journal.state).toEqual({
      ...{ name: "carton", issue: 7, source: { kind: "issue" }, branch: "autoloop/carton" },
      ...{ adopted_at: journal.events[0]?.at, status: "waiting", definition: null, epoch: 0 },
      ...{ epoch_change: null, run: null, pause: null, ended: null, in_flight: null },
      ...{ baseline: null, baseline_secondary: {}, best: null, last_iteration: null, last_run_at: null },
      ...{ starts: [], counts: { accepted: 0, rejected: 0, errors: 0 }, recent: [], ranges: [] },
      ...{ consecutive: { rejected: 0, errors: 0 }, recent_statuses: [], pull: null, steering: [] },
      ...{ overrides: [], requested: null, commands: [], commands_after: null, asked: null },
      branch_head: null,
    });
    expect(journal.state).not.toHaveProperty("imported");
    const last_run = "2025-12-31T00:00:00Z";
    const imported = {
      iterations: 3,
      best: 1,
      baseline: 2,
      last_run,
      recent_statuses: [],
      pull_request: null,
    };
    expect(new JournalBuilder("carton").adopted(7, imported).state).toMatchObject({
      ...{ imported, last_run_at: last_run, last_iteration: 3 },
    });
    expect(aJournal().defined({ evaluation: "other" }, 2).state).not.toHaveProperty("imported");
  });

  it("is what a snapshot says", () => {
    const { state } = aJournal().baseline(760);
    const snapshot = {
      at: "2026-01-02T00:00:00Z",
      program: "carton",
      run_id: "",
      type: "snapshot",
      state,
    } as const;
    expect(fold(null, [snapshot])).toEqual(state);
    expect(fold(aJournal().state, [snapshot])).toEqual(state);
  });
});

describe("fold: ends", () => {
  it("keeps of a pause at a stop only the lock that tampering put on", () => {
    const stop = { type: "loop.stop", reason: "enough", by: null } as const;
    const stopped = (journal: JournalBuilder) => journal.event(stop);
    const plain = stopped(aJournal());
    const ended = { reason: "enough", at: plain.events.at(-1)?.at };
    expect(plain.state).toMatchObject({ status: "stopped", pause: null, requested: null, ended });
    expect(stopped(aJournal().paused()).state.pause).toBeNull();
    const locked = stopped(aJournal().paused("tampered", "rewound")).state;
    expect(locked.pause).toMatchObject({ kind: "tampered", reason: "rewound" });
  });

  it("forgets what was asked for when the loop completes", () => {
    const journal = aJournal().event({
      ...{ type: "run.requested", by: MAINTAINER, comment: 1, hash: "h", instruction: true },
    });
    journal.event({ type: "loop.complete", reason: "done" });
    const ended = { reason: "done", at: journal.events.at(-1)?.at };
    expect(journal.state).toMatchObject({ status: "completed", requested: null, pause: null, ended });
    expect(journal.started().state).toMatchObject({ status: "active", ended: null, pause: null });
  });
});

describe("fold: what people did", () => {
  it("remembers the newest approval and the newest change that was put back", () => {
    const journal = aJournal().event({
      ...{ type: "program.approved", hash: "h1", by: MAINTAINER, comment: 1, issue: 2 },
    });
    expect(journal.state.approved).toEqual({ hash: "h1", by: MAINTAINER });
    journal.event({ type: "state.edited", by: MAINTAINER, fields: ["Paused"], put_back: [] });
    expect(journal.state).not.toHaveProperty("put_back");
    journal.event({
      type: "state.edited",
      by: MAINTAINER,
      fields: ["Best Metric"],
      put_back: ["Best Metric"],
    });
    const at = journal.events.at(-1)?.at;
    expect(journal.state.put_back).toEqual({ by: "maria", fields: ["Best Metric"], at });
    journal.event({ type: "state.edited", by: null, fields: ["PR"], put_back: ["PR"] });
    expect(journal.state.put_back).toMatchObject({ by: null, fields: ["PR"] });
  });

  it("follows the pull request", () => {
    const journal = aJournal().pull(5);
    expect(journal.state.pull).toEqual({ number: 5, state: "open" });
    expect(journal.pull(5, "closed").state.pull).toEqual({ number: 5, state: "closed" });
    expect(journal.pull(6, "merged").state.pull).toEqual({ number: 6, state: "merged" });
  });

  it("follows the branch: gone, deleted and back, with what was left on it", () => {
    const journal = aJournal();
    const sync = (how: "pushed" | "gone" | "deleted", head: string, left?: readonly string[]) =>
      journal.event({ type: "branch.sync", how, head, ...(left === undefined ? {} : { left }) }).state;
    expect(sync("pushed", "a")).toMatchObject({ branch_head: "a" });
    expect(journal.state).not.toHaveProperty("branch_deleted");
    expect(journal.state).not.toHaveProperty("left_on_branch");
    expect(sync("deleted", "a")).toMatchObject({ branch_head: "a", branch_deleted: true });
    expect(sync("pushed", "b", ["x"])).toMatchObject({ branch_head: "b", left_on_branch: ["x"] });
    expect(journal.state).not.toHaveProperty("branch_deleted");
    expect(sync("gone", "b", ["y", "z"])).toMatchObject({
      ...{ branch_head: null, left_on_branch: ["x", "y", "z"] },
    });
    const many = Array.from({ length: LEFT_COMMITS_REMEMBERED }, (_, n) => `c${n}`);
    expect(sync("pushed", "c", many).left_on_branch).toEqual(many);
  });
});

describe("fold: CI and pauses", () => {
  it("keeps what is known of a repair over its attempts, and counts failures", () => {
    const journal = refused();
    const since = journal.events.at(-1)?.at;
    const repair = { origin: someSha(0), since, failures: 1, signature: "s", repeated: false };
    expect(journal.state.in_flight?.repair).toEqual({ ...repair, summary: "test failed", given_up: false });
    const fix = journal.begun("fix").reported(739).committed(someSha(2));
    expect(fix.state.in_flight).toMatchObject({ attempt: 2, repair, report: { seconds: 12.5 } });
    fix.event({
      ...{ type: "ci.result", iteration: 1, head: someSha(2), result: "failure" },
      ...{ failing: ["test"], signature: "t" },
    });
    expect(fix.state.in_flight?.repair).toMatchObject({
      since,
      failures: 2,
      signature: "t",
      repeated: false,
    });
    fix.event({ type: "iteration.reject", iteration: 1, reason: "CI failed" });
    expect(fix.state.recent.at(-1)).toMatchObject({ refused: 2, commit: null, metric: 739 });
  });

  it("knows of no repair where CI said nothing that could be told again", () => {
    expect(refused(null).state.in_flight).toMatchObject({ ci: "failure" });
    expect(refused(null).state.in_flight).not.toHaveProperty("repair");
    const green = aJournal().baseline(760).begun().reported(740).committed();
    green.event({
      ...{ type: "ci.result", iteration: 1, head: someSha(1), result: "success" },
      ...{ failing: [], signature: "s" },
    });
    expect(green.state.in_flight).toMatchObject({ ci: "success" });
    expect(green.state.in_flight).not.toHaveProperty("repair");
    expect(green.begun("fix").state.in_flight).not.toHaveProperty("repair");
    expect(green.state.recent.at(-1)).not.toHaveProperty("refused");
  });

  it("gives the time of a pause back to the iteration in flight, and to no other", () => {
    const journal = aJournal().baseline(760).begun();
    const deadline = Date.parse(journal.state.in_flight?.deadline ?? "");
    journal.paused().resumed();
    expect(journal.state.in_flight?.deadline).toBe(new Date(deadline + MINUTE).toISOString());
    expect(journal.resumed().state.in_flight?.deadline).toBe(new Date(deadline + MINUTE).toISOString());
    expect(journal.state.in_flight).not.toHaveProperty("repair");
    expect(aJournal().baseline(760).paused().resumed().state.in_flight).toBeNull();
    const early = { ...journal.paused().state };
    const resume = {
      at: "2025-01-01T00:00:00Z",
      program: "carton",
      run_id: "",
      type: "loop.resume",
    } as const;
    const back = fold(early, [{ ...resume, reason: "clock", by: null }]);
    expect(back?.in_flight?.deadline).toBe(new Date(deadline + MINUTE).toISOString());
  });

  it.each<[string, PauseKind, boolean, boolean]>([
    ["a person goes on while CI is red", "ci-fix-exhausted", true, true],
    ["a person goes on after CI was waited for", "ci-timeout", true, true],
    ["a person goes on after a pause of their own", "command", true, false],
    ["the loop goes on by itself", "ci-fix-exhausted", false, false],
  ])("gives a repair up when %s: %s by a person %s: %s", (_, kind, byPerson, given_up) => {
    const journal = refused().paused(kind);
    journal.event({ type: "loop.resume", reason: "go on", by: byPerson ? MAINTAINER : null });
    expect(journal.state.in_flight?.repair).toMatchObject({ failures: 1, given_up });
    journal.paused("command").resumed();
    expect(journal.state.in_flight?.repair).toMatchObject({ failures: 1, given_up });
    journal.event({ type: "iteration.reject", iteration: 1, reason: "CI failed" });
    const words = kind === "ci-fix-exhausted" ? ["ci-fix-exhausted"] : [];
    expect(journal.state.recent_statuses).toEqual(given_up ? words : [...words, "rejected"]);
  });

  it("does not give up what CI has not refused", () => {
    const journal = aJournal().baseline(760).begun().reported(740).committed().paused("ci-missing").resumed();
    expect(journal.state.in_flight).not.toHaveProperty("repair");
    expect(journal.state.in_flight).toMatchObject({ ci: null, commit: someSha(1) });
  });
});

describe("fold: what is kept of an iteration", () => {
  it("holds the baseline's secondary metrics, and no commit of what was not kept", () => {
    const measurement = { outcome: "measured", metric: 760, secondary: { kb: 12 } } as const;
    const journal = aJournal().begun("baseline").reported(760, { measurement, answer: null });
    journal.event({ type: "iteration.accept", iteration: 0, metric: 760, reason: "measured" });
    expect(journal.state.baseline_secondary).toEqual({ kb: 12 });
    journal.begun().reported(800).committed();
    journal.event({ type: "iteration.error", iteration: 1, reason: "broke" });
    expect(journal.state.recent.at(-1)).toMatchObject({ commit: null, metric: 800, best_before: 760 });
    journal.begun();
    journal.event({ type: "iteration.error", iteration: 2, reason: "lost" });
    expect(journal.state.recent.at(-1)).toMatchObject({ metric: null, cost: NOTHING, seconds: 0, paths: [] });
    journal
      .begun()
      .reported(0, { measurement: { outcome: "failed", reason: "no number" }, cost: { ...NOTHING, usd: 1 } });
    journal.event({ type: "iteration.error", iteration: 3, reason: "no number" });
    expect(journal.state.recent.at(-1)).toMatchObject({ metric: null, cost: { usd: 1 } });
  });

  it("counts a baseline that broke", () => {
    const journal = aJournal().begun("baseline");
    journal.event({ type: "iteration.error", iteration: 0, reason: "broke" });
    expect(journal.state).toMatchObject({ counts: { errors: 1 }, recent_statuses: ["error"] });
    expect(journal.state.recent).toMatchObject([{ kind: "baseline", best_before: null }]);
  });

  it("measures anew without comparing with the best before", () => {
    const journal = aJournal().baseline(760).begun("baseline").reported(755);
    journal.event({ type: "iteration.accept", iteration: 1, metric: 755, reason: "measured" });
    expect(journal.state.recent.at(-1)).toMatchObject({ kind: "baseline", best_before: null, metric: 755 });
  });

  it("keeps the newest words", () => {
    const journal = aJournal().baseline(760);
    for (let n = 0; n <= RECENT_STATUSES; n += 1) journal.rejected(800);
    journal.failed();
    expect(journal.state.recent_statuses).toHaveLength(RECENT_STATUSES);
    expect(journal.state.recent_statuses.at(-1)).toBe("error");
    expect(journal.state.recent_statuses[0]).toBe("rejected");
  });

  it("starts no other iteration as an attempt of the one in flight", () => {
    const journal = refused();
    const start = journal.events.findLast(({ type }) => type === "iteration.start");
    if (start?.type !== "iteration.start") throw new Error("no start");
    expect(() => fold(journal.state, [{ ...start, iteration: 2, attempt: 2 }])).toThrow("has not ended");
    expect(() => fold(journal.state, [start])).toThrow("iteration 1 has not ended");
  });

  it("counts a start of exactly a day ago no more", () => {
    const { state } = aJournal().baseline(760);
    const start = aJournal().baseline(760).begun().events.at(-1);
    if (start?.type !== "iteration.start") throw new Error("no start");
    const at = "2026-01-03T00:00:00.000Z";
    const starts = ["2026-01-02T00:00:00.000Z", "2026-01-02T00:00:00.001Z"];
    expect(fold({ ...state, starts }, [{ ...start, at }])?.starts).toEqual([starts[1], at]);
  });
});
