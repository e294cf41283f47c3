import { describe, expect, it } from "vitest";
import {
  type AppAccess,
  type CheckState,
  isGranted,
  isReady,
  type ReadinessCheck,
} from "../../../src/domain/repository/readiness.ts";

const installed = (granted: Readonly<Record<string, string>>): AppAccess => ({
  selection: "all",
  granted: new Map(Object.entries(granted)),
  url: "https://github.com/settings/installations/1",
});

const check = (state: CheckState): ReadinessCheck => ({ name: "ci", state, text: "", link: null });

describe(isGranted, () => {
  it.each([
    ["read", [true, false]],
    ["write", [true, true]],
    ["admin", [true, true]],
    ["none", [false, false]],
    ["sudo", [false, false]],
  ])("takes %s for what it holds", (level, [reads, writes]) => {
    const view = installed({ issues: level });
    expect([isGranted(view, "issues", "read"), isGranted(view, "issues", "write")]).toEqual([reads, writes]);
  });

  it("is false where nothing was granted", () => {
    expect(isGranted(installed({ contents: "write" }), "issues", "read")).toBe(false);
  });
});

describe(isReady, () => {
  it("is true where nothing is known to be missing", () => {
    expect(isReady([])).toBe(true);
    expect(isReady([check("ready"), check("unknown"), check("not needed")])).toBe(true);
    expect(isReady([check("ready"), check("missing")])).toBe(false);
  });
});
