import { describe, expect, it } from "vitest";
import { tooLong } from "../../../src/plan/life/run-time.ts";
import { aProgram, programText } from "../../support/plan/observation.ts";
import { HOUR, planned, typesOf } from "../../support/plan/planned.ts";

describe(tooLong, () => {
  const slow = (seconds: number, ...settings: readonly string[]) => {
    const text = programText("repeat: 9", ...settings);
    const journal = aProgram(text).baseline(760, { evaluation_seconds: seconds });
    for (let more = 0; more < 4; more += 1) journal.rejected(800, "no", { evaluation_seconds: seconds });
    return (executor: "actions" | "local") =>
      planned({ journal, text }, { after: HOUR, policy: { executor } });
  };

  it("keeps an iteration from starting that GitHub would end, and says how long it takes", () => {
    const { events, actions } = slow(2_000)("actions");
    expect(typesOf(events)).not.toContain("iteration.start");
    const bodies = actions.flatMap((action) => ("body" in action && action.body ? [action.body] : []));
    expect(bodies.join("\n")).toContain(
      "A run may take 15 h 10 min (agent 10 min, gates 0 s, evaluation 9 × 1 h 40 min), which is longer than it can where it runs.",
    );
  });

  it("lets it start where nothing ends it, and where it is short enough", () => {
    expect(typesOf(slow(2_000)("local").events)).toContain("iteration.start");
    expect(typesOf(slow(100)("actions").events)).toContain("iteration.start");
  });
});
