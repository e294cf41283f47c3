import { describe, expect, it } from "vitest";
import { parseBareStop, parseCommand } from "../../../src/text/command/command.ts";

const names = { self: "autoloop[bot]", programs: ["carton"] };

describe("a sign that says stop", () => {
  it.each(["🛑", "⏸️", "⏹", "⛔", "✋", "🚫 run", "🛑🛑", "🛑 carton"])(
    "halts behind the address: %s",
    (sign) => {
      expect(parseCommand(`/autoloop ${sign}`, names)?.verb).toBe("halting");
      expect(parseCommand(`@autoloop: ${sign}`, names)?.verb).toBe("halting");
    },
  );

  it("halts alone, and is no command beside other words", () => {
    expect(parseBareStop("🛑", names)?.verb).toBe("halting");
    expect(parseBareStop("🛑 sign looks nice in the docs", names)).toBeNull();
  });

  it("is no other sign", () => {
    expect(parseCommand("/autoloop 🚀", names)?.verb).not.toBe("halting");
    expect(parseCommand("/autoloop 👍 run", names)?.verb).toBe("run");
  });
});
