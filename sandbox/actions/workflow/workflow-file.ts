// A workflow file as a value: the part of GitHub's syntax that workflows of ours need. What is not understood is a
// problem with its place in the file, never ignored: a workflow that works here must mean the same on GitHub.

import { parseDocument } from "yaml";
import { z } from "zod";

export interface StepPlan {
  readonly id: string | null;
  readonly name: string;
  readonly condition: string | null;
  readonly env: Variables;
  readonly timeoutMinutes: number | null;
  readonly continueOnError: boolean;
  readonly does:
    | {
        readonly kind: "run";
        readonly script: string;
        readonly folder: string | null;
        readonly bash: boolean;
      }
    | { readonly kind: "use"; readonly action: string; readonly with: Variables };
}

export interface JobPlan {
  readonly id: string;
  readonly name: string;
  readonly needs: readonly string[];
  readonly condition: string | null;
  readonly timeoutMinutes: number;
  readonly env: Variables;
  readonly steps: readonly StepPlan[];
}

export interface Input {
  readonly required: boolean;
  readonly default: string | null;
  /** Null: any text. */
  readonly options: readonly string[] | null;
}

/** Unresolved expressions by name. */
export type Variables = Readonly<Record<string, string>>;

export interface Workflow {
  readonly name: string | null;
  readonly runName: string | null;
  /** Null: it cannot be dispatched. */
  readonly inputs: ReadonlyMap<string, Input> | null;
  readonly env: Variables;
  readonly concurrency: { readonly group: string; readonly cancelInProgress: boolean } | null;
  readonly jobs: readonly JobPlan[];
}

export type WorkflowFile =
  | { readonly kind: "workflow"; readonly workflow: Workflow }
  /** No YAML: GitHub refuses to dispatch it. */
  | { readonly kind: "unreadable"; readonly problem: string }
  /** Syntax that nothing here carries out: the run fails with this in its log. */
  | { readonly kind: "unsupported"; readonly problem: string; readonly name: string | null };

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const variables = z.record(z.string(), scalar).default({});
const permissions = z.union([z.string(), z.record(z.string(), z.string())]).optional();
const minutes = z.number().positive();
const condition = scalar.nullable().default(null);
const shell = z.literal("bash").optional();

const step = z
  .strictObject({
    id: z.string().nullable().default(null),
    name: z.string().optional(),
    if: condition,
    env: variables,
    "timeout-minutes": minutes.nullable().default(null),
    "continue-on-error": z.boolean().default(false),
    uses: z.string().optional(),
    with: variables,
    run: z.string().optional(),
    shell,
    "working-directory": z.string().nullable().default(null),
  })
  .refine(({ uses, run }) => (uses === undefined) !== (run === undefined), "a step has either uses or run");

const job = z.strictObject({
  name: z.string().optional(),
  "runs-on": scalar,
  needs: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
  if: condition,
  permissions,
  env: variables,
  "timeout-minutes": minutes.default(360),
  defaults: z.strictObject({ run: z.strictObject({ shell }) }).optional(),
  steps: z.array(step).min(1),
});

const input = z.object({
  required: z.boolean().default(false),
  default: scalar.nullable().default(null),
  options: z.array(scalar).nullable().default(null),
});

const dispatchable = z.object({ inputs: z.record(z.string(), input.nullable()).nullish() }).nullish();

const file = z.strictObject({
  name: z.string().nullable().default(null),
  "run-name": z.string().nullable().default(null),
  on: z.union([
    z.string().transform((one) => ({ [one]: null })),
    z.array(z.string()).transform((all) => Object.fromEntries(all.map((one) => [one, null]))),
    z.record(z.string(), z.unknown()),
  ]),
  permissions,
  env: variables,
  concurrency: z
    .union([
      z.string().transform((group) => ({ group, "cancel-in-progress": false })),
      z.strictObject({ group: z.string(), "cancel-in-progress": z.boolean().default(false) }),
    ])
    .nullable()
    .default(null),
  defaults: z.strictObject({ run: z.strictObject({ shell }) }).optional(),
  jobs: z.record(z.string(), job),
});

export function parseWorkflow(source: string): WorkflowFile {
  const document = parseDocument(source);
  const [error] = document.errors;
  if (error !== undefined) return { kind: "unreadable", problem: error.message.split("\n", 1)[0] ?? "" };
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  const parsed = file.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    const name = z.object({ name: z.string() }).safeParse(value);
    return { kind: "unsupported", problem: problems.join("; "), name: name.data?.name ?? null };
  }
  return asWorkflow(parsed.data);
}

function asWorkflow(data: z.infer<typeof file>): WorkflowFile {
  const { name, jobs } = data;
  const lost = Object.entries(jobs).flatMap(([id, { needs }]) =>
    needs.filter((need) => !Object.hasOwn(jobs, need)).map((need) => `jobs.${id} needs unknown job ${need}`),
  );
  if (circular(jobs)) lost.push("jobs: they need each other in a circle");
  const dispatch = dispatchable.safeParse(data.on.workflow_dispatch);
  if (!dispatch.success) lost.push("on.workflow_dispatch: malformed");
  if (lost.length > 0) return { kind: "unsupported", problem: lost.join("; "), name };
  const inputs = Object.entries(dispatch.data?.inputs ?? {}).map(
    ([id, given]) => [id, given ?? { required: false, default: null, options: null }] as const,
  );
  const { concurrency } = data;
  const fallback = data.defaults?.run.shell;
  return {
    kind: "workflow",
    workflow: {
      name,
      runName: data["run-name"],
      inputs: Object.hasOwn(data.on, "workflow_dispatch") ? new Map(inputs) : null,
      env: data.env,
      concurrency: concurrency && {
        group: concurrency.group,
        cancelInProgress: concurrency["cancel-in-progress"],
      },
      jobs: Object.entries(jobs).map(([id, one]) => jobPlan(id, one, fallback)),
    },
  };
}

function circular(jobs: Readonly<Record<string, { readonly needs: readonly string[] }>>): boolean {
  const ready = new Set<string>();
  let waiting = Object.entries(jobs);
  for (;;) {
    const left = waiting.filter(([, { needs }]) => !needs.every((need) => ready.has(need)));
    if (left.length === waiting.length) return left.length > 0;
    for (const [id] of waiting) if (!left.some(([other]) => other === id)) ready.add(id);
    waiting = left;
  }
}

function jobPlan(id: string, data: z.infer<typeof job>, fallback: "bash" | undefined): JobPlan {
  const usual = data.defaults?.run.shell ?? fallback;
  return {
    id,
    name: data.name ?? id,
    needs: data.needs,
    condition: data.if,
    timeoutMinutes: data["timeout-minutes"],
    env: data.env,
    steps: data.steps.map((one) => stepPlan(one, usual)),
  };
}

function stepPlan(data: z.infer<typeof step>, usual: "bash" | undefined): StepPlan {
  const script = data.run ?? "";
  return {
    id: data.id,
    name: data.name ?? `Run ${data.uses ?? script.split("\n", 1)[0]}`,
    condition: data.if,
    env: data.env,
    timeoutMinutes: data["timeout-minutes"],
    continueOnError: data["continue-on-error"],
    does:
      data.uses === undefined
        ? { kind: "run", script, folder: data["working-directory"], bash: (data.shell ?? usual) === "bash" }
        : { kind: "use", action: data.uses, with: data.with },
  };
}
