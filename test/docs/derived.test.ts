import { describe, expect, it } from "vitest";
import { pages } from "./derived.ts";

const FILES = await pages(".");

describe("a page that is derived from the code", () => {
  it.each(FILES)("is what $path holds (npm run docs)", async ({ path, text }) => {
    await expect(text).toMatchFileSnapshot(`../../${path}`);
  });
});
