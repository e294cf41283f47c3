// Workflow files as values.

import { describe, expect, it } from "vitest";
import { parseWorkflow } from "../../sandbox/actions/workflow/workflow-file.ts";

const job = (more: string) =>
  `on: workflow_dispatch\njobs:\n  a:\n    runs-on: x\n    steps: [{ run: y }]\n${more}`;

function problemOf(source: string): string {
  const file = parseWorkflow(source);
  return file.kind === "workflow" ? "none" : `${file.kind}: ${file.problem}`;
}

describe("parseWorkflow", () => {
  it("takes every form that GitHub allows for triggers, needs, concurrency and inputs", () => {
    const inputs = (source: string) => {
      const file = parseWorkflow(source);
      return file.kind === "workflow" ? file.workflow.inputs : file.problem;
    };
    const on = (form: string) => job("").replace("on: workflow_dispatch", form);
    expect(inputs(on("on: workflow_dispatch"))).toEqual(new Map());
    expect(inputs(on("on: [push, workflow_dispatch]"))).toEqual(new Map());
    expect(inputs(on("on: push"))).toBeNull();
    expect(inputs(on("on:\n  push:\n    branches: [main]\n  workflow_dispatch:"))).toEqual(new Map());
    expect(
      inputs(
        on("on:\n  workflow_dispatch:\n    inputs:\n      x:\n      y: { default: 3, options: [3, 4] }"),
      ),
    ).toEqual(
      new Map([
        ["x", { required: false, default: null, options: null }],
        ["y", { required: false, default: "3", options: ["3", "4"] }],
      ]),
    );
  });

  it("reads what a job and its steps are to do", () => {
    const file = parseWorkflow(`
name: All
run-name: "n \${{ inputs.n }}"
on: { workflow_dispatch: { inputs: { n: { required: true } } } }
permissions: {}
concurrency: { group: g, cancel-in-progress: true }
env: { TOP: 1 }
defaults: { run: { shell: bash } }
jobs:
  first: { runs-on: ubuntu-latest, steps: [{ run: "one\\ntwo" }] }
  second:
    needs: first
    if: always()
    runs-on: ubuntu-latest
    timeout-minutes: 5
    env: { JOB: true }
    steps:
      - { id: s, name: Named, if: failure(), uses: actions/checkout@v4, with: { fetch-depth: 0 }, env: { A: b } }
`);
    const plain = { condition: null, env: {}, timeoutMinutes: null, continueOnError: false };
    expect(file).toEqual({
      kind: "workflow",
      workflow: {
        ...{ name: "All", runName: `n \${{ inputs.n }}`, env: { TOP: "1" } },
        inputs: new Map([["n", { required: true, default: null, options: null }]]),
        concurrency: { group: "g", cancelInProgress: true },
        jobs: [
          {
            ...{ id: "first", name: "first", needs: [], condition: null, timeoutMinutes: 360, env: {} },
            steps: [
              {
                ...{ ...plain, id: null, name: "Run one" },
                does: { kind: "run", script: "one\ntwo", folder: null, bash: true },
              },
            ],
          },
          {
            ...{ id: "second", name: "second", needs: ["first"], condition: "always()" },
            ...{ timeoutMinutes: 5, env: { JOB: "true" } },
            steps: [
              {
                ...{ ...plain, id: "s", name: "Named", condition: "failure()", env: { A: "b" } },
                does: { kind: "use", action: "actions/checkout@v4", with: { "fetch-depth": "0" } },
              },
            ],
          },
        ],
      },
    });
  });

  it.each([
    ["jobs: [", /^unreadable: /],
    ["jobs: {}", "unsupported: on: "],
    [job("    strategy: {}"), 'unsupported: jobs.a: Unrecognized key: "strategy"'],
    [job("    services: {}"), 'Unrecognized key: "services"'],
    [job("    defaults: { run: { shell: pwsh } }"), "jobs.a.defaults.run.shell"],
    [job("").replace("{ run: y }", "{ run: y, uses: z }"), "a step has either uses or run"],
    [job("").replace("{ run: y }", "{ run: y, shell: python }"), "jobs.a.steps.0.shell"],
    [job("    needs: b"), "jobs.a needs unknown job b"],
    [job("    needs: a"), "they need each other in a circle"],
  ])("says what it cannot take: %j", (source, problem) => {
    expect(problemOf(source)).toEqual(
      typeof problem === "string" ? expect.stringContaining(problem) : expect.stringMatching(problem),
    );
  });
});
