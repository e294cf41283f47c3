import { describe, expect, it } from "vitest";
import { decodeEvents } from "../../../src/text/journal/journal.ts";
import { logLine } from "../../../src/text/journal/journal-log.ts";
import { aJournal, type JournalBuilder, journalOf, MAINTAINER, someSha } from "../../support/plan/journal.ts";

describe("logLine", () => {
  it("tells each event in one line without control characters", () => {
    const history = aJournal()
      .baseline(760)
      .steered("Try\n\u001b[31ma cube")
      .accepted(700)
      .failed("no number", { outcome: "failed", reason: "text" })
      .paused()
      .resumed()
      .pull(5)
      .event({ type: "branch.sync", how: "merge", head: "abcdef0123" })
      .event({ type: "iteration.revoke", iteration: 1, head: someSha(1), check: "lint\ntest" })
      .event({ type: "state.edited", by: null, fields: ["Paused"], put_back: [] })
      .event({ type: "loop.complete", reason: "target reached" });
    const events = decodeEvents(journalOf(history).text);
    expect(events.map(logLine).join("\n")).toBe(
      [
        "    1  2026-01-01 00:01:00  program.adopted    carton, issue #1, branch autoloop/carton",
        "    2  2026-01-01 00:02:00  program.defined    definition 43066b769c65, epoch 1, approved by maria",
        "    3  2026-01-01 00:03:00  loop.start         run run-1 by label",
        "    4  2026-01-01 00:04:00  iteration.start    0: baseline, attempt 1, local at here",
        "    5  2026-01-01 00:05:00  iteration.report   0: 760",
        "    6  2026-01-01 00:06:00  iteration.accept   0: 760, the baseline was measured",
        "    7  2026-01-01 00:07:00  steering.received  maria (maintain): Try [31ma cube",
        "    8  2026-01-01 00:08:00  iteration.start    1: improve, attempt 1, local at here",
        "    9  2026-01-01 00:09:00  iteration.report   1: 700, Make the carton a little deeper.",
        "   10  2026-01-01 00:10:00  iteration.commit   1: e600c0c",
        "   11  2026-01-01 00:11:00  ci.result          1: success",
        "   12  2026-01-01 00:12:00  iteration.accept   1: 700, better, and CI is green",
        "   13  2026-01-01 00:13:00  iteration.start    2: improve, attempt 1, local at here",
        "   14  2026-01-01 00:14:00  iteration.report   2: failed, text, Make the carton a little deeper.",
        "   15  2026-01-01 00:15:00  iteration.error    2: no number",
        "   16  2026-01-01 00:16:00  loop.pause         command: wait for the release",
        "   17  2026-01-01 00:17:00  loop.resume        go on",
        "   18  2026-01-01 00:18:00  pull.opened        #5",
        "   19  2026-01-01 00:19:00  branch.sync        merge, head abcdef0",
        "   20  2026-01-01 00:20:00  iteration.revoke   1: lint test turned red",
        "   21  2026-01-01 00:21:00  state.edited       somebody changed Paused",
        "   22  2026-01-01 00:22:00  loop.complete      target reached",
      ].join("\n"),
    );
  });
});

describe("logLine: what people asked for, and what came of it", () => {
  const said = (history: JournalBuilder) =>
    decodeEvents(journalOf(history, 100).text)
      .concat(decodeEvents(journalOf(history).text))
      .map((event) => logLine(event).slice(28).trimEnd());
  const by = MAINTAINER;

  it("tells commands, settings, approvals and requests", () => {
    const command = { type: "command.received", comment: 5, by, hash: "h" } as const;
    const history = aJournal()
      .event({
        ...{ ...command, written_at: "2026-01-01T00:00:00Z", text: "/autoloop pause", verb: "pause" },
        ...{ outcome: "done", reason: null },
      })
      .event({
        ...{ ...command, written_at: "2026-01-01T00:00:00Z", text: "/autoloop puase", verb: "unknown" },
        ...{ outcome: "unusable", reason: "Did you mean pause?" },
      })
      .event({ type: "program.set", by, key: "ci", value: "none" })
      .event({ type: "program.set", by, key: "ci", value: null })
      .event({ type: "program.approved", hash: "0123456789abcdef", by, comment: 6, issue: 9 })
      .event({ type: "run.requested", by, comment: 7, hash: "h", instruction: false })
      .event({ type: "run.requested", by, comment: 8, hash: "h", instruction: true });
    expect(said(history).slice(-7)).toEqual([
      "command.received   pause by maria (maintain), done: /autoloop pause",
      "command.received   unknown by maria (maintain), unusable: Did you mean pause?",
      "program.set        ci = none, by maria",
      "program.set        ci = as the text says, by maria",
      "program.approved   text 0123456789ab by maria (maintain)",
      "run.requested      by maria",
      "run.requested      by maria, with comment 8",
    ]);
  });

  it("tells what is there of a snapshot, an edit and a report that was refused, in 120 characters", () => {
    const history = aJournal().baseline(760).rejected(1_000_000, "x".repeat(200)).begun();
    history.reported(0, { measurement: { outcome: "rejected", reason: "odd" }, answer: null });
    history.event({ type: "state.edited", by, fields: ["Paused", "PR"], put_back: [] });
    const told = said(history);
    expect(told.slice(-5)).toEqual([
      "iteration.report   1: 1000000, Make the carton a little deeper.",
      `iteration.reject   1: ${"x".repeat(116)}…`,
      "iteration.start    2: improve, attempt 1, local at here",
      "iteration.report   2: rejected, odd",
      "state.edited       maria changed Paused, PR",
    ]);
  });

  it("tells rejections, failing checks, reports without a measurement and snapshots", () => {
    const history = aJournal().baseline(760).rejected(800, "worse").begun();
    history.reported(0, { measurement: null, answer: null }).committed();
    history.event({
      ...{ type: "ci.result", iteration: 2, head: someSha(2), result: "failure" },
      ...{ failing: ["lint", "test"], signature: "s" },
    });
    expect(said(history).slice(-8)).toEqual(
      [
        expect.stringMatching(/^iteration.start/),
        expect.stringMatching(/^iteration.report {3}1: 800, Make/),
        "iteration.reject   1: worse",
        expect.stringMatching(/^iteration.start/),
        "iteration.report   2: nothing measured",
        expect.stringMatching(/^iteration.commit {3}2: /),
        "ci.result          2: failure, failing: lint, test",
      ].toSpliced(0, 0, expect.stringMatching(/^iteration.accept {3}0: 760/)),
    );
    expect(said(aJournal().baseline(760))[0]).toBe("snapshot           active, 0 iterations remembered");
  });
});
