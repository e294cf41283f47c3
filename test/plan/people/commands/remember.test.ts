import { describe, expect, it } from "vitest";
import { commandHash } from "../../../../src/text/command/command-hash.ts";
import { aKeptProgram } from "../../../support/plan/observation.ts";
import { planned } from "../../../support/plan/planned.ts";
import { said } from "../../../support/plan/view-parts.ts";

const NOW = "2026-01-01T00:40:00Z";

function eventsAfter(words: string, permission: "triage" | "write" = "write") {
  const comments = [said("maria", words, { createdAt: NOW, updatedAt: NOW })];
  return planned({ journal: aKeptProgram(), comments, permissions: { maria: permission } });
}

describe("/autoloop remember", () => {
  const body = "/autoloop remember never touch the lid";

  it("makes its words a standing order", () => {
    const { events, says } = eventsAfter(body);
    expect(events).toMatchObject([
      { type: "command.received", verb: "remember", outcome: "done", reason: null },
      {
        ...{ type: "steering.received", comment: 5_000, text: "never touch the lid", standing: true },
        hash: commandHash(body),
        by: { login: "maria" },
      },
    ]);
    expect(says).toContain("react with +1 to comment 5000");
    expect(says).not.toContain("react with eyes to comment 5000");
  });

  it("needs words", () => {
    expect(eventsAfter("/autoloop remember").events).toMatchObject([
      {
        outcome: "unusable",
        reason: "Write `/autoloop remember WORDS`, such as `/autoloop remember never change the public API`.",
      },
    ]);
  });

  it("needs the right to steer", () => {
    expect(eventsAfter(body, "triage").events).toMatchObject([{ outcome: "refused" }]);
  });
});
