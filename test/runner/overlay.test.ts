// A run that begins with an earlier proposal of its own iteration, and what measuring says of the one to blame.

import { describe, expect, it } from "vitest";
import type { ProposedFile } from "../../src/domain/journal/iteration.ts";
import { jobs } from "./jobs.ts";
import { textsOf, tinyEvaluation, tinyRun } from "./tiny-run.ts";

const file = (path: string, text: string | null): ProposedFile => ({
  path,
  mode: "100644",
  contents: text === null ? null : Buffer.from(text).toString("base64"),
});
const BROKEN = [file("src/value.txt", "nine\n"), file("src/other.txt", null), file("src/new.txt", "new\n")];

describe("a proposal that is given back", () => {
  it("lies over the base when its agent begins, and what the agent leaves of it is proposed", async () => {
    const report = await tinyRun({
      agent: "ls src > src/seen.txt; sed -i s/nine/9/ src/value.txt",
      run: { overlay: BROKEN },
    });
    expect(report.measurement).toMatchObject({ outcome: "measured", metric: 9 });
    expect(textsOf(report)).toEqual({
      "src/new.txt": "new\n",
      "src/other.txt": null,
      "src/seen.txt": "new.txt\nseen.txt\nvalue.txt\n",
      "src/value.txt": "9\n",
    });
  });

  it("is proposed as it is where the agent leaves it alone, and no more where the agent takes it back", async () => {
    const same = await tinyRun({ agent: "true", run: { overlay: BROKEN } });
    expect(same).toMatchObject({ outcome: "failed", measurement: { outcome: "failed" } });
    expect(Object.keys(textsOf(same))).toHaveLength(3);
    const back = "echo 5 > src/value.txt; echo unused > src/other.txt; rm src/new.txt";
    expect(await tinyRun({ agent: back, run: { overlay: BROKEN } })).toMatchObject({ outcome: "empty" });
  });

  it("is laid nowhere where it may not be", async () => {
    for (const path of ["measure.sh", "../outside", ".github/workflows/x.yml"]) {
      const report = await tinyRun({ agent: "true", run: { overlay: [file(path, "x\n")] } });
      expect(report).toMatchObject({ outcome: "failed", files: [] });
    }
  });

  it("comes with the request to a job on another machine", async () => {
    const world = await jobs({ agent: "sed -i s/nine/9/ src/value.txt", request: { overlay: BROKEN } });
    await world.propose();
    expect(await world.evaluate()).toMatchObject({ outcome: "measured", measurement: { metric: 9 } });
  });
});

describe("a command that is missing", () => {
  const proposing = (files: readonly ProposedFile[], evaluation: string) =>
    tinyEvaluation({ definition: { evaluation } }, { outcome: "proposed", files });

  it("is the proposal's fault where the base lacks nothing", async () => {
    const calls = file("src/run.sh", "no-such-command-here\n");
    const evaluation = "if test -e src/run.sh; then . src/run.sh; else bash measure.sh; fi";
    expect((await proposing([calls], evaluation)).measurement).toMatchObject({ cause: "exit" });
    const gone = [file("src/value.txt", null)];
    const script = "test -e src/value.txt || exit 127; bash measure.sh";
    expect((await proposing(gone, script)).measurement).toMatchObject({ cause: "exit" });
  });

  it("is the machine's where the base lacks it, too", async () => {
    const report = await proposing([file("src/value.txt", "9\n")], "no-such-command-here");
    expect(report.measurement).toMatchObject({ outcome: "failed", cause: "missing" });
  });
});

describe("an agent that comes to nothing", () => {
  it.each([
    ["missing", { agent: "claude", agentCommand: null }],
    ["missing", { agent: "nobody", agentCommand: null }],
  ])("says that the machine is to blame: %s", async (cause, run) => {
    expect(await tinyRun({ agent: "true", run })).toMatchObject({ outcome: "failed", cause });
  });

  it("is to blame itself where it ended with an error", async () => {
    expect(await tinyRun({ agent: "exit 3" })).not.toHaveProperty("cause");
  });

  const claude = (line: string) =>
    tinyRun({
      agent: "true",
      run: { agent: "claude", agentCommand: null },
      secrets: { ANTHROPIC_API_KEY: "sk-ant-0123456789" },
      programs: { claude: line },
    });
  it.each([
    [529, "environment"],
    [429, "environment"],
    [401, "missing"],
    [404, undefined],
  ])("has met its service where that answers with %i", async (status, cause) => {
    const said = { type: "result", is_error: true, api_error_status: status, result: `API Error: ${status}` };
    const report = await claude(`echo '${JSON.stringify(said)}'; exit 1`);
    expect(report.outcome).toBe("failed");
    expect(report.cause).toBe(cause);
  });
});
