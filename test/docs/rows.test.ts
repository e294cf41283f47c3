import { describe, expect, it } from "vitest";
import { indexes } from "./rows.ts";

const FILES = await indexes(".");

describe("code that is made of rows", () => {
  it.each(FILES)("is what $path holds (npm run docs)", async ({ path, text }) => {
    await expect(text).toMatchFileSnapshot(`../../${path}`);
  });
});
