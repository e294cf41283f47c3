import { describe, expect, it } from "vitest";
import { FORGOTTEN_KEPT } from "../../../../src/domain/limits.ts";
import { sha256 } from "../../../../src/text/format/hash.ts";
import { MAINTAINER } from "../../../support/plan/journal.ts";
import { aKeptProgram } from "../../../support/plan/observation.ts";
import { planned } from "../../../support/plan/planned.ts";
import { said } from "../../../support/plan/view-parts.ts";

const NOW = "2026-01-01T00:40:00Z";
const TEXT = "Never touch the lid.";
const hash = sha256(TEXT);

/** A program with the standing orders 1 and 2. */
function ordered() {
  return [100, 101].reduce(
    (journal, comment) =>
      journal.event({
        ...{ type: "steering.received", comment, by: MAINTAINER, hash, text: TEXT, standing: true },
      }),
    aKeptProgram(),
  );
}

function eventsAfter(words: string, journal = ordered()) {
  const comments = [
    ...[100, 101].map((id) => said("maria", TEXT, { id })),
    said("writer", words, { createdAt: NOW, updatedAt: NOW }),
  ];
  return planned({ journal, comments, permissions: { maria: "maintain", writer: "write" } }).events;
}

describe("/autoloop forget", () => {
  it.each(["/autoloop forget 1", "/autoloop forget #1"])(
    "takes back what stands under a number: %s",
    (words) => {
      expect(eventsAfter(words)).toMatchObject([
        { type: "command.received", verb: "forget", outcome: "done", reason: null },
        { type: "steering.forgotten", comment: 100, hash, by: { login: "writer" } },
      ]);
    },
  );

  it("names what stands where the number is none", () => {
    expect(eventsAfter("/autoloop forget 9")).toMatchObject([
      { outcome: "unusable", reason: "There is no standing order 9. These stand: 1, 2." },
    ]);
    expect(eventsAfter("/autoloop forget 1", aKeptProgram())[0]).toMatchObject({
      ...{ outcome: "unusable", reason: "There is no standing order 1. None stands." },
    });
  });

  it.each(["/autoloop forget", "/autoloop forget it", "/autoloop forget everything"])(
    "halts where it may mean stop: %s",
    (words) => {
      expect(
        eventsAfter(words).map((event) => (event.type === "command.received" ? event.verb : event.type)),
      ).toEqual(["halting", "loop.pause"]);
    },
  );

  it("asks for a number", () => {
    expect(eventsAfter("/autoloop forget the second one")).toMatchObject([
      { verb: "malformed", reason: "Write `/autoloop forget N`, such as `/autoloop forget 3`." },
    ]);
  });

  it("gives no number to another order", () => {
    const journal = ordered().event({ type: "steering.forgotten", comment: 101, hash, by: MAINTAINER });
    journal.event({
      ...{ type: "steering.received", comment: 102, by: MAINTAINER, hash, text: TEXT, standing: true },
    });
    expect(journal.state.steering.map(({ standing }) => standing)).toEqual([1, 3]);
  });

  it("says what to do instead once too many were taken back to be remembered", () => {
    const journal = ordered();
    for (let n = 0; n < FORGOTTEN_KEPT; n += 1)
      journal.event({ type: "steering.forgotten", comment: 9_000 + n, hash, by: MAINTAINER });
    expect(journal.state.forgotten).toHaveLength(FORGOTTEN_KEPT);
    expect(eventsAfter("/autoloop forget 1", journal)[0]).toMatchObject({
      outcome: "unusable",
      reason: "So many were taken back that no more can be remembered. Delete or hide its comment instead.",
    });
  });
});
