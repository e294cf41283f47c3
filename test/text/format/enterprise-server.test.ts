import { describe, expect, it } from "vitest";
import { isEnterpriseServer } from "../../../src/text/format/server-url.ts";

describe(isEnterpriseServer, () => {
  it.each([
    ["https://api.github.com", false],
    ["https://api.octo.ghe.com", false],
    ["https://github.example.com/api/v3", true],
    ["https://api.example.com/api/v3", true],
    ["https://notgithub.com/api/v3", true],
    ["http://127.0.0.1:4000", false],
    ["http://localhost:4000", false],
    ["no address", false],
  ])("%s: %s", (url, expected) => {
    expect(isEnterpriseServer(url)).toBe(expected);
  });
});
