// The file that the executor hands to the runner: everything that one run needs, and nothing secret.
// Both sides use this one schema; agent secrets travel separately and are never written to disk.

import { z } from "zod";
import { Terminal } from "../../domain/errors.ts";

/** Names inside the folder of one run, as far as both sides use them. */
export const RUN_FILES = {
  request: "request.json",
  /** The commit's files, pristine, in one of two forms. */
  base: "base",
  /** Process id of the one runner that owns the run; made once, atomically, by that runner. */
  claim: "claim",
  report: "report.json",
  /** What the run has used so far. */
  spent: "spent.json",
  log: "runner.log",
} as const;

const soft = z.object({
  side: z.enum(["at-most", "at-least"]),
  bound: z.union([z.number(), z.literal("baseline")]),
});
const gate = z.object({ name: z.string(), run: z.string(), soft: soft.exactOptional() });

/** In the file the account is called `installation` and is a number where it looks like one, as in the first release. */
const key = z.codec(
  z.object({
    installation: z.union([z.number(), z.string()]),
    owner: z.string(),
    name: z.string(),
    issue: z.number(),
  }),
  z.object({ account: z.string(), owner: z.string(), name: z.string(), issue: z.number() }),
  {
    decode: ({ installation, ...rest }) => ({ account: String(installation), ...rest }),
    encode: ({ account, ...rest }) => ({
      installation: /^[1-9][0-9]{0,14}$/.test(account) ? Number(account) : account,
      ...rest,
    }),
  },
);

const runFile = z.object({
  v: z.literal(1),
  /** Whose run it is, for the executor that finds it again. */
  key,
  program: z.string(),
  nonce: z.string(),
  iteration: z.number(),
  kind: z.enum(["baseline", "improve", "fix", "measure"]),
  base: z.string(),
  /** The part of the definition that the runner acts on. */
  definition: z.object({
    targets: z.array(z.string()).readonly(),
    excluded: z.array(z.string()).readonly(),
    evaluation: z.string(),
    metric: z.string().nullable(),
    repeat: z.int().min(1),
    gates: z.array(gate).readonly(),
    /** Absent: an app of an earlier version. */
    simplicity: z.enum(["keep", "strict"]).nullable().exactOptional(),
  }),
  /** Counts of the baseline's soft gates, by name; absent where there are none. */
  gateCounts: z.record(z.string(), z.number()).exactOptional(),
  /** What is better is confirmed in pairs; absent where it is not. */
  confirm: z
    .object({
      most: z.int().min(1),
      direction: z.literal(["higher", "lower"]),
      minDelta: z.number().min(0),
      /** What has to be beaten first; null: nothing, all pairs are measured. */
      best: z.number().nullable(),
    })
    .exactOptional(),
  protectedPaths: z.array(z.string()).readonly(),
  /** Absent where the repository opens nothing. */
  unprotected: z.array(z.string()).readonly().optional(),
  /** Symbolic links and submodules of the commit, which are not in the checkout. */
  leftOut: z.array(z.string()).readonly(),
  /** How the base lies in the run's folder. Absent: as files, and so it is in every folder of an app of an earlier version. */
  form: z.literal("objects").exactOptional(),
  agent: z.string(),
  /** The operator's own command line for the agent named `command`; null where there is none. */
  agentCommand: z.string().nullable(),
  prompt: z.string(),
  context: z.unknown(),
  timeoutSeconds: z.number().positive(),
});

/** What `request.json` holds. */
export type RunFile = z.infer<typeof runFile>;

/** The file's text; fields that the runner does not need are dropped. */
export function encodeRunFile(run: RunFile): string {
  return JSON.stringify(runFile.encode(run));
}

/** @throws Terminal when it is not what `encodeRunFile` wrote */
export function decodeRunFile(source: string): RunFile {
  try {
    return runFile.parse(JSON.parse(source));
  } catch (cause) {
    throw new Terminal("The run's request file cannot be read.", { cause });
  }
}

/** Variables that every process of a run may see: all of them need these, and they say nothing about anybody. */
export const COMMON_VARIABLES: readonly string[] = ["PATH", "LANG", "LC_ALL", "TZ"];

const cage = z.object({
  /** The program of that name; null: no isolation. */
  bubblewrap: z.string().nullable(),
  /** Places that are shown empty, and such as lie in one of the folders and are shown all the same. */
  folders: z.array(z.string()).readonly(),
  files: z.array(z.string()).readonly(),
  shown: z.array(z.string()).readonly(),
  evaluationNetwork: z.boolean(),
  /** Words before a command that limit what it may use up. */
  limits: z.array(z.string()).readonly(),
});

/** How programs of agents and evaluations are kept apart from the rest of the machine. */
export type Cage = z.infer<typeof cage>;
/** What the operator chose for the agent of a run. */
const chosen = z.object({
  /** Null: the agent's own default. */
  model: z.string().nullable(),
  baseUrl: z.string().nullable(),
  /** A directory that outlives runs, in which agents keep what they fetched; null: nothing is kept. */
  cache: z.string().nullable(),
  /** How long an agent that speaks at each step may say nothing. */
  silentMs: z.number().positive(),
});

export type AgentChosen = z.infer<typeof chosen>;

/** Where nobody chose. Ten minutes: longer than a model thinks, and than most evaluations take that an agent runs. */
export const NOTHING_CHOSEN: AgentChosen = { model: null, baseUrl: null, cache: null, silentMs: 600_000 };

const launch = z.object({
  /** `COMMON_VARIABLES`, as far as they are set. */
  environment: z.record(z.string(), z.string()),
  /** Variables for the agent's process alone, such as an API key. */
  secrets: z.record(z.string(), z.string()),
  /** By which the report is known to be the runner's own: hex. The runner holds it in memory alone. */
  reportKey: z.string().exactOptional(),
  /** Absent: an app of an earlier version knows of none, and a job of a workflow has a machine of its own. */
  cage: cage.exactOptional(),
  /** Absent: `NOTHING_CHOSEN`. */
  agent: chosen.exactOptional(),
});

/** What the runner is told on its standard input, so that no file and no `/proc/…/environ` ever holds a secret. */
export type Launch = z.infer<typeof launch>;

/** The text for the runner's standard input. It holds secrets: it must never stand in a file, a log or an error. */
export function encodeLaunch(value: Launch): string {
  return JSON.stringify(value);
}

/** @throws Terminal when the text was cut off: whoever started the runner died on the way */
export function decodeLaunch(source: string): Launch {
  try {
    return launch.parse(JSON.parse(source));
  } catch {
    // The cause would quote what may be a secret.
    throw new Terminal("The launch document on standard input is incomplete.");
  }
}
