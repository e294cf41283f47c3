import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Terminal } from "../../../src/domain/errors.ts";
import { fold } from "../../../src/domain/journal/fold.ts";
import { RECENT_ITERATIONS, STEERING_KEPT } from "../../../src/domain/limits.ts";
import { READER } from "../../../src/text/program/program.ts";
import { histories } from "../../support/plan/histories.ts";
import {
  aDefinition,
  aJournal,
  JournalBuilder,
  journalOf,
  MAINTAINER,
  someSha,
} from "../../support/plan/journal.ts";

describe("fold: the reader of a definition", () => {
  it("is that of the newest definition, and the first one's where the journal names none", () => {
    const definition = aDefinition();
    const bound = { hash: "0".repeat(64), approved_by: MAINTAINER };
    const defined = { type: "program.defined", ...bound, definition, epoch: 1 } as const;
    expect(aJournal().state.definition?.reader).toBe(READER);
    const older = aJournal().event(defined);
    expect(older.state.definition).toEqual({ ...bound, parsed: definition });
    expect(journalOf(older).state).toEqual(older.state);
  });
});

describe("fold", () => {
  it("waits after adoption, is active after a start, and remembers who paused it why", () => {
    const journal = new JournalBuilder("carton").adopted();
    expect(journal.state).toMatchObject({ status: "waiting", definition: null, run: null });
    journal.defined().started();
    expect(journal.state).toMatchObject({ status: "active", run: { id: "run-1", trigger: "label" } });
    journal.paused("command", "lunch");
    expect(journal.state.pause).toMatchObject({ kind: "command", reason: "lunch", by: MAINTAINER });
    journal.resumed();
    expect(journal.state).toMatchObject({ status: "active", pause: null });
  });

  it("takes baseline and best from the baseline, without counting it", () => {
    const { state } = aJournal().baseline(760);
    expect(state).toMatchObject({
      baseline: 760,
      best: { metric: 760, iteration: 0, commit: null },
      last_iteration: 0,
    });
    expect(state.counts).toEqual({ accepted: 0, rejected: 0, errors: 0 });
    expect(state.recent_statuses).toEqual([]);
    expect(state.recent.at(-1)).toMatchObject({ kind: "baseline", verdict: "accepted", best_before: null });
  });

  it("moves best only when an iteration is kept", () => {
    const journal = aJournal().baseline(760).rejected(700).accepted(720);
    expect(journal.state.best).toEqual({ metric: 720, iteration: 2, commit: someSha(2) });
    expect(journal.state.recent.at(-1)).toMatchObject({ metric: 720, best_before: 760, commit: someSha(2) });
    expect(journal.state.recent.at(-2)).toMatchObject({ metric: 700, best_before: 760, commit: null });
  });

  it("counts rejections and errors in a row, and forgets them at a kept iteration, a start and a resume", () => {
    const bad = () => aJournal().baseline(760).rejected(800).failed().failed();
    expect(bad().state.consecutive).toEqual({ rejected: 0, errors: 2 });
    expect(bad().rejected(800).state.consecutive).toEqual({ rejected: 1, errors: 0 });
    for (const next of [bad().accepted(1), bad().started(), bad().paused().resumed()]) {
      expect(next.state.consecutive).toEqual({ rejected: 0, errors: 0 });
    }
    expect(bad().state.counts).toEqual({ accepted: 0, rejected: 1, errors: 2 });
    expect(bad().state.recent_statuses).toEqual(["rejected", "error", "error"]);
  });

  it("opens a new epoch without baseline and best, and keeps numbering", () => {
    const journal = aJournal().baseline(760).accepted(700).defined({ evaluation: "other" }, 2);
    expect(journal.state).toMatchObject({ epoch: 2, baseline: null, best: null, last_iteration: 1 });
    journal.baseline(5);
    expect(journal.state).toMatchObject({ baseline: 5, best: { metric: 5, iteration: 2 } });
    journal.defined({ context: "more words" }, 2);
    expect(journal.state).toMatchObject({ baseline: 5, best: { metric: 5 } });
  });

  it("keeps what pairs said with the iteration that they confirmed or did not", () => {
    const pairs = [
      { base: 760, candidate: 751 },
      { base: 762, candidate: 752 },
    ];
    const confidence = { pairs: 2, better: 2, base: 761, change: -9.5, noise: 0.5 };
    const journal = aJournal("carton", { confirm: 9 }).baseline(760).begun("improve", "local", 9);
    expect(journal.state.in_flight?.confirm).toBe(9);
    journal.reported(750, { pairs }).committed();
    expect(journal.state.in_flight?.report?.pairs).toEqual(pairs);
    journal.event({ type: "iteration.accept", iteration: 1, metric: 751.5, reason: "better" });
    expect(journal.state.best?.metric).toBe(751.5);
    expect(journal.state.recent.at(-1)).toMatchObject({ metric: 751.5, best_before: 760, confidence });
    expect(journalOf(journal, 1).state).toEqual(journal.state);
    expect(
      aJournal().baseline(760).rejected(800, "no", { pairs: [] }).state.recent.at(-1),
    ).not.toHaveProperty("confidence");
  });

  it("knows the noise of the baseline that was measured with itself, until measuring changes", () => {
    const pairs = [
      { base: 760, candidate: 757 },
      { base: 760, candidate: 761 },
      { base: 760, candidate: 762 },
    ];
    const journal = aJournal("carton", { confirm: "auto" }).baseline(760, { pairs });
    expect(journal.state.noise).toBe(2);
    expect(journalOf(journal, 1).state).toEqual(journal.state);
    expect(journal.defined({ confirm: "auto", evaluation: "other" }, 2).state).not.toHaveProperty("noise");
    expect(journal.baseline(5).state).not.toHaveProperty("noise");
  });

  it("keeps the key of the first accepted number that has one, until measuring changes", () => {
    const keyed = (key: string) => ({
      measurement: { outcome: "measured" as const, metric: 700, key, secondary: {} },
    });
    const journal = aJournal().baseline(760);
    expect(journal.state.metric_key).toBeUndefined();
    expect(journal.accepted(700, keyed("ms")).state.metric_key).toBe("ms");
    expect(journal.accepted(690, keyed("kb")).state.metric_key).toBe("ms");
    expect(journal.defined({ context: "more words" }, 1).state.metric_key).toBe("ms");
    expect(journal.defined({ evaluation: "other" }, 2).state.metric_key).toBeUndefined();
    expect(journal.baseline(5, keyed("kb")).state.metric_key).toBe("kb");
  });

  it("holds one iteration at a time, of which attempts follow each other", () => {
    const journal = aJournal().baseline(760).begun().reported(700).committed().begun("fix");
    expect(journal.state.in_flight).toMatchObject({
      number: 1,
      kind: "fix",
      attempt: 2,
      report: null,
      commit: null,
    });
    const start = journal.events.findLast(({ type }) => type === "iteration.start");
    if (start?.type !== "iteration.start") throw new Error("no start");
    const { state } = journal;
    expect(() => fold(state, [start])).toThrow("iteration 1 has not ended");
    expect(() => fold(state, [{ ...start, iteration: 2 }])).toThrow("iteration 1 has not ended");
    const idle = aJournal().baseline(760).state;
    expect(() => fold(idle, [{ ...start, iteration: 3 }])).toThrow("iteration 1 comes next");
  });

  it("refuses what needs an iteration in flight when there is none, or another one", () => {
    const idle = aJournal().baseline(760);
    for (const iteration of [0, 1]) {
      expect(() => idle.event({ type: "iteration.commit", iteration, commit: someSha(1) })).toThrow(Terminal);
      expect(() => idle.event({ type: "iteration.reject", iteration, reason: "" })).toThrow(
        "is not in flight",
      );
    }
    expect(() => idle.adopted()).toThrow("was adopted before");
    expect(() => new JournalBuilder("x").paused()).toThrow("was not adopted yet");
  });

  it("keeps the newest steering, one of each comment, and marks what an iteration was given", () => {
    const journal = aJournal().baseline(760).steered("first", 1).steered("other", 2).steered("edited", 1);
    expect(journal.state.steering.map(({ comment, text }) => [comment, text])).toEqual([
      [2, "other"],
      [1, "edited"],
    ]);
    journal.begun().steered("later", 3);
    expect(journal.state.steering.map(({ given }) => given)).toEqual([true, true, false]);
    for (let comment = 10; comment < 100; comment++) journal.steered("more", comment);
    expect(journal.state.steering).toHaveLength(STEERING_KEPT);
    expect(journal.state.steering.at(-1)?.comment).toBe(99);
  });

  it("follows the pull request and the branch", () => {
    const journal = aJournal()
      .pull(3)
      .event({ type: "branch.sync", how: "created", head: someSha(9) });
    expect(journal.state).toMatchObject({ pull: { number: 3, state: "open" }, branch_head: someSha(9) });
    expect(journal.pull(3, "merged").state.pull).toEqual({ number: 3, state: "merged" });
  });

  it("sums up old iterations without losing one", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("accept", "reject", "error"), { maxLength: 300 }), (verdicts) => {
        const journal = aJournal().baseline(1_000);
        for (const [index, verdict] of verdicts.entries()) {
          if (verdict === "accept") journal.accepted(999 - index);
          else if (verdict === "reject") journal.rejected(2_000);
          else journal.failed();
        }
        const { ranges, recent, counts } = journal.state;
        expect(recent).toHaveLength(Math.min(verdicts.length + 1, RECENT_ITERATIONS));
        const numbers = [
          ...ranges.flatMap(({ from, to }) => [from, to]),
          ...recent.map(({ number }) => number),
        ];
        expect(numbers.at(0)).toBe(0);
        for (const [index, { from }] of ranges.entries())
          expect(from).toBe((ranges[index - 1]?.to ?? -1) + 1);
        expect(recent[0]?.number).toBe((ranges.at(-1)?.to ?? -1) + 1);
        const summed = ranges.reduce((sum, one) => sum + one.accepted + one.rejected + one.errors, 0);
        expect(summed + recent.length).toBe(counts.accepted + counts.rejected + counts.errors + 1);
      }),
      { numRuns: 30 },
    );
  });

  it("does not depend on where it is interrupted", () => {
    fc.assert(
      fc.property(histories, fc.nat(), (history, cut) => {
        const at = cut % (history.events.length + 1);
        const early = fold(null, history.events.slice(0, at));
        expect(fold(early, history.events.slice(at))).toEqual(history.state);
      }),
      { numRuns: 50 },
    );
  });
});

