// The four actions that workflows of ours use, emulated by name; their version or commit is not looked at. Anything
// else, and any input that is not emulated, fails the step.

import { resolve, sep } from "node:path";
import type { Host } from "../../host/host.ts";
import type { ArtifactStore } from "../run/artifact-store.ts";
import type { JobLog } from "../run/job-log.ts";
import type { Attempt, WorkflowRun } from "../run/run.ts";
import { filesUnder, unzipTo, zipped } from "./artifact-files.ts";
import { checkOut } from "./checkout.ts";

export interface ActionScene {
  readonly host: Host;
  readonly run: WorkflowRun;
  readonly attempt: Attempt;
  readonly artifacts: ArtifactStore;
  readonly workspace: string;
  readonly token: string;
  readonly log: JobLog;
}

type Inputs = ReadonlyMap<string, string>;
type Outputs = Readonly<Record<string, string>>;

/** Outputs of the step. Throws in the words of the action. */
type UsedAction = (scene: ActionScene, inputs: Inputs) => Promise<Outputs>;

interface Known {
  readonly act: UsedAction;
  readonly inputs: readonly string[];
}

const ACTIONS: ReadonlyMap<string, Known> = new Map([
  [
    "actions/checkout",
    {
      act: checkout,
      inputs: [
        ...["ref", "path", "persist-credentials", "fetch-depth"],
        ...["sparse-checkout", "sparse-checkout-cone-mode", "show-progress"],
      ],
    },
  ],
  [
    "actions/setup-node",
    { act: setupNode, inputs: ["node-version", "check-latest", "package-manager-cache"] },
  ],
  [
    "actions/upload-artifact",
    { act: upload, inputs: ["name", "path", "if-no-files-found", "retention-days", "compression-level"] },
  ],
  ["actions/download-artifact", { act: download, inputs: ["name", "path"] }],
]);

/** @param uses such as `actions/checkout@<commit>` */
export async function useAction(scene: ActionScene, uses: string, given: Outputs): Promise<Outputs> {
  const [name = "", version] = uses.split("@");
  const known = ACTIONS.get(name);
  if (known === undefined) throw new Error(`The sandbox does not emulate the action ${name}`);
  if (!version) throw new Error(`Expected format {org}/{repo}[/path]@ref. Actual '${uses}'`);
  const inputs = new Map(Object.entries(given));
  const strange = [...inputs.keys()].find((input) => !known.inputs.includes(input));
  if (strange !== undefined) throw new Error(`The sandbox does not emulate the input ${strange} of ${name}`);
  return known.act(scene, inputs);
}

async function checkout({ host, run, workspace, token, log }: ActionScene, inputs: Inputs): Promise<Outputs> {
  const folder = within(workspace, inputs.get("path") ?? ".", "Repository path");
  const asked = inputs.get("ref");
  const ref = asked || `refs/heads/${run.branch}`;
  const patterns = (inputs.get("sparse-checkout") ?? "").split("\n").filter((line) => line.trim() !== "");
  const commit = await checkOut(host, {
    ...{ ref, folder, commit: asked ? null : run.sha },
    depth: Number(inputs.get("fetch-depth") ?? 1),
    sparse:
      patterns.length === 0 ? null : { patterns, cone: inputs.get("sparse-checkout-cone-mode") !== "false" },
    token: inputs.get("persist-credentials") === "false" ? null : token,
  });
  log.line(`Checked out ${ref} at ${commit}`);
  return { ref, commit };
}

/** Jobs run with the Node of the sandbox. */
async function setupNode({ log }: ActionScene): Promise<Outputs> {
  log.line(`Found in cache: Node ${process.version}`);
  return { "node-version": process.version };
}

async function upload(scene: ActionScene, inputs: Inputs): Promise<Outputs> {
  const { run, attempt, artifacts, workspace, log } = scene;
  const name = inputs.get("name") || "artifact";
  const asked = (inputs.get("path") ?? "").split("\n").filter((line) => line.trim() !== "");
  if (asked.length === 0) throw new Error("Input required and not supplied: path");
  const pattern = asked.find((path) => /[*?[\]!]/.test(path));
  if (pattern !== undefined) throw new Error(`The sandbox does not emulate the pattern ${pattern}`);
  const paths = asked.map((path) => resolve(workspace, path.trim()));
  const files = await filesUnder(paths);
  if (files.length === 0) {
    const nothing = `No files were found with the provided path: ${asked.join(" ")}. No artifacts will be uploaded.`;
    if (inputs.get("if-no-files-found") === "error") throw new Error(nothing);
    log.line(inputs.get("if-no-files-found") === "ignore" ? nothing : `##[warning]${nothing}`);
    return {};
  }
  artifacts.put(run, attempt.number, name, await zipped(paths, files));
  log.line(`Artifact ${name} has been successfully uploaded!`);
  return {};
}

async function download(scene: ActionScene, inputs: Inputs): Promise<Outputs> {
  const { run, attempt, artifacts, workspace, log } = scene;
  const name = inputs.get("name");
  if (!name) throw new Error("The sandbox downloads an artifact by its name only");
  const zip = artifacts.get(run, attempt.number, name);
  if (zip === null) throw new Error(`Unable to download artifact(s): Artifact not found for name: ${name}`);
  const folder = resolve(workspace, inputs.get("path") ?? ".");
  const count = await unzipTo(folder, zip);
  log.line(`Artifact ${name} was downloaded to ${folder}: ${count} files`);
  return { "download-path": folder };
}

function within(workspace: string, path: string, what: string): string {
  const whole = resolve(workspace, path);
  if (whole === workspace || whole.startsWith(`${workspace}${sep}`)) return whole;
  throw new Error(`${what} '${whole}' is not under '${workspace}'`);
}
