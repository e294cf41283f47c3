import { describe, expect, it } from "vitest";
import { STATE_FILE_BYTES } from "../../../src/domain/limits.ts";
import { renderOnto } from "../../../src/text/state-file/state-render.ts";
import { aJournal, JournalBuilder } from "../../support/plan/journal.ts";

const bytes = (text: string) => new TextEncoder().encode(text).length;
/** The lines of a section of level 2 of these words. */
const section = (text: string, words: string) =>
  text
    .split(/^(?=## )/m)
    .find((one) => one.split("\n", 1)[0]?.endsWith(words))
    ?.split("\n")
    .slice(1);

describe("Program Info", () => {
  const info = (journal: JournalBuilder) =>
    section(renderOnto("", journal.state), "Program Info")?.join("\n");

  it("tells what the program is", () => {
    expect(info(aJournal("carton", { goal: "Less\n*cardboard*.", direction: "higher" }).pull(5))).toBe(
      [
        "",
        "- **Goal**: Less \\*cardboard\\*.",
        "- **Metric**: `cardboard_cm2` (higher is better)",
        "- **Target**: `src/carton.mjs`",
        "- **Issue**: #1 · **PR**: #5",
        ...["", ""],
      ].join("\n"),
    );
    expect(info(aJournal().pull(5).pull(5, "closed"))).toContain("- **Issue**: #1\n");
    expect(info(new JournalBuilder("carton").adopted(7))).toBe(
      "\n- **Issue**: #7\n- *(no approved definition yet)*\n\n",
    );
  });

  it("shows the first ten targets, each in at most a hundred characters", () => {
    const targets = ["x".repeat(200), ..."bcdefghijkl"];
    const shown = [`\`${"x".repeat(99)}…\``, ...[..."bcdefghij"].map((one) => `\`${one}\``)].join(", ");
    expect(info(aJournal("carton", { metric: null, goal: "g".repeat(400), targets }))).toBe(
      [
        "",
        `- **Goal**: ${"g".repeat(299)}…`,
        "- **Metric**: the evaluation's only number (lower is better)",
        `- **Target**: ${shown} and 2 more`,
        "- **Issue**: #1",
        ...["", ""],
      ].join("\n"),
    );
    expect(info(aJournal("carton", { targets: targets.slice(0, 10) }))).toContain(`**Target**: ${shown}\n`);
  });
});

describe("Machine State", () => {
  const { state } = aJournal();
  const machine = (body: string) =>
    section(renderOnto(`## Machine State\n${body}`, state), "Machine State") ?? [];
  const table = machine("").slice(1, -2);

  it("gets the table where it stood, or put first", () => {
    expect(table.slice(0, 3)).toEqual(["| Field | Value |", "|-------|-------|", "| Last Run | — |"]);
    expect(machine("")).toEqual(["", ...table, "", ""]);
    expect(machine("Words.\n")).toEqual(["", ...table, "", "Words.", "", ""]);
    expect(machine("\nWords.\n")).toEqual(["", ...table, "", "Words.", "", ""]);
    expect(machine("Before.\n| PR | 1 |\n| Mine | x |\nBehind.\n\n")).toEqual([
      ...["Before.", ...table, "| Mine | x |", "Behind.", "", ""],
    ]);
  });
});

describe("the room for the history", () => {
  const history = aJournal().baseline(1_000);
  for (let n = 1; n <= 12; n++) history.rejected(2_000, "x".repeat(400));
  const { state } = history;

  /** What is told where people wrote so many bytes. */
  const told = (size: number, old = "") => {
    const text = renderOnto(`## Notes\n\n${"y".repeat(size)}\n\n## Iteration History\n\n${old}`, state);
    const [full, foreign] = [/^### Iteration \d+ /gm, /^### Old/gm].map(
      (one) => text.match(one)?.length ?? 0,
    );
    return {
      bytes: bytes(text),
      full,
      foreign,
      ranges: text.match(/^### Iters? \d+.* — ✅/gm)?.length ?? 0,
      text,
    };
  };

  it("is filled to its last byte before less is told", () => {
    const steps: unknown[] = [];
    for (let size = 0, seen = told(0); seen.ranges > 0; seen = told(size)) {
      const limit = seen.full === 10 ? 0.8 * STATE_FILE_BYTES : STATE_FILE_BYTES;
      size += limit - seen.bytes;
      const { full, bytes: length } = told(size);
      steps.push([full, length]);
      size += 1;
    }
    expect(steps).toEqual([
      [10, 0.8 * STATE_FILE_BYTES],
      ...[5, 4, 3, 2, 1, 0].map((full) => [full, STATE_FILE_BYTES]),
    ]);
    expect(told(40_000).text).toContain("*(no room: ✅ 0 ❌ 12; the journal has every iteration)*");
  });

  it("is not taken from people's own entries until the newest five have theirs", () => {
    const old = Array.from({ length: 9 }, (_, index) => `### Old ${index}\n\n${"z".repeat(300)}\n\n`).join(
      "",
    );
    const spare = (size: number) => STATE_FILE_BYTES - told(size, old).bytes;
    const start = 20_000;
    expect(told(start, old)).toMatchObject({ full: 5, foreign: 9 });
    const size = start + spare(start);
    expect(told(size, old)).toMatchObject({ full: 5, foreign: 9, bytes: STATE_FILE_BYTES });
    const dropped = told(size + 1, old);
    expect(dropped).toMatchObject({ full: 5, foreign: 8 });
    expect(dropped.text).toMatch(/### Old 7\n\nz+\n\n\*\(older entries .* small: 1\)\*\n\n$/);
    for (const [more, foreign] of [
      [1_000, 5],
      [2_000, 2],
      [4_000, 0],
    ] as const)
      expect(told(size + more, old)).toMatchObject({ foreign });
  });
});
