// What a row says of an agent. Everything that depends on which agent it is reads a row: the runner, the configuration,
// the workflow, the readiness checks, the prompt and the lists in the documentation.

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
  /**
   * A sandbox of Autoloop's surely holds this run: it writes nowhere but in the workspace and its own folders. A job of a
   * workflow has a machine of its own and no sandbox.
   */
  readonly isIsolated: boolean;
  /** The operator's own command line in the words that start it; empty for an agent that needs none. */
  readonly line: readonly string[];
}

/** What the operator chose for the agent; null: the agent's own default. Both are checked: no blank, no leading dash. */
export interface AgentChoice {
  readonly model: string | null;
  readonly baseUrl: string | null;
}

/** What is put around a command line that starts it as the operator chose. */
export interface AgentSetting {
  /** Variables; they win over those of the operator. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Files of its home directory: text by relative path. */
  readonly home?: Readonly<Record<string, string>>;
}

/** An environment variable and the name of the repository's secret that it carries on GitHub Actions. */
interface AgentKey {
  readonly variable: string;
  readonly secret: string;
}

/** Everything that a run of it left to read. All of it is outside text. */
export interface AgentOutput {
  /** Standard output, or one line of it while it works. */
  readonly stdout: string;
  readonly stderr: string;
  /** The files that `records` names, one after the other. */
  readonly records: string;
}

/** What an agent says of its own failure, by the form of its output and never by guessing. */
export interface AgentFailure {
  /** The HTTP status with which its model's server refused; null where none is told. */
  readonly status: number | null;
  /** It got no answer from the server that it could use, not even a refusal. */
  readonly isUnanswered?: true;
  /** In its own words, not inert; empty where it has none. */
  readonly said: string;
  /** It reached a limit of its own, so what it did until then can be measured; the limit in our words. */
  readonly limit: string | null;
}

/**
 * What commands it runs as it is started here, as it was seen. `none`: it has no shell. `reading`: those that it takes
 * for harmless. `sandbox`: any, and they can write in the workspace only, by its own sandbox or by Autoloop's. `any`: any, without a sandbox. `unknown`:
 * nobody here knows.
 */
export type AgentCommands = "none" | "reading" | "sandbox" | "any" | "unknown";

export interface AgentRow {
  readonly name: string;
  readonly argv: (places: AgentPlaces, choice: AgentChoice) => readonly string[];
  /** It starts the operator's own command line, so nobody here knows what that needs. */
  readonly isOperators?: true;
  /** The prompt comes on standard input. */
  readonly stdin: boolean;
  /**
   * Names of those of the operator's agent variables that it may see. `any`: whichever the operator names, because it
   * speaks to providers of all kinds.
   */
  readonly variables: RegExp | "any" | "none";
  /** What it can be given to show who pays; it needs one of them. None: it needs no account. */
  readonly keys: readonly AgentKey[];
  /** Names of other variables that show who pays, such as those of a cloud; it is not started without one or a key. */
  readonly alsoPaid?: RegExp;
  /**
   * Variables and files with which it is started.
   * @param given names of the variables that it gets from the operator
   */
  readonly setting?: (choice: AgentChoice, given: readonly string[]) => AgentSetting;
  /** Which of the operator's choices reach it. */
  readonly takes: readonly (keyof AgentChoice)[];
  /** Variables that name the directory in which it keeps what it fetched or unpacked. */
  readonly caches?: readonly string[];
  /**
   * Names of its own settings in a repository, at any depth; one that ends in `/` is a directory. They are not in the
   * copy that an agent gets. Instructions for models, such as `AGENTS.md`, are none: they run nothing.
   */
  readonly hides: readonly string[];
  readonly commands: AgentCommands;
  /** It prints a line at each step, so that long silence means that it hangs. */
  readonly speaks: boolean;
  /** Files of its home directory, by relative path, that tell more of its usage than it prints. */
  readonly records?: RegExp;
  /** What its output tells of its usage, also where it was stopped. Cached input counts as input. */
  readonly cost: (output: AgentOutput) => Cost;
  /**
   * For an agent that tells no tokens where it is stopped: whether its model has answered, as far as its output tells.
   * Absent: its tokens say so.
   */
  readonly hasAnswered?: (output: AgentOutput) => boolean;
  /** Why it failed, where its output tells; read of single lines too, while it works. */
  readonly failure: (output: AgentOutput) => AgentFailure | null;
  /** npm package with its exact version, so that a workflow that worked goes on working; null: nothing to install. */
  readonly install: string | null;
  /** It is told of iterations before those of the history, too: a search goes by all that was tried. */
  readonly remembers?: true;
  /** What to know before choosing it, a few words for lists; empty where its name says it. */
  readonly remark: string;
}

/** A key whose variable and secret have one name. */
export function sameName(name: string): AgentKey {
  return { variable: name, secret: name };
}
