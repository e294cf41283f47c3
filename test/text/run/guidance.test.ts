import { describe, expect, it } from "vitest";
import { guidance } from "../../../src/text/run/guidance.ts";
import { aJournal, type JournalBuilder } from "../../support/plan/journal.ts";
import { anAnswer, newCarton } from "../comments/carton.ts";

/** The advice alone, where it speaks of nothing; else with what it speaks of behind it. */
function told(...given: Parameters<typeof guidance>): string {
  const { advice, about } = guidance(...given);
  return about === null ? advice : `${advice} [${about}]`;
}

describe("guidance", () => {
  it("begins with reading", () =>
    expect(told(aJournal().baseline(1).state, null)).toMatch(/^Nothing has been tried/));

  it("repairs what crashed", () => {
    expect(told(aJournal().baseline(1).failed("no such file").state, null)).toMatch(
      /^The last iteration crashed; the block below says how\. Find out why first.* \[no such file\]$/,
    );
  });

  it("exploits what was kept", () => {
    const journal = aJournal()
      .baseline(2)
      .accepted(1, { answer: anAnswer("Use a cube.") });
    expect(told(journal.state, null)).toMatch(
      /^The last change was kept; .*\. Exploit it.* \[Use a cube\.\]$/,
    );
  });

  it("explores after a discard and combines near-misses", () => {
    expect(told(aJournal().baseline(1).rejected(2).state, null)).toMatch(/explore something.*near-misses/);
  });

  it("changes at the third discard in a row and at the sixth", () => {
    const journal = aJournal().baseline(1);
    const seen = Array.from({ length: 8 }, () => told(journal.rejected(2).state, null));
    expect(seen.slice(0, 2)).toEqual([seen[0], seen[0]]);
    expect(seen[0]).toMatch(/^The last change was discarded\./);
    expect(seen[2]).toMatch(
      /^The last 3 iterations were all discarded\. Read the Target .* next item of the plan .* ideas that nobody has tried.* near-misses may add up/,
    );
    expect([seen[3], seen[4]]).toEqual([4, 5].map((n) => seen[2]?.replace("last 3", `last ${n}`)));
    expect(seen[5]).toMatch(/^The last 6 iterations .* opposite .* architecture/);
    expect(seen[7]).toBe(seen[5]?.replace("last 6", "last 8"));
  });

  it("exploits when fewer than three iterations are left", () => {
    const { state } = aJournal().baseline(1).rejected(2);
    expect(told(state, 3)).toMatch(/^The last change was discarded/);
    expect(told(state, 2)).toBe(
      "Only 2 iterations are left: exploit what is known to work, in small and safe steps. Explore nothing new.",
    );
    expect(told(state, 1)).toMatch(/^This is the last iteration/);
  });

  it("begins with reading as long as nothing but a baseline was measured", () => {
    expect(told(newCarton(), null)).toMatch(/^Nothing has been tried/);
    const journal = aJournal().begun("baseline").reported(5);
    journal.event({ type: "iteration.reject", iteration: 0, reason: "odd" });
    expect(told(journal.state, null)).toMatch(/^Nothing has been tried/);
  });

  it("speaks of the newest iteration, whatever came before", () => {
    const journal = aJournal()
      .baseline(9)
      .failed("first")
      .accepted(8, { answer: anAnswer("Second.") });
    expect(told(journal.state, null)).toMatch(/^The last change was kept; .* \[Second\.\]$/);
    expect(told(journal.rejected(9).state, null)).toMatch(/^The last change was discarded/);
    expect(told(journal.failed("fourth").state, null)).toMatch(/^The last iteration crashed; .* \[fourth\]$/);
  });

  it("says both that it crashed and that the end is near", () => {
    expect(told(aJournal().baseline(1).failed("no such file").state, 0)).toBe(
      "This is the last iteration: exploit what is known to work, in small and safe steps. Explore nothing new. " +
        "The last iteration crashed; the block below says how. Find out why first: repair its idea if it was good, " +
        "otherwise leave it and say so in your lessons. [no such file]",
    );
  });

  it("gives the reason of a change that was kept without an answer", () => {
    const { state } = aJournal().baseline(2).accepted(1, { answer: null });
    expect(told(state, null)).toMatch(/^The last change was kept; .* \[better, and CI is green\]$/);
  });

  it("counts the discards since the last change that was kept", () => {
    const journal = aJournal().baseline(9).accepted(8).rejected(9).accepted(7);
    for (let number = 0; number < 2; number++) journal.rejected(9);
    expect(told(journal.state, null)).toMatch(/^The last change was discarded/);
    expect(told(journal.rejected(9).state, null)).toMatch(/^The last 3 iterations were all discarded/);
  });

  it("takes for a near-miss a change that was measured and discarded, and nothing else", () => {
    const unmeasured = { measurement: { outcome: "rejected", reason: "odd" } } as const;
    const near = (journal: JournalBuilder) =>
      told(journal.rejected(0, "odd", unmeasured).state, null).endsWith(" near-misses may add up to a gain.");
    expect(near(aJournal().baseline(9))).toBe(false);
    expect(near(aJournal().baseline(9).accepted(8))).toBe(false);
    expect(
      near(aJournal().baseline(9).failed("odd", { outcome: "measured", metric: 10, secondary: {} })),
    ).toBe(false);
    expect(near(aJournal().baseline(9).rejected(10))).toBe(true);
    const rejected = aJournal().begun("baseline").reported(5);
    expect(near(rejected.event({ type: "iteration.reject", iteration: 0, reason: "odd" }))).toBe(false);
  });
});
