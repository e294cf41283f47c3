// docs/agents.md, which `npm run agents -- --write-docs` makes of real runs: it speaks of the versions that are pinned now.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { AGENTS } from "../../src/text/agents/agents.ts";

/** Versions by agent, out of the table. */
function seen(): ReadonlyMap<string, string> {
  const rows = readFileSync("docs/agents.md", "utf8").matchAll(/^\| `(\w+)` \| (\S+) \|/gm);
  return new Map([...rows].map(([, name = "", version = ""]) => [name, version]));
}

describe("what was seen of the agents' command lines", () => {
  it.each(AGENTS.flatMap(({ name, install }) => (install === null ? [] : [[name, install] as const])))(
    "is of the version of %s that is installed (npm run agents -- --write-docs)",
    (name, install) => {
      expect(seen().get(name)).toBe(install.slice(install.lastIndexOf("@") + 1));
    },
  );
});
