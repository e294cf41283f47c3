import { describe, expect, it } from "vitest";
import { orphanedRuns } from "../../../src/plan/runs/orphaned-runs.ts";
import { aJournal } from "../../support/plan/journal.ts";
import { aKeptProgram } from "../../support/plan/observation.ts";
import { type Planned, planned } from "../../support/plan/planned.ts";

/** The kept program has ended iterations 0 and 1. */
const run = (iteration: number) => ({ nonce: `held-${iteration}`, iteration });
const disposed = ({ actions }: Planned) =>
  actions.flatMap((one) => (one.type === "run.dispose" ? [[one.nonce, one.place]] : []));

describe(orphanedRuns, () => {
  it("ends a run of this machine whose iteration has ended, and no other", () => {
    expect(disposed(planned({ journal: aKeptProgram(), held: [run(0), run(1)] }))).toEqual([
      ["held-0", "here"],
      ["held-1", "here"],
    ]);
  });

  it("ends those of earlier iterations while another is in flight", () => {
    const flying = aKeptProgram().begun();
    expect(disposed(planned({ journal: flying, held: [run(1)] }))).toEqual([["held-1", "here"]]);
    expect(disposed(planned({ journal: flying.paused(), held: [run(1)] }))).toEqual([["held-1", "here"]]);
  });

  it("leaves the run that is in flight", () => {
    const nonce = "nonce-2-1";
    expect(disposed(planned({ journal: aKeptProgram().begun(), held: [{ ...run(2), nonce }] }))).toEqual([]);
  });

  it.each([
    ["an iteration that the journal does not know yet", run(2)],
    ["an iteration far ahead of the journal, which somebody may have put back", run(9)],
  ])("leaves a run of %s", (_, held) => {
    expect(disposed(planned({ journal: aKeptProgram(), held: [held] }))).toEqual([]);
  });

  it("leaves an earlier attempt of the iteration in flight until that ends", () => {
    expect(disposed(planned({ journal: aKeptProgram().begun().begun("fix"), held: [run(2)] }))).toEqual([]);
  });

  it("leaves the first run of a program that has begun none, as far as its journal knows", () => {
    expect(disposed(planned({ journal: aJournal(), held: [run(0)] }))).toEqual([]);
  });

  it("says nothing of a program that nobody adopted", () => {
    expect(disposed(planned({ journal: "absent", held: [run(1)] }))).toEqual([]);
  });
});
