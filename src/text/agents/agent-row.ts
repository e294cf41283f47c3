// What a row says of an agent. Everything that depends on which agent it is reads a row: the runner, the configuration,
// the workflow, the readiness checks and the lists in the documentation.

import type { Cost } from "../../domain/journal/iteration.ts";

/** Where the files and programs are of which a command line is made; absolute paths. */
export interface AgentPlaces {
  readonly prompt: string;
  readonly context: string;
  readonly answer: string;
  /** The directory of these three; it lies outside the workspace and the agent must be able to write there. */
  readonly exchange: string;
  /** The Node.js that runs the runner. */
  readonly node: string;
  /** The directory of the agents that come with the runner. */
  readonly builtIn: (agent: string) => string;
}

/** An environment variable and the name of the repository's secret that it carries on GitHub Actions. */
interface AgentKey {
  readonly variable: string;
  readonly secret: string;
}

export interface AgentRow {
  readonly name: string;
  /** Its command line; null: the operator's own line, which a shell runs. */
  readonly argv: ((places: AgentPlaces) => readonly string[]) | null;
  /** The prompt comes on standard input. */
  readonly stdin: boolean;
  /**
   * Names of those of the operator's agent variables that it may see. `any`: whichever the operator names, because it
   * speaks to providers of all kinds.
   */
  readonly variables: RegExp | "any" | "none";
  /** What it can be given to show who pays; it needs one of them. None: it needs no account. */
  readonly keys: readonly AgentKey[];
  /** What its output tells of its usage. */
  readonly cost: (stdout: string) => Cost;
  /** npm package with its exact version, so that a workflow that worked goes on working; null: nothing to install. */
  readonly install: string | null;
  /** What to know before choosing it, a few words for lists; empty where its name says it. */
  readonly remark: string;
}

/** A key whose variable and secret have one name. */
export function sameName(name: string): AgentKey {
  return { variable: name, secret: name };
}
