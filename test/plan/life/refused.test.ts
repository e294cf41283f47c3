import { describe, expect, it } from "vitest";
import { emptyDraft } from "../../../src/plan/draft.ts";
import { refused } from "../../../src/plan/life/refused.ts";
import type { Refusal } from "../../../src/plan/world.ts";
import { POLICY } from "../../support/loop/loop.ts";
import type { JournalBuilder } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation } from "../../support/plan/observation.ts";

/** What a refusal, or none, makes of a program. */
function ruled(
  what: string | null,
  journal: JournalBuilder | null = aKeptProgram(),
  said: string | null = null,
) {
  const refusal: Refusal | null = what === null ? null : { where: "program", what, said };
  const seen = anObservation({ journal: journal ?? "absent", found: { refused: refusal } });
  return refused({ seen, now: 0, policy: POLICY }, emptyDraft(journal?.state ?? null, 0));
}

describe(refused, () => {
  it("pauses with what the host refused", () => {
    const draft = ruled("delete the branch");
    expect(draft.events).toMatchObject([
      {
        type: "loop.pause",
        kind: "refused",
        reason: "GitHub did not let Autoloop delete the branch.",
        by: null,
      },
    ]);
    expect(draft.mustWrite).toBe(true);
    expect(draft.notices).toEqual([]);
  });

  it("keeps the host's own sentence, bounded", () => {
    const { events } = ruled("delete the branch", aKeptProgram(), `Rule\nviolations ${"x".repeat(600)}`);
    const [pause] = events;
    const why = pause?.type === "loop.pause" ? pause.reason : "";
    expect(why).toMatch(/^GitHub did not let Autoloop delete the branch: Rule violations x+…$/);
    expect(why.length).toBeLessThan(600);
  });

  it("leaves room for that sentence however much was to be done", () => {
    const [pause] = ruled(`commit ${"a/very/long/path ".repeat(90)}`, aKeptProgram(), "No.").events;
    expect(pause?.type === "loop.pause" ? pause.reason : "").toMatch(
      /^GitHub did not let .{100,170}…: No\.$/,
    );
  });

  it("journals nothing where the loop does not run, and says it all the same", () => {
    const draft = ruled("edit the pull request", aKeptProgram().paused(), "No.");
    expect(draft.events).toEqual([]);
    expect(draft.notices).toEqual([{ kind: "refused", what: "edit the pull request", said: "No." }]);
  });

  it("says nothing where nothing was refused, or where there is no program", () => {
    for (const draft of [ruled(null), ruled("x", null)])
      expect(draft).toMatchObject({ events: [], notices: [] });
  });
});
