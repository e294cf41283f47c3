import { describe, expect, it } from "vitest";
import { emptyDraft } from "../../../src/plan/draft.ts";
import { unwritten } from "../../../src/plan/life/unwritten.ts";
import { unreadRole } from "../../../src/plan/people/unread-role.ts";
import type { Found } from "../../../src/plan/world.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { aKeptProgram, anObservation } from "../../support/plan/observation.ts";

function ruled(rule: typeof unwritten, found: Partial<Found>) {
  const journal = aKeptProgram();
  return rule(
    { seen: anObservation({ journal, found }), now: 0, policy: POLICY },
    emptyDraft(journal.state, 0),
  );
}

describe(unwritten, () => {
  it("ends all deciding where nothing can be journalled, and says so", () => {
    const refused = { where: "memory", what: "write", said: "No." } as const;
    expect(ruled(unwritten, { refused })).toMatchObject({
      ...{ halted: true, events: [], actions: [] },
      notices: [{ kind: "unwritten", said: "No." }],
    });
  });

  it("has nothing to say of anything else that was refused", () => {
    const refused = { where: "program", what: "merge", said: "No." } as const;
    for (const found of [{ refused }, {}])
      expect(ruled(unwritten, found)).toMatchObject({ halted: false, notices: [] });
  });
});

describe(unreadRole, () => {
  it("ends all deciding where a role cannot be read, and says whose", () => {
    expect(ruled(unreadRole, { unreadRole: "maria" })).toMatchObject({
      ...{ halted: true, events: [], actions: [] },
      notices: [{ kind: "unread-role", login: "maria" }],
    });
    expect(ruled(unreadRole, {})).toMatchObject({ halted: false, notices: [] });
  });
});
