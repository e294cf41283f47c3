import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { AGENTS } from "../../src/text/agents/agents.ts";
import { derivedDocs, derivedIndexes } from "./derived.ts";

describe("what is derived from rows", () => {
  it.each([...derivedIndexes("."), ...derivedDocs(".", { agents: AGENTS })])(
    "is what $path holds (npm run rows)",
    ({ path, text }) => {
      expect(readFileSync(path, "utf8")).toBe(text);
    },
  );
});
