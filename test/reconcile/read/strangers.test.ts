import { describe, expect, it } from "vitest";
import { createStrangers } from "../../../src/reconcile/read/strangers.ts";

const REPOSITORY = { account: "1", owner: "octo", name: "carton" };
const standing = (permission: "none" | "read" | "triage") => ({ permission, id: 1 });

describe(createStrangers, () => {
  it("remembers for a minute who has no rights, in that repository", () => {
    const strangers = createStrangers();
    strangers.learn(REPOSITORY, new Map([["eve", standing("none")]]), 0);
    strangers.learn(
      REPOSITORY,
      new Map([
        ["ray", standing("read")],
        ["tria", standing("triage")],
      ]),
      1_000,
    );
    expect([...strangers.known(REPOSITORY, 59_999)]).toEqual(["eve", "ray"]);
    expect([...strangers.known(REPOSITORY, 60_000)]).toEqual(["ray"]);
    expect([...strangers.known({ ...REPOSITORY, name: "other" }, 0)]).toEqual([]);
  });

  it("forgets whoever got rights", () => {
    const strangers = createStrangers();
    strangers.learn(REPOSITORY, new Map([["eve", standing("none")]]), 0);
    strangers.learn(REPOSITORY, new Map([["eve", standing("triage")]]), 1);
    expect([...strangers.known(REPOSITORY, 2)]).toEqual([]);
  });
});
