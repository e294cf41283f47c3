import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../../src/domain/commands/commands.ts";
import { parseCommand } from "../../../src/text/command/command.ts";
import { helpTable, listed, usage } from "../../../src/text/command/command-lists.ts";
import { commandReason } from "../../../src/text/command/command-reasons.ts";

/** Those that the table below was read with. Any later one is a row like them. */
const SHOWN: readonly string[] = [
  ...["run", "retry", "pause", "resume", "stop", "set", "approve", "status", "doctor", "help", "instruct"],
];

describe(helpTable, () => {
  it("says of each command how it is written, what it does and who may", () => {
    expect(helpTable(COMMANDS.filter(({ verb }) => SHOWN.includes(verb))).join("\n")).toMatchInlineSnapshot(`
      "| Command | What it does | Who |
      | :-- | :-- | :-- |
      | \`/autoloop run\` | one iteration now, whatever the schedule says | write |
      | \`/autoloop retry\` | goes on after a pause, and runs at once | write |
      | \`/autoloop pause [reason]\` | nothing new begins, nothing is committed | triage, author of the program's issue |
      | \`/autoloop resume\` | goes on after a pause or a stop | write |
      | \`/autoloop stop\` | ends the loop and what is under way | triage, author of the program's issue |
      | \`/autoloop set KEY VALUE\` | a setting that counts instead of the text's; \`none\`: no value, \`default\`: the text's | write |
      | \`/autoloop approve\` | stands behind the text of the program's issue as it is now | write |
      | \`/autoloop status\`, \`doctor\`, \`help\` | answers in one comment | triage, author of the program's issue |
      | \`/autoloop\` and any other words | one iteration with these words as its instruction | write |"
    `);
  });

  it("leaves no command out", () => {
    const table = helpTable().join("\n");
    expect(COMMANDS.filter((row) => !table.includes(row.help)).map(({ verb }) => verb)).toEqual([]);
  });

  it("lets rows with the same line share it", () => {
    const rows = COMMANDS.slice(0, 2).map((row) => ({ ...row, help: "does it" }));
    expect(helpTable(rows).slice(2)).toEqual(["| `/autoloop run`, `retry` | does it | write |"]);
  });
});

describe(usage, () => {
  it("is a command as it may be written, or says which arguments are missing", () => {
    for (const row of COMMANDS) {
      const written = parseCommand(
        usage(row)
          .replace(/ \[.*\]$/, "")
          .replace(/ N$/, " 3"),
      );
      expect({ of: row.verb, written: written?.verb }).toEqual({
        of: row.verb,
        written: row.takes === "words" ? "help" : row.verb,
      });
    }
  });
});

describe(listed, () => {
  it("says that free text needs no verb", () => {
    expect(COMMANDS.filter(({ takes }) => takes === "words").map((row) => listed([row]))).toEqual([
      "`/autoloop` and any other words",
    ]);
  });
});

describe("commandReason.malformed", () => {
  it("shows an example of what takes arguments, and says that the others stand alone", () => {
    expect(commandReason.malformed("set")).toBe(
      "Write `/autoloop set KEY VALUE`, such as `/autoloop set target-metric 0.9`.",
    );
    expect(commandReason.malformed("stop")).toMatch(/^`\/autoloop stop` stands alone\./);
  });
});
