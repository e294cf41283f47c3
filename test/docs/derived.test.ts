import { describe, expect, it } from "vitest";
import { derived } from "./derived.ts";

const FILES = await derived(".");

describe("what is derived from the code", () => {
  it.each(FILES)("is what $path holds (npm run docs)", async ({ path, text }) => {
    await expect(text).toMatchFileSnapshot(`../../${path}`);
  });
});
