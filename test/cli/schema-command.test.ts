import { describe, expect, it } from "vitest";
import { registerSchema } from "../../src/cli/schema-command.ts";
import { SCHEMAS } from "../../src/text/settings/json-schema.ts";
import { runCommand } from "../support/process/run-command.ts";

const schema = (...args: string[]) => runCommand(registerSchema, ["schema", ...args]);

describe("autoloop schema", () => {
  it("prints a program's schema and nothing else, or the repository's where it is named", async () => {
    const { code, out, err } = await schema();
    expect({ code, err, out: JSON.parse(out) }).toEqual({ code: 0, err: "", out: SCHEMAS.program() });
    expect((await schema("program")).out).toBe(out);
    expect(JSON.parse((await schema("repository")).out)).toEqual(SCHEMAS.repository());
  });

  it("says what there is where it is asked for something else", async () => {
    const { code, out, err } = await schema("journal");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("Allowed choices are program, repository.");
  });
});
