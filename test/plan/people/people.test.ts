import { describe, expect, it } from "vitest";
import { peopleToAsk } from "../../../src/plan/people/people.ts";
import { JournalBuilder } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation, type Deviation, LONG_AGO } from "../../support/plan/observation.ts";
import { said } from "../../support/plan/view-parts.ts";

function asked(deviation: Deviation): readonly string[] {
  const seen = anObservation(deviation);
  const { journal } = seen;
  return peopleToAsk(seen, journal === "absent" || "broken" in journal ? null : journal.state);
}

const strangers = Array.from({ length: 40 }, (_, index) =>
  said(`stranger-${index}`, "me too", { id: 6_000 + index }),
);

describe(peopleToAsk, () => {
  it("names nobody for a quiet program", () => {
    expect(asked({})).toEqual([]);
  });

  it("names those who may stand behind a text that is new", () => {
    expect(asked({ journal: "absent" })).toEqual(["maria"]);
    const edited = { login: "writer", at: "2026-01-01T01:00:00Z" };
    expect(asked({ issue: { body: "new", edited } })).toEqual(["writer"]);
  });

  it("names those who may stand behind the first text of an adopted program", () => {
    expect(asked({ journal: new JournalBuilder("carton").adopted() })).toEqual(["maria"]);
  });

  it("names nobody for the text of a program in a file", () => {
    const source = { kind: "file", path: ".autoloop/programs/carton.md" } as const;
    const journal = new JournalBuilder("carton").event({
      ...{ type: "program.adopted", name: "carton", issue: 1, source, branch: "autoloop/carton" },
    });
    expect(asked({ journal, issue: { body: "new" } })).toEqual([]);
  });

  it("names nobody where the issue is gone", () => {
    expect(asked({ journal: "absent", issue: "absent" })).toEqual([]);
    expect(asked({ journal: aKeptProgram().paused(), issue: "absent" })).toEqual([]);
  });

  it("names those who labelled since the loop stands still, whoever edited the text after them", () => {
    const labelled = [
      { login: null, at: "2026-01-01T01:30:00Z" },
      { login: "labeller", at: "2026-01-01T01:00:00Z" },
      { login: "maria", at: LONG_AGO },
    ];
    const edited = { login: "writer", at: "2026-01-01T02:00:00Z" };
    const issue = { body: "new", edited, labelled };
    expect(asked({ journal: aKeptProgram().paused(), issue })).toEqual(["writer", "labeller"]);
    expect(asked({ issue: { labelled } })).toEqual([]);
  });

  it("lets no crowd of strangers hide the people who approve, label or have steered", () => {
    const steered = said("writer", "Try a cube.", { id: 5_500, reactions: ["eyes"] });
    const labelled = [{ login: "labeller", at: "2026-01-01T02:00:00Z" }];
    const names = asked({
      journal: aKeptProgram().paused(),
      issue: { body: "new", labelled },
      comments: [steered, ...strangers],
    });
    expect(names.slice(0, 3)).toEqual(["maria", "labeller", "writer"]);
    expect(names).toHaveLength(43);
  });

  it("names first whoever may have said stop, a hundred people in all", () => {
    const at = { createdAt: "2026-01-01T00:40:00Z" };
    const crowd = Array.from({ length: 120 }, (_, n) =>
      said(`s${n}`, "/autoloop run", { ...at, id: 6_000 + n }),
    );
    const names = asked({ comments: [...crowd, said("helper", "/autoloop abort it", { ...at, id: 7_000 })] });
    expect([names[0], names.length]).toEqual(["helper", 100]);
  });

  it("leaves out who had no say a moment ago, but for the issue's author, who may halt without a role", () => {
    const at = { createdAt: "2026-01-01T00:40:00Z" };
    const comments = ["eve", "ann", "ray"].map((login, n) =>
      said(login, "/autoloop halt", { ...at, id: 6_000 + n }),
    );
    const issue = { author: { login: "ann", type: "User" } } as const;
    expect(asked({ comments, issue, strangers: ["eve", "ann"] })).toEqual(["ann", "ray"]);
  });

  it("asks about the newest commenters first", () => {
    expect(asked({ comments: strangers }).slice(0, 2)).toEqual(["stranger-39", "stranger-38"]);
  });
});