describe("fold: starts and epochs", () => {
  it("remembers the starts of the last 24 hours, and no more than can be asked for", () => {
    const journal = aJournal().baseline(760);
    for (let n = 0; n < 120; n += 1) journal.rejected(800);
    expect(journal.state.starts).toHaveLength(100);
    expect(journal.state.starts.at(-1)).toBe(journal.state.last_run_at);
    const later = {
      ...journal.state,
      starts: ["2025-12-30T00:00:00.000Z", ...journal.state.starts.slice(0, 2)],
    };
    const start = aJournal()
      .begun("baseline")
      .events.find(({ type }) => type === "iteration.start");
    if (start?.type !== "iteration.start") throw new Error("no start");
    const iteration = (later.last_iteration ?? 0) + 1;
    const next = fold(later, [{ ...start, iteration, at: "2026-01-01T00:30:00.000Z" }]);
    expect(next?.starts).toEqual([...later.starts.slice(1), "2026-01-01T00:30:00.000Z"]);
  });

  it("says why an epoch began and what was known before it", () => {
    const journal = aJournal().baseline(760).accepted(750);
    expect(journal.state.epoch_change).toBeNull();
    journal.defined({ evaluation: "node other.mjs", targets: ["src/**"] }, 2);
    expect(journal.state.epoch_change).toMatchObject({
      parts: ["Target", "Evaluation"],
      by: { login: "maria" },
      after: 1,
      baseline: 760,
      best: 750,
    });
    expect(journal.state).toMatchObject({ epoch: 2, baseline: null, best: null });
    const { epoch_change } = journal.state;
    expect(journal.defined({ evaluation: "node other.mjs", goal: "x" }, 2).state.epoch_change).toEqual(
      epoch_change,
    );
  });

  it("forgets imported numbers when the measuring changes, not with the first definition", () => {
    const imported = {
      ...{ iterations: 7, best: 700, baseline: 800, last_run: null },
      ...{ recent_statuses: ["accepted"], pull_request: 3 },
    };
    const journal = new JournalBuilder("carton").adopted(1, imported).defined({}, 1);
    expect(journal.state).toMatchObject({ imported, last_iteration: 7, recent_statuses: ["accepted"] });
    journal.defined({ evaluation: "node other.mjs" }, 2);
    expect(journal.state.imported).toEqual({ ...imported, best: null, baseline: null });
  });
});

