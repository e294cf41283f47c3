import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { registerJournal } from "../../src/cli/journal-command.ts";
import { runCommand } from "../support/process/run-command.ts";

const segments = ["000003", "000001", "000002"].map((number) => `fixtures/journals/carton/${number}.jsonl`);
const journal = (...args: string[]) => runCommand(registerJournal, ["journal", ...args]);

/** The first segment with something changed, as a file of its own. */
function damaged(change: (text: string) => string): string {
  const file = join(mkdtempSync(join(tmpdir(), "autoloop-journal-")), "000001.jsonl");
  writeFileSync(file, change(readFileSync("fixtures/journals/carton/000001.jsonl", "utf8")));
  return file;
}

describe("autoloop journal", () => {
  it("verifies segments in the order of their numbers", async () => {
    const { code, out } = await journal("--verify", ...segments);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^journal verifies: \d+ events, 5 iterations, head [0-9a-f]{12}\n$/),
    ]);
  });

  it("ends with 1 and the first fault", async () => {
    const changed = damaged((text) => text.replace('"metric":760', '"metric":761'));
    expect(await journal("--verify", changed)).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("segment 1: line 6 does not follow"),
    });
    expect(await journal(changed)).toMatchObject({ code: 1, err: expect.stringContaining("line 6") });
    const torn = await journal(
      "--json",
      damaged((text) => text.slice(0, -5)),
    );
    expect([torn.code, torn.err]).toEqual([1, expect.stringContaining("is torn")]);
    expect(await journal("--verify", segments[1] ?? "", segments[0] ?? "")).toMatchObject({
      code: 1,
      err: expect.stringContaining("lacks segment 2"),
    });
    expect(
      (
        await journal(
          "--verify",
          damaged(() => ""),
        )
      ).err,
    ).toContain("is empty");
  });

  it("prints the results table", async () => {
    const { code, out } = await journal("--tsv", ...segments);
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "iteration	commit	metric	delta	status	seconds	cost_usd	tokens	confidence	preset	run	description
      0	-	760	-	baseline	12.5	-	-	-	-	run-1	the baseline was measured
      1	e600c0c	712.5	-47.5	keep	12.5	-	-	-	-	run-1	Make the carton a little deeper.
      2	-	731	18.5	discard	12.5	-	-	-	-	run-1	Make the carton a little deeper.
      3	-	-	-	crash	0	-	-	-	-	run-1	the evaluation printed no number
      4	fb7334a	655	-57.5	keep	12.5	-	-	-	-	run-1	Make the carton a little deeper.
      "
    `);
  });

  it("prints the folded state, the same from the last segment alone", async () => {
    const { out } = await journal("--json", ...segments);
    expect(JSON.parse(out)).toMatchObject({
      name: "carton",
      best: { metric: 655 },
      in_flight: { number: 5 },
    });
    expect((await journal("--json", segments[0] ?? "")).out).toBe(out);
  });

  it("prints a line for each event", async () => {
    const { code, out } = await journal(segments[1] ?? "");
    expect(code).toBe(0);
    expect(out.split("\n")[0]).toContain("program.adopted    carton, issue #1, branch autoloop/carton");
  });

  it("ends with 2 for usage errors and unreadable files", async () => {
    expect((await journal()).code).toBe(2);
    expect((await journal("--tsv", "--json", ...segments)).code).toBe(2);
    expect(await journal("fixtures/journals/none.jsonl")).toMatchObject({
      code: 2,
      err: expect.stringContaining("none.jsonl"),
    });
  });
});
