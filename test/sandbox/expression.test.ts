// Expressions of workflow files.

import { describe, expect, it } from "vitest";
import { ExpressionError, fulfilled, substitute } from "../../sandbox/actions/workflow/expression.ts";

const CONTEXTS = {
  inputs: { program: "carton", empty: "" },
  github: { ref_name: "main", run_id: "7" },
  needs: { propose: { result: "success" } },
  secrets: {},
};

const of = (source: string) => substitute(`\${{ ${source} }}`, CONTEXTS);

describe("substitute", () => {
  it.each([
    ["inputs.program", "carton"],
    ["GITHUB.REF_NAME", "main"],
    ["secrets.NONE", ""],
    ["needs.propose.result", "success"],
    ["inputs.program.deeper", ""],
    ["'it''s'", "it's"],
    ["inputs.empty || 'default'", "default"],
    ["inputs.program && 'yes' || 'no'", "yes"],
    ["inputs.program == 'CARTON'", "true"],
    ["github.run_id != 7", "false"],
    ["!(inputs.empty || false)", "true"],
    ["null", ""],
  ])("%s is %j", (source, expected) => {
    expect(of(source)).toBe(expected);
  });

  it("replaces each expression in a text and nothing else", () => {
    const text = `a \${inputs.program} \${{inputs.program}}-\${{ github.run_id }} }}`;
    expect(substitute(text, CONTEXTS)).toBe(`a \${inputs.program} carton-7 }}`);
  });

  it.each([
    "env.X",
    "hashFiles('a')",
    "success()",
    "inputs.a ==",
    "inputs[0]",
    "(inputs.program",
    "'open",
    "a b",
  ])("refuses %s", (source) => {
    expect(() => of(source)).toThrow(ExpressionError);
  });

  it("does not read what it put in", () => {
    const secret = `\${{ secrets.KEY }}`;
    const contexts = { inputs: { x: secret }, secrets: { KEY: "k" } };
    expect(substitute(`\${{ inputs.x }}`, contexts)).toBe(secret);
  });
});

describe("fulfilled", () => {
  const good = { always: true, cancelled: false, failure: false, success: true };
  const failed = { ...good, failure: true, success: false };
  const cancelled = { ...good, cancelled: true, success: false };
  it.each([
    [null, true, false, false],
    ["always()", true, true, true],
    [`\${{ always() }}`, true, true, true],
    ["failure()", false, true, false],
    ["!cancelled()", true, true, false],
    ["inputs.program == 'carton'", true, false, false],
    ["inputs.empty", false, false, false],
    ["always() && inputs.empty", false, false, false],
  ])("%s after success, failure and cancelling: %s, %s, %s", (condition, ...expected) => {
    expect([good, failed, cancelled].map((status) => fulfilled(condition, CONTEXTS, status))).toEqual(
      expected,
    );
  });
});
