// Which workflows the repository has: the files of its default branch, each with the number that it keeps.

import { DEFAULT_BRANCH } from "../../host/git.ts";
import type { Host } from "../../host/host.ts";
import { parseWorkflow } from "./workflow-file.ts";

const FOLDER = ".github/workflows/";

export interface WorkflowIdentity {
  readonly id: number;
  readonly name: string;
  /** Such as `.github/workflows/autoloop.yml`. */
  readonly path: string;
}

export class Workflows {
  readonly #host: Host;
  readonly #known = new Map<string, WorkflowIdentity>();
  readonly #disabled = new Set<string>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** By file name, path or id; null: the default branch has none. */
  async get(which: string): Promise<WorkflowIdentity | null> {
    const byId = [...this.#known.values()].find(({ id }) => String(id) === which);
    const path = byId?.path ?? (which.startsWith(FOLDER) ? which : `${FOLDER}${which}`);
    const source = await this.sourceOf(path, DEFAULT_BRANCH);
    if (source === null || !/\.ya?ml$/.test(path)) return null;
    const file = parseWorkflow(source);
    const name =
      (file.kind === "workflow" ? file.workflow.name : file.kind === "unsupported" && file.name) || path;
    const id = this.#known.get(path)?.id ?? this.#host.records.nextId();
    const workflow = { id, name, path };
    this.#known.set(path, workflow);
    return workflow;
  }

  /** All of the default branch. */
  async all(): Promise<readonly WorkflowIdentity[]> {
    const { git } = this.#host;
    const commit = await git.commit((await git.refs()).get(DEFAULT_BRANCH) ?? "");
    const paths = commit === null ? [] : [...(await git.files(commit.tree)).keys()];
    const inFolder = paths.filter((path) => path.startsWith(FOLDER));
    return (await Promise.all(inFolder.map((path) => this.get(path)))).filter((one) => one !== null);
  }

  /** Text of a workflow file at a branch or commit; null: not there. */
  async sourceOf(path: string, ref: string): Promise<string | null> {
    const { git, upstream, base } = this.#host;
    const found = await git.resolve(`${ref}:${path}`, await git.refs());
    if (found?.type !== "blob") return null;
    const blob = await upstream.read<{ content: string }>(`${base}/git/blobs/${found.sha}`);
    return Buffer.from(blob?.content ?? "", "base64").toString();
  }

  isDisabled({ path }: WorkflowIdentity): boolean {
    return this.#disabled.has(path);
  }

  setDisabled({ path }: WorkflowIdentity, disabled: boolean): void {
    if (disabled) this.#disabled.add(path);
    else this.#disabled.delete(path);
  }
}
