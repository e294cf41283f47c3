import { describe, expect, it } from "vitest";
import { mayDo, maySteer, type Principal, type ProgramPermission } from "../../src/domain/authority.ts";

const person = (permission: Principal["permission"], author = false): Principal => ({
  isPerson: true,
  author,
  permission,
});

/** The columns of the matrix in docs/commands.md. */
const PRINCIPALS = {
  "somebody unknown": person(undefined),
  "a stranger": person("none"),
  "a reader": person("read"),
  "the issue's author": person("none", true),
  "the issue's author who may read": person("read", true),
  "somebody who triages": person("triage"),
  "somebody who writes": person("write"),
  "somebody who maintains": person("maintain"),
  "an admin": person("admin"),
  "another app": { isPerson: false, author: false, permission: "admin" },
  "an app that wrote the issue": { isPerson: false, author: true, permission: "write" },
} as const satisfies Readonly<Record<string, Principal>>;

const WRITERS = ["somebody who writes", "somebody who maintains", "an admin"] as const;
const INVOLVED = [
  "the issue's author",
  "the issue's author who may read",
  "somebody who triages",
  ...WRITERS,
] as const;

const MAY: Readonly<Record<ProgramPermission, readonly (keyof typeof PRINCIPALS)[]>> = {
  ask: INVOLVED,
  halt: INVOLVED,
  start: WRITERS,
  "go-on": WRITERS,
  steer: WRITERS,
  set: WRITERS,
  unlock: ["somebody who maintains", "an admin"],
};

const CELLS = Object.entries(MAY).flatMap(([deed, allowed]) =>
  Object.entries(PRINCIPALS).map(
    ([who, principal]) =>
      [deed as ProgramPermission, who, allowed.some((one) => one === who), principal] satisfies [
        ProgramPermission,
        string,
        boolean,
        Principal,
      ],
  ),
);

describe(mayDo, () => {
  it.each(CELLS)("%s by %s: %s", (deed, _, expected, principal) => {
    expect(mayDo(deed, principal)).toBe(expected);
  });
});

describe("maySteer", () => {
  it("is for write access and more", () => {
    const may = (["none", "read", "triage", "write", "maintain", "admin", undefined] as const).filter(
      maySteer,
    );
    expect(may).toEqual(["write", "maintain", "admin"]);
  });
});
