// What a workflow that runs agents must never do, held over its parsed text. Each breach is a sentence that begins
// with where it is.

import { parseDocument } from "yaml";
import { z } from "zod";

const Step = z.strictObject({
  name: z.string(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  env: z.record(z.string(), z.string()).optional(),
  run: z.string().optional(),
});

const Job = z.strictObject({
  name: z.string(),
  needs: z.string().optional(),
  "runs-on": z.string(),
  "timeout-minutes": z.int().min(1).max(360),
  permissions: z.record(z.string(), z.string()),
  steps: z.array(Step),
});

const Input = z.strictObject({
  description: z.string(),
  required: z.literal(true),
  type: z.literal("string"),
});

/** The parts of GitHub's syntax that the workflow uses; a key that is not here is a breach too. */
const Workflow = z.strictObject({
  name: z.string(),
  "run-name": z.string(),
  on: z.strictObject({ workflow_dispatch: z.strictObject({ inputs: z.record(z.string(), Input) }) }),
  permissions: z.strictObject({}),
  concurrency: z.strictObject({ group: z.string(), "cancel-in-progress": z.literal(false) }),
  env: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), Job),
});

export type ParsedWorkflow = z.infer<typeof Workflow>;

export function parseWorkflow(text: string): ParsedWorkflow {
  const document = parseDocument(text, { strict: true, uniqueKeys: true });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw problem;
  return Workflow.parse(document.toJS());
}

/** Everything that is wrong with it; empty when it is right. @throws for a text of another shape */
export function workflowProblems(text: string): readonly string[] {
  const workflow = parseWorkflow(text);
  const jobs = Object.entries(workflow.jobs);
  return [
    ...(Object.keys(workflow.on.workflow_dispatch.inputs).length > 10 ? ["on: more than ten inputs"] : []),
    ...expressionsIn({ ...workflow, jobs: {} }).flatMap((said) =>
      /^inputs\.[a-z]+$/.test(said) ? [] : [`workflow: holds the expression ${said}`],
    ),
    ...jobs.flatMap(([id, job]) => jobProblems(id, job)),
    ...text
      .split("\n")
      .filter((line) => /^\s*(?:- )?uses:/.test(line) && !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))
      .map((line) => `${line.trim()}: is not pinned by commit, with its version beside it`),
  ];
}

function jobProblems(id: string, { permissions, steps, ...job }: z.infer<typeof Job>): readonly string[] {
  return [
    ...(JSON.stringify(permissions) === '{"contents":"read"}'
      ? []
      : [`${id}: may do more than read contents`]),
    ...expressionsIn(job).map((said) => `${id}: holds the expression ${said}`),
    ...steps.flatMap((step) => stepProblems(step).map((said) => `${id}, ${step.name}: ${said}`)),
    ...steps
      .filter((step) => secretsIn(step).length > 0 && !(id === "propose" && step.run?.includes(" propose ")))
      .map((step) => `${id}, ${step.name}: sees a secret`),
  ];
}

function stepProblems(step: z.infer<typeof Step>): readonly string[] {
  const { run, uses, env = {} } = step;
  const checksOut = uses?.startsWith("actions/checkout@") === true;
  return [
    ...((run === undefined) === (uses === undefined) ? ["neither runs nor uses something, or both"] : []),
    ...expressionsIn([run, step.name, uses]).map((said) => `puts ${said} into a script or a name`),
    ...expressionsIn(step.with).flatMap((said) =>
      /^inputs\.[a-z]+$/.test(said) ? [] : [`holds the expression ${said}`],
    ),
    ...expressionsIn(env).flatMap((said) =>
      /^(?:secrets\.[A-Z_]+|vars\.AUTOLOOP_AGENT_(?:COMMAND|MODEL|BASE_URL|SILENCE_MINUTES))$/.test(said)
        ? []
        : [`holds the expression ${said}`],
    ),
    ...(checksOut && step.with?.["persist-credentials"] !== false ? ["leaves its token on the disk"] : []),
    ...(run !== undefined && /npm install|npx/.test(run) && !/@\d+\.\d+\.\d+(?: |$)/.test(run)
      ? ["installs a package of no certain version"]
      : []),
  ];
}

/** Names of the secrets that a part of the workflow names in any way. */
export function secretsIn(part: unknown): readonly string[] {
  return [...JSON.stringify(part ?? null).matchAll(/\bsecrets\b\W{0,3}(\w*)/g)].map(([, name = ""]) => name);
}

function expressionsIn(part: unknown): readonly string[] {
  return [...JSON.stringify(part ?? null).matchAll(/\$\{\{(.*?)\}\}/g)].map(([, said = ""]) => said.trim());
}
