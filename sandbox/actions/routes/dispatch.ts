// `POST …/dispatches`: whether GitHub would take it, and the run that it makes.

import type { Host } from "../../host/host.ts";
import { type Answer, type FrontRequest, notFound, param, problem, text } from "../../host/http.ts";
import { loginOf } from "../../host/principals.ts";
import { refusal } from "../../host/refusal.ts";
import type { Actions } from "../actions.ts";
import { ExpressionError, substitute } from "../workflow/expression.ts";
import { type Input, parseWorkflow, type WorkflowFile } from "../workflow/workflow-file.ts";
import type { WorkflowIdentity } from "../workflow/workflows.ts";

const MOST_INPUTS = 25;
const LONGEST_INPUTS = 65_535;

export async function dispatch(host: Host, actions: Actions, request: FrontRequest): Promise<Answer> {
  const { runs, workflows } = actions;
  const refused = refusal(request, "actions", "write");
  if (refused !== null) return refused;
  const workflow = await workflows.get(param(request, "workflow"));
  if (workflow === null) return notFound();
  const { runDetails } = host.refusals;
  if (runDetails !== "known" && "return_run_details" in request.body)
    return problem(runDetails, 'Invalid request.\n\n"return_run_details" is not a permitted key.');
  const ref = text(request.body, "ref");
  if (ref === null) return problem(422, 'Invalid request.\n\n"ref" wasn\'t supplied.');
  const branch = ref.replace(/^refs\/heads\//, "");
  const sha = (await host.git.refs()).get(branch);
  if (sha === undefined) return problem(422, `No ref found for: ${ref}`);
  const source = await workflows.sourceOf(workflow.path, sha);
  if (source === null) return notFound();
  if (workflows.isDisabled(workflow)) {
    return problem(422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow");
  }
  const file = parseWorkflow(source);
  if (file.kind === "unreadable") return problem(422, `failed to parse workflow: ${file.problem}`);
  const taken = inputsOf(file, { ...Object(request.body.inputs) });
  if (typeof taken === "string") return problem(422, taken);
  const actor = loginOf(request.who);
  const title = titleOf(host, workflow, file, taken);
  const run = runs.add({
    ...{ workflow, source, branch, sha, title, actor, inputs: taken, event: "workflow_dispatch" },
  });
  actions.start(run);
  if (request.body.return_run_details !== true) return { status: 204 };
  const path = `actions/runs/${run.id}`;
  const run_url = `${host.url}${host.base}/${path}`;
  const html_url = `${host.url}/${host.owner}/${host.name}/${path}`;
  return { status: 200, body: { workflow_run_id: run.id, run_url, html_url } };
}

/** What the run gets, or the refusal's words. */
function inputsOf(
  file: WorkflowFile,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> | string {
  if (file.kind !== "workflow") return texts(given);
  const declared = file.workflow.inputs;
  if (declared === null) return "Workflow does not have 'workflow_dispatch' trigger";
  const names = Object.keys(given);
  if (names.length > MOST_INPUTS) return `you may only define up to ${MOST_INPUTS} \`inputs\``;
  if (JSON.stringify(given).length > LONGEST_INPUTS) return "inputs are too large.";
  const strange = names.filter((name) => !declared.has(name));
  if (strange.length > 0) return `Unexpected inputs provided: ${JSON.stringify(strange)}`;
  for (const [name, input] of declared) {
    const problem = problemOf(name, input, given[name]);
    if (problem !== null) return problem;
  }
  const defaults = [...declared].map(([name, input]) => [name, input.default ?? ""] as const);
  return { ...Object.fromEntries(defaults), ...texts(given) };
}

function problemOf(name: string, input: Input, given: unknown): string | null {
  if (given === undefined) {
    return input.required && input.default === null ? `Required input '${name}' not provided` : null;
  }
  if (input.options === null || input.options.includes(String(given))) return null;
  return `Provided value '${String(given)}' for input '${name}' not in the list of allowed values`;
}

function texts(given: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
}

/** The workflow's `run-name`, else its name. */
function titleOf(
  host: Host,
  workflow: WorkflowIdentity,
  file: WorkflowFile,
  inputs: Readonly<Record<string, string>>,
): string {
  const runName = file.kind === "workflow" ? file.workflow.runName : null;
  if (runName === null) return workflow.name;
  const github = { repository: `${host.owner}/${host.name}`, event_name: "workflow_dispatch" };
  try {
    return substitute(runName, { inputs, github });
  } catch (error) {
    if (error instanceof ExpressionError) return workflow.name;
    throw error;
  }
}