describe("fold: iterations of which little is known", () => {
  it("takes a baseline without a report", () => {
    const journal = aJournal().begun("baseline");
    journal.event({ type: "iteration.accept", iteration: 0, metric: 760, reason: "it stood so" });
    expect(journal.state).toMatchObject({ baseline: 760, baseline_secondary: {}, best: { metric: 760 } });
    expect(journal.state.recent).toMatchObject([{ metric: 760, answer: null, paths: [], seconds: 0 }]);
  });

  it("takes an iteration that ended before there was a best", () => {
    expect(aJournal().failed().state.recent).toMatchObject([{ kind: "improve", best_before: null }]);
  });

  it("sums up what CI said without words of its own", () => {
    const journal = aJournal().baseline(760).begun().reported(700).committed();
    const red = { type: "ci.result", iteration: 1, head: someSha(1), result: "failure" } as const;
    journal.event({ ...red, failing: ["test"], signature: "s" });
    const repair = { origin: someSha(0), failures: 1, signature: "s", repeated: false, summary: "" };
    expect(journal.state.in_flight).toMatchObject({ ci: "failure", repair: { ...repair, given_up: false } });
    journal.event({ ...red, failing: ["test"], signature: "s", summary: "words" });
    expect(journal.state.in_flight?.repair).toMatchObject({ failures: 2, repeated: true, summary: "words" });
  });
});
