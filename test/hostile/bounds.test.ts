// The corpus under guard: no case hangs, fills the memory, ends its process or grows faster than its input. Runs what
// was built, as `npm run hostile` does, and holds no limit on time.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const MAIN = fileURLToPath(new URL("../../dist/test/hostile/main.js", import.meta.url));

function run(): Promise<{ readonly code: number | string | null; readonly out: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, "--once"], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? null), out: stdout + stderr });
    });
  });
}

describe("the corpus under guard", () => {
  it("comes to its end within bounded memory, and no parser's steps grow faster than its input", async () => {
    const { code, out } = await run();
    expect(out.split("\n").filter((line) => /^[A-Z]{4,} /.test(line))).toEqual([]);
    expect(code).toBe(0);
  });
});
