import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Terminal } from "../../../src/domain/errors.ts";
import { PROPOSAL_FILE_BYTES, PROPOSAL_FILES } from "../../../src/domain/limits.ts";
import { decodeProposal, type Proposal } from "../../../src/text/run/proposal-file.ts";

const proposal: Proposal = {
  v: 1,
  nonce: "n",
  base: "0".repeat(40),
  answer: { change: "c", hypothesis: "", lessons: [], foreclosed: [], future: [], steered_by: [7] },
  cost: { usd: null, input_tokens: 1, output_tokens: null },
  seconds: { total: 2, agent: 1 },
  outcome: "proposed",
  files: [{ path: "src/a.ts", mode: "100644", contents: "aGk=" }],
};
const { files, ...rest } = proposal;
const ended: Proposal = { ...rest, outcome: "failed", problem: "It broke." };
const decode = (value: unknown) => decodeProposal(JSON.stringify(value));
const file = (bytes: number) => ({
  path: "a",
  mode: "100644",
  contents: Buffer.alloc(bytes).toString("base64"),
});

describe("decodeProposal", () => {
  it("gives back what the runner wrote", () => {
    expect(decode(proposal)).toEqual(proposal);
    expect(decode(ended)).toEqual(ended);
    const deletion = { path: "src/b.ts", mode: "100644", contents: null } as const;
    expect(decode({ ...proposal, files: [...files, deletion] })).toMatchObject({
      files: [...files, deletion],
    });
  });

  it.each<[string, object]>([
    ["another version", { ...proposal, v: 2 }],
    ["one file too many", { ...proposal, files: Array(PROPOSAL_FILES + 1).fill(file(1)) }],
    ["a file with a byte too many", { ...proposal, files: [file(PROPOSAL_FILE_BYTES + 1)] }],
    ["a link", { ...proposal, files: [{ ...file(1), mode: "120000" }] }],
    ["a submodule", { ...proposal, files: [{ ...file(1), mode: "160000" }] }],
    ["contents that are not base64", { ...proposal, files: [{ ...file(1), contents: "a-b=" }] }],
    ["a measurement of its own", { ...proposal, measurement: { outcome: "measured", metric: 1 } }],
    ["gates of its own", { ...proposal, gates: [] }],
    ["the outcome of a report", { ...proposal, outcome: "measured" }],
    ["files beside a problem", { ...ended, files }],
    ["an endless problem", { ...ended, problem: "x".repeat(5_000) }],
    ["negative time", { ...proposal, seconds: { total: -1, agent: 0 } }],
    ["no nonce", { ...proposal, nonce: "" }],
  ])("refuses %s", (_what, value) => {
    expect(() => decode(value)).toThrow(Terminal);
  });

  it("refuses every other text with an error of its own", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => decodeProposal(text)).toThrow(Terminal);
      }),
    );
  });
});
