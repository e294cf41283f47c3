import { describe, expect, it } from "vitest";
import { cancel } from "../../../src/plan/iteration/cancel.ts";
import { aKeptProgram } from "../../support/plan/observation.ts";
import { finished, planned, typesOf } from "../../support/plan/planned.ts";

const flying = () => aKeptProgram().begun("improve", "actions");

describe(cancel, () => {
  it.each([{ queued: true as const }, {}])(
    "ends a run on GitHub Actions when the program is paused",
    (run) => {
      const { events, says } = planned({ journal: flying().paused(), run: { state: "running", ...run } });
      expect(events).toMatchObject([
        { type: "iteration.error", reason: "Stopped before it ended. The program was paused." },
      ]);
      expect(says).toContain("clean up run nonce-2-1");
    },
  );

  it.each([
    ["came back already", { journal: flying().paused(), run: finished(740) }],
    ["has its commit on the branch", { journal: flying().paused(), committed: true }],
    ["was never heard of", { journal: flying().paused(), run: { state: "absent" as const } }],
    ["is on this machine", { journal: aKeptProgram().begun().paused() }],
    [
      "is with an executor of a later version",
      { journal: aKeptProgram().begun("improve", "cloud").paused() },
    ],
  ])("leaves an iteration in flight whose run %s", (_, deviation) => {
    expect(typesOf(planned(deviation).events)).toEqual([]);
  });
});
