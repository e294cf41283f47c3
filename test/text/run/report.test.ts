import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Terminal } from "../../../src/domain/errors.ts";
import type { ProposedFile, Report } from "../../../src/domain/journal/iteration.ts";
import { PROPOSAL_FILE_BYTES, PROPOSAL_FILES } from "../../../src/domain/limits.ts";
import {
  decodeReport,
  decodeSpent,
  encodeSpent,
  REPORT_CHARACTERS,
  SPENT_CHARACTERS,
} from "../../../src/text/run/report.ts";

const report: Report = {
  v: 1,
  nonce: "n",
  base: "0".repeat(40),
  outcome: "measured",
  problem: "",
  files: [{ path: "src/a.ts", mode: "100644", contents: "aGk=" }],
  size: { before: 1, after: 2 },
  gates: [{ name: "test", passed: true, seconds: 0.5, detail: "" }],
  measurement: { outcome: "measured", metric: 1.5, secondary: { size: 3 } },
  answer: { change: "c", hypothesis: "", lessons: [], foreclosed: [], future: [], steered_by: [7] },
  cost: { usd: null, input_tokens: 1, output_tokens: null },
  seconds: { total: 2, agent: 1, evaluation: 1 },
};

const decode = (value: unknown) => decodeReport(JSON.stringify(value));
const file = (path: string, bytes: number): ProposedFile => ({
  path,
  mode: "100644",
  contents: Buffer.alloc(bytes).toString("base64"),
});
const files = (count: number, bytes: number) =>
  Array.from({ length: count }, (_, index) => file(`f${index}`, bytes));
const secondaryMetrics = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, index]));

describe("decodeReport", () => {
  it("gives back what the runner wrote", () => {
    expect(decode(report)).toEqual(report);
    const told = { ...report, left: ["a/nohup.out"], unmatched: ["lib/**"] };
    expect(decode(told)).toEqual(told);
    expect(() => decode({ ...report, unmatched: ["x".repeat(513)] })).toThrow(Terminal);
  });

  it("takes proposals up to the limits", () => {
    expect(decode({ ...report, files: files(PROPOSAL_FILES, 10) }).files).toHaveLength(PROPOSAL_FILES);
    expect(decode({ ...report, files: files(4, PROPOSAL_FILE_BYTES) }).files).toHaveLength(4);
    // Two bytes of padding are told from one: together these are exactly as many as all files may have.
    const padded = [...files(4, PROPOSAL_FILE_BYTES - 2), file("z", 8)];
    expect(decode({ ...report, files: padded }).files).toHaveLength(5);
    expect(decode({ ...report, files: [{ path: "a", mode: "100644", contents: null }] }).files).toHaveLength(
      1,
    );
  });

  it("takes a thousand secondary metrics", () => {
    const secondary = secondaryMetrics(1_000);
    expect(
      decode({ ...report, measurement: { outcome: "measured", metric: 1, secondary } }).measurement,
    ).toEqual({
      ...{ outcome: "measured", metric: 1, secondary },
    });
  });

  it.each<[string, object]>([
    ["another version", { v: 2 }],
    ["one file too many", { files: files(PROPOSAL_FILES + 1, 1) }],
    ["a file with a byte too many", { files: [file("a", PROPOSAL_FILE_BYTES + 1)] }],
    ["a byte too many in all files", { files: [...files(4, PROPOSAL_FILE_BYTES), file("z", 1)] }],
    ["a link", { files: [{ path: "a", mode: "120000", contents: "aGk=" }] }],
    ["contents that are not base64", { files: [{ path: "a", mode: "100644", contents: "a-b=" }] }],
    ["padding inside contents", { files: [{ path: "a", mode: "100644", contents: "a===" }] }],
    ["padding that does not end them", { files: [{ path: "a", mode: "100644", contents: "a=bc" }] }],
    ["contents that break off", { files: [{ path: "a", mode: "100644", contents: "aGk" }] }],
    [
      "more than a thousand secondary metrics",
      { measurement: { outcome: "measured", metric: 1, secondary: secondaryMetrics(1_001) } },
    ],
    ["a metric that is no number", { measurement: { outcome: "measured", metric: "1", secondary: {} } }],
    ["a metric that is infinite", { measurement: { outcome: "measured", metric: null, secondary: {} } }],
    ["an endless problem", { problem: "x".repeat(5_000) }],
    ["a field of its own", { token: "t" }],
    ["negative time", { seconds: { total: -1, agent: 0, evaluation: 0 } }],
  ])("refuses %s", (_what, change) => {
    expect(() => decode({ ...report, ...change })).toThrow(Terminal);
  });

  it("refuses what is too long before it looks at it", () => {
    const longest = JSON.stringify(report).padEnd(REPORT_CHARACTERS);
    expect(decodeReport(longest)).toEqual(report);
    expect(() => decodeReport(`${longest} `)).toThrow(/longer than/);
  });

  it("says where the shape is wrong, and keeps why", () => {
    const refusal = (message: string, cause: unknown) => expect.objectContaining({ message, cause });
    expect(() => decodeReport("{")).toThrow(refusal("The report is not JSON.", expect.any(SyntaxError)));
    expect(() => decodeReport("7")).toThrow(
      refusal(
        "The report is not of the expected shape.",
        expect.objectContaining({ issues: [expect.anything()] }),
      ),
    );
    expect(() => decode({ ...report, gates: [{ ...report.gates[0], passed: 1 }] })).toThrow(
      refusal(
        "The report is not of the expected shape at gates.0.passed.",
        expect.objectContaining({ issues: [expect.objectContaining({ path: ["gates", 0, "passed"] })] }),
      ),
    );
    const name = "m".repeat(256);
    const measurement = { outcome: "measured", metric: 1, secondary: { [name]: "1" } };
    const where = `measurement.secondary.${name}`.slice(0, 200);
    expect(() => decode({ ...report, measurement })).toThrow(
      refusal(`The report is not of the expected shape at ${where}.`, expect.anything()),
    );
  });

  it("refuses every other text with an error of its own", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => decodeReport(text)).toThrow(Terminal);
      }),
    );
  });
});

describe("decodeSpent", () => {
  const amount = fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map(Math.abs));
  const spent = fc.record({
    cost: fc.record({ usd: amount, input_tokens: amount, output_tokens: amount }),
    seconds: fc.double({ min: 0, max: 1e9, noNaN: true }).map(Math.abs),
  });

  it("gives back what the runner counted, in as many characters as are read", () => {
    fc.assert(
      fc.property(spent, (one) => {
        const file = { v: 1 as const, nonce: "n".repeat(256), ...one };
        const text = encodeSpent(file);
        expect(decodeSpent(text)).toEqual(file);
        expect(text.length).toBeLessThanOrEqual(SPENT_CHARACTERS);
      }),
    );
  });

  it("takes no report for a count, no count for a report, and no number that is none", () => {
    const text = encodeSpent({ v: 1, nonce: "n", cost: report.cost, seconds: 1 });
    const { cost, nonce } = report;
    expect(() => decodeReport(text)).toThrow(Terminal);
    for (const other of [
      report,
      { v: 2, nonce, cost, seconds: 1 },
      { v: 1, nonce, cost: { ...cost, usd: -1 }, seconds: 1 },
      { v: 1, nonce, cost: { ...cost, input_tokens: "12" }, seconds: 1 },
      { v: 1, nonce, cost: { input_tokens: 1, output_tokens: 1 }, seconds: 1 },
      { v: 1, nonce, cost, seconds: null },
    ])
      expect(() => decodeSpent(JSON.stringify(other))).toThrow(Terminal);
  });
});
