import { describe, expect, it } from "vitest";
import { type JournalBuilder, MAINTAINER } from "../../../support/plan/journal.ts";
import { aKeptProgram } from "../../../support/plan/observation.ts";
import { planned } from "../../../support/plan/planned.ts";
import { said } from "../../../support/plan/view-parts.ts";

const NOW = "2026-01-01T00:40:00Z";

/** What follows when the maintainer writes this on the program's issue. */
function eventsAfter(words: string, journal: JournalBuilder) {
  const comments = [said("maria", words, { createdAt: NOW, updatedAt: NOW })];
  return planned({ journal, comments, permissions: { maria: "maintain" } }).events.map((event) => {
    if (event.type === "command.received") return { outcome: event.outcome, told: event.reason };
    return event.type === "loop.pause" ? { kind: event.kind, reason: event.reason } : event.type;
  });
}

describe("/autoloop pause", () => {
  it("pauses a program that runs, with the reason that was given", () => {
    expect(eventsAfter("/autoloop pause too expensive", aKeptProgram())).toEqual([
      { outcome: "done", told: null },
      { kind: "command", reason: "too expensive" },
    ]);
  });

  it("says so where no reason was given", () => {
    expect(eventsAfter("/autoloop pause", aKeptProgram()).at(-1)).toEqual({
      kind: "command",
      reason: "No reason was given.",
    });
  });

  it("leaves the pause of a person as it is", () => {
    expect(eventsAfter("/autoloop pause again", aKeptProgram().paused())).toEqual([
      { outcome: "done", told: null },
    ]);
  });

  it("tells its author where nothing runs", () => {
    const stopped = aKeptProgram().event({ type: "loop.stop", reason: "Enough.", by: MAINTAINER });
    expect(eventsAfter("/autoloop pause", stopped)).toEqual([
      { outcome: "unusable", told: "It is not running, so there is nothing to pause." },
    ]);
  });
});
