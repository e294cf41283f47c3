// What a run hands over of its proposal to be kept, and what it makes of one that was kept.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ProposedFile } from "../../src/domain/journal/iteration.ts";
import { attemptsIn } from "../../src/runner/agent/attempts.ts";
import { type Tiny, temporary, textsOf, tinyEvaluation, tinyRun, writeFiles } from "./tiny-run.ts";

const proposing = async (text: string | null, tiny: Tiny = {}, path = "src/value.txt") => {
  const contents = text === null ? null : Buffer.from(text, "latin1").toString("base64");
  const file: ProposedFile = { path, mode: "100644", contents };
  return (await tinyEvaluation(tiny, { outcome: "proposed", files: [file] })).patch;
};

const AGAIN = { iteration: 3, change: "Iteration 3 again: Raise it." };
const again = (patches: readonly string[], tiny: Tiny = {}) =>
  tinyRun({ ...tiny, agent: "exit 1", run: { ...tiny.run, again: { ...AGAIN, patches } } });

describe("the patch of a proposal", () => {
  it("is what git would show of it, with files that came and went", async () => {
    const report = await tinyRun({
      agent: "echo 9 > src/value.txt; rm src/other.txt; printf x > src/new.txt",
    });
    expect(report.patch).toEqual({
      state: "whole",
      text: expect.stringMatching(
        /^diff --git a\/src\/new\.txt b\/src\/new\.txt\nnew file mode 100644\n[\s\S]*\n\+x\n\\ No newline at end of file\n[\s\S]*\ndeleted file mode 100644\n[\s\S]*-5\n\+9\n$/,
      ),
    });
    expect(textsOf(await again([report.patch?.text ?? ""]))).toEqual(textsOf(report));
  });

  it("is there too where a gate or the evaluation failed, and not where nothing was proposed", async () => {
    const failed = await tinyRun({ agent: "echo 9 > src/value.txt", definition: { evaluation: "exit 1" } });
    expect(failed).toMatchObject({ outcome: "failed", patch: { state: "whole" } });
    expect(await tinyRun({})).not.toHaveProperty("patch");
    expect(await tinyRun({ agent: "true" })).not.toHaveProperty("patch");
  });

  it("masks secrets by value and by their look", async () => {
    const secrets = { API_KEY: "a-plain-secret" };
    const masked = await proposing("k a-plain-secret\nghp_0123456789abcdefghij\n", { secrets });
    expect(masked?.state).toBe("masked");
    expect(masked?.text).toContain("+k [redacted]\n+[redacted]\n");
  });

  it("ends with the last whole line that fits into 64 KB", async () => {
    const cut = await proposing("é".repeat(99).concat("\n").repeat(400));
    expect(cut?.state).toBe("cut");
    expect(cut?.text.endsWith("\n")).toBe(true);
    expect(Buffer.byteLength(cut?.text ?? "")).toBeLessThanOrEqual(65_536);
    expect(Buffer.byteLength(cut?.text ?? "")).toBeGreaterThan(65_000);
  });

  it.each([
    ["bytes of no text", "\0\x01"],
    ["text of another encoding", "caf\xe9\n"],
  ])("says of a file with %s that it is not whole", async (_, text) => {
    expect((await proposing(text))?.state).toBe("binary");
  });

  it("keeps line ends, and what looks like the notice of a binary file", async () => {
    const patch = await proposing("1\r\nBinary files a and b differ\r\n");
    expect(patch).toMatchObject({
      state: "whole",
      text: expect.stringContaining("+1\r\n+Binary files a and b differ\r\n"),
    });
    expect(textsOf(await again([patch?.text ?? ""]))).toEqual({
      "src/value.txt": "1\r\nBinary files a and b differ\r\n",
    });
  });
});

describe("a kept proposal", () => {
  const patch = async () => (await proposing("9\n"))?.text ?? "";

  it("is measured like any other, and no agent is started", async () => {
    expect(await again([await patch()])).toMatchObject({
      outcome: "measured",
      measurement: { outcome: "measured", metric: 9 },
      answer: { change: AGAIN.change, lessons: [] },
      patch: { state: "whole" },
    });
  });

  it("says so where it does not apply any more, with git's words", async () => {
    expect(await again([await patch()], { files: { "src/value.txt": "6\n" } })).toMatchObject({
      outcome: "failed",
      problem:
        "The kept patch no longer applies to the branch as it is today: the lines around the change have changed.",
      output: "error: patch failed: src/value.txt:1\nerror: src/value.txt: patch does not apply\n",
      files: [],
    });
    expect((await again(["nonsense"])).problem).toMatch(/no longer applies/);
    expect((await again([])).problem).toBe("The kept patch is not on the memory branch any more.");
  });

  it("may touch no more than any other", async () => {
    const outside = (await proposing("9\n"))?.text.replaceAll("src/value.txt", "README.md") ?? "";
    expect(await again([outside.replace("-5", "-A number.")])).toMatchObject({
      outcome: "refused",
      problem: expect.stringContaining("README.md"),
    });
    for (const path of ["../x", ".git/config", "/etc/passwd"])
      expect((await again([`--- a/x\n+++ b/${path}\n@@ -0,0 +1 @@\n+x\n`])).outcome).toMatch(
        /failed|refused/,
      );
  });
});

describe("an agent", () => {
  it("finds earlier proposals as files that it cannot write, and is told where", async () => {
    const attempts = [{ name: "12-1.patch", text: "twelve" }];
    const out = await temporary();
    const agent = `
folder=$(dirname "$AUTOLOOP_CONTEXT")/attempts; grep -q "\\"attempts\\": \\"$folder\\"" "$AUTOLOOP_PROMPT" || exit 1
ls -l "$folder" > ${out}/listed; cat "$folder/12-1.patch" > ${out}/read; echo 9 > src/value.txt`;
    expect(await tinyRun({ agent, run: { attempts } })).toMatchObject({ outcome: "measured" });
    expect(await readFile(join(out, "listed"), "utf8")).toMatch(/-r--r--r--.* 12-1\.patch\n$/);
    expect(await readFile(join(out, "read"), "utf8")).toBe("twelve");
    expect(await readdir(out)).toHaveLength(2);
  });

  it("is given the newest twenty that lie on the memory branch, and nothing else of what lies there", async () => {
    const memory = await temporary();
    const names = Array.from({ length: 25 }, (_, index) => `attempts/tiny/${index + 1}-1.patch`);
    await writeFiles(memory, {
      ...Object.fromEntries(names.map((name) => [name, name])),
      "attempts/tiny/25-2.patch": "second",
      "attempts/tiny/9999999999-1.patch": "x",
      "attempts/tiny/26-1.patch.exe": "x",
      "attempts/other/30-1.patch": "x",
    });
    const found = await attemptsIn(memory, "tiny");
    expect(found.map(({ name }) => name)).toEqual([
      "25-2.patch",
      ...Array.from({ length: 19 }, (_, index) => `${25 - index}-1.patch`),
    ]);
    expect(found[0]?.text).toBe("second");
    expect(await attemptsIn(memory, "nobody")).toEqual([]);
  });
});
