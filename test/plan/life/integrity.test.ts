import { describe, expect, it } from "vitest";
import { integrity } from "../../../src/plan/life/integrity.ts";
import { STATUS_MARKER, statusSeqMarker } from "../../../src/text/format/markers.ts";
import { aKeptProgram } from "../../support/plan/observation.ts";
import { bodyOf, HOUR, planned, typesOf } from "../../support/plan/planned.ts";
import { own, said } from "../../support/plan/view-parts.ts";

const status = (seq: number) => own(`${STATUS_MARKER}\n${statusSeqMarker(seq)}\n`, 9_000);

describe(integrity, () => {
  it("decides nothing on a journal that cannot be read, and says where people look", () => {
    const plan = planned({ journal: { broken: "line 3 is torn" } }, { after: HOUR });
    expect(plan.says).toEqual([
      expect.stringContaining("post the notice (problems)".replace("problems", "journal-broken")),
    ]);
    expect(bodyOf(plan, "notice (journal-broken)")).toContain("line 3 is torn");
  });

  it("never takes a journal that is gone for a first run", () => {
    const plan = planned({ journal: "absent", comments: [status(7)] });
    expect(plan.says).toEqual([expect.stringContaining("post the notice (journal-gone)")]);
  });

  it("takes a status comment of an older edition for no proof of a journal", () => {
    const older = own(`${STATUS_MARKER}\n| Status | Active |`, 9_000);
    expect(typesOf(planned({ journal: "absent", comments: [older] }).events)).toContain("program.adopted");
  });

  it("believes only the app's own comments about what was shown", () => {
    const forged = said("stranger", `${STATUS_MARKER}\n${statusSeqMarker(999)}`);
    expect(planned({ comments: [forged] }).events).toEqual([]);
  });

  it.each([
    ["active", aKeptProgram()],
    ["paused", aKeptProgram().paused("plateau")],
  ])("pauses an %s program whose journal is shorter than what was shown", (_, journal) => {
    const { events } = planned({ journal, comments: [status(999)] });
    expect(events).toMatchObject([{ type: "loop.pause", kind: "tampered", by: null }]);
  });

  it("notices a rewound journal even where the label was just put on again", () => {
    const labelled = [{ login: "maria", at: "2026-01-01T01:00:00Z" }];
    const journal = aKeptProgram().paused("plateau");
    const { events } = planned({ journal, issue: { labelled }, comments: [status(999)] });
    expect(events[0]).toMatchObject({ type: "loop.pause", kind: "tampered" });
  });

  it("pauses once, whatever the status comment still shows", () => {
    expect(planned({ journal: aKeptProgram().paused("tampered"), comments: [status(999)] }).events).toEqual(
      [],
    );
  });
});
