// Whether programs can run in a repository: one check for each thing that must be ready. Pure; the same list for the
// issue "Set up Autoloop", for `/autoloop doctor` and for the command line.

import { type ExecutorName, traits } from "../../domain/executors.ts";
import type { Isolation } from "../../domain/policy.ts";
import { GITHUB_ACTIONS } from "../../domain/program/names.ts";
import type { Links } from "../../domain/repository/links.ts";
import { runsNoCode } from "../../domain/repository/no-code.ts";
import {
  type AgentHere,
  type AppAccess,
  type CheckName,
  type CheckState,
  isGranted,
  PERMISSIONS,
  type ReadinessCheck,
  type ReadinessView,
  SERVERS,
  type WantedWorkflow,
} from "../../domain/repository/readiness.ts";
import {
  actionsWords,
  agentWords,
  branchWords,
  ciWords,
  draftWords,
  isolationWords,
  labelWords,
  memoryWords,
  permissionWords,
  secretWords,
  serverWords,
  type Words,
  workflowWords,
} from "../../text/setup/readiness-words.ts";

/** How runs are to happen in the repository. */
export interface Wanted {
  readonly executor: ExecutorName;
  readonly isolation: Isolation;
  readonly agent: string;
  /** Null: runs happen elsewhere, or nobody here knows such an agent. */
  readonly agentHere: AgentHere | null;
  readonly ci: "required" | "none";
  readonly links: Links;
}

/** A repository as it was looked at. */
export interface Seen {
  readonly view: ReadinessView;
  /** Null: nobody here knows how to set the agent up. */
  readonly workflow: WantedWorkflow | null;
  /** Text of the workflow that is installed. */
  readonly installed: string | "absent";
}

/** Without these even looking would be refused. */
const TO_LOOK = ["contents", "issues", "checks", "statuses"];

/** Rules that none of the app's writes to the memory branch breaks: it only ever moves it forward. */
const HARMLESS: ReadonlySet<string> = new Set(["deletion", "non_fast_forward", "required_linear_history"]);

/** The same for branches of programs, which it also puts back and merges into. */
const HARMLESS_TO_PROGRAMS: ReadonlySet<string> = new Set(["deletion"]);

/** The repository may be looked at. */
export function canLook(app: AppAccess): boolean {
  return TO_LOOK.every((name) => isGranted(app, name, "read"));
}

/** All checks, those first on which others depend. @param seen null: it could not be looked at (`canLook`) */
export function readiness(app: AppAccess, wanted: Wanted, seen: Seen | null): readonly ReadinessCheck[] {
  const first = permissions(app, wanted);
  if (seen === null) return [first];
  const world = { ...wanted, ...seen };
  const rest = [server, label, ci, memory, branches, drafts, workflow, actions, secret].flatMap(
    (rule) => rule(world) ?? [],
  );
  return [first, ...rest, ...onMachine(wanted), ...isolated(wanted)];
}

type World = Wanted & Seen;

function check(name: CheckName, state: CheckState, words: Words): ReadinessCheck {
  return { name, state, ...words };
}

function permissions(app: AppAccess, { executor }: Wanted): ReadinessCheck {
  const lacking = PERMISSIONS.filter((one) => one.executor === undefined || one.executor === executor)
    .filter(({ name, access }) => !isGranted(app, name, access))
    .map(({ name, access }) => `${name}: ${access}`);
  return lacking.length === 0
    ? check("permissions", "ready", permissionWords.granted())
    : check("permissions", "missing", permissionWords.lacking(lacking, app.url));
}

/** GitHub's own service is what everything was made for; a server that does not tell its version is as good as any. */
function server({ view }: World): ReadinessCheck | null {
  if (view.server === null || view.server === "unknown") return null;
  const version = /^\d+\.\d+/.exec(view.server)?.[0] ?? view.server;
  return SERVERS.includes(version)
    ? check("server", "ready", serverWords.known(view.server))
    : check("server", "unknown", serverWords.unknown(view.server));
}

function label({ view, links }: World): ReadinessCheck {
  return view.label
    ? check("label", "ready", labelWords.there())
    : check("label", "missing", labelWords.absent(links));
}

/** Neutral and skipped checks neither pass nor fail: on their own they are as good as none. */
function ci({ view, ci: asked, links }: World): ReadinessCheck {
  if (asked === "none") return check("ci", "not needed", ciWords.notAsked());
  if (view.defaultBranch === "absent") return check("ci", "missing", ciWords.empty());
  const others = view.checks.filter((one) => !one.own && !runsNoCode(one));
  const failing = others.filter(({ state }) => state === "failure").map(({ name }) => name);
  if (failing.length > 0) return check("ci", "missing", ciWords.red([...new Set(failing)]));
  if (others.some(({ state }) => state === "success")) return check("ci", "ready", ciWords.green());
  return others.some(({ state }) => state === "pending")
    ? check("ci", "unknown", ciWords.running())
    : check("ci", "missing", ciWords.none(links));
}

function memory({ view, links }: World): ReadinessCheck {
  const { exists, rules } = view.memory;
  const inTheWay = (rules === "unknown" ? [] : rules).filter(
    (rule) => !HARMLESS.has(rule) && !(exists && rule === "creation"),
  );
  // Whether the app may pass them by, only a refused write shows.
  if (inTheWay.length > 0)
    return check("memory", "unknown", memoryWords.restricted([...new Set(inTheWay)], links));
  return check("memory", "ready", exists ? memoryWords.there() : memoryWords.later());
}

/** Nothing is said where the rules cannot be seen: most repositories have none. */
function branches({ view: { branchRules }, links }: World): ReadinessCheck | null {
  if (branchRules === "unknown") return null;
  const inTheWay = branchRules.filter((rule) => !HARMLESS_TO_PROGRAMS.has(rule));
  return inTheWay.length === 0
    ? check("branches", "ready", branchWords.free())
    : check("branches", "unknown", branchWords.restricted([...new Set(inTheWay)], links));
}

/** Nothing waits for it, but whoever gets an ordinary pull request should have known. */
function drafts({ view }: World): ReadinessCheck | null {
  return view.isPrivate ? check("drafts", "not needed", draftWords.perhapsNone()) : null;
}

function workflow({ view, executor, agent, workflow: wanted, installed }: World): ReadinessCheck {
  if (!traits(executor).needsWorkflow) return check("workflow", "not needed", workflowWords.notNeeded());
  if (wanted === null) return check("workflow", "unknown", workflowWords.unknownAgent(agent));
  if (installed === "absent") return check("workflow", "missing", workflowWords.absent(agent));
  if (!wanted.isCurrent(installed)) return check("workflow", "missing", workflowWords.outdated(agent));
  const lacking = wanted.starts(installed).filter((name) => !view.runnerFiles.includes(name));
  return lacking.length === 0
    ? check("workflow", "ready", workflowWords.current())
    : check("workflow", "missing", workflowWords.withoutRunner(lacking, agent));
}

function actions({ view, executor, links }: World): ReadinessCheck {
  if (!traits(executor).needsWorkflow) return check("actions", "not needed", workflowWords.notNeeded());
  if (view.actions === false) return check("actions", "missing", actionsWords.disabled(links));
  const atWork = view.checks.some(({ app }) => app === GITHUB_ACTIONS);
  return view.actions === true || atWork
    ? check("actions", "ready", actionsWords.enabled())
    : check("actions", "unknown", actionsWords.unknown(links));
}

function secret({ view, executor, agent, links, workflow: wanted }: World): ReadinessCheck {
  if (!traits(executor).needsWorkflow) return check("secret", "not needed", workflowWords.notNeeded());
  const names = wanted?.secrets ?? [];
  if (names.length === 0) return check("secret", "not needed", secretWords.notNeeded(agent));
  const { secrets } = view;
  if (secrets === "unknown") return check("secret", "unknown", secretWords.unknown(names, links));
  const found = names.find((name) => secrets.has(name));
  return found === undefined
    ? check("secret", "missing", secretWords.absent(names, links))
    : check("secret", "ready", secretWords.there(found));
}

function onMachine({ agent, agentHere: here }: Wanted): readonly ReadinessCheck[] {
  if (here === null) return [];
  const { command, isThere, isPaid, keys } = here;
  const absent = command === null ? agentWords.noLine(agent) : agentWords.absent(agent, command);
  const key = isPaid
    ? check("key", "ready", agentWords.paid(agent))
    : check("key", "missing", agentWords.unpaid(agent, keys));
  return [
    isThere ? check("agent", "ready", agentWords.there(agent)) : check("agent", "missing", absent),
    keys.length === 0 ? check("key", "not needed", agentWords.free(agent)) : key,
  ];
}

function isolated({ isolation }: Wanted): readonly ReadinessCheck[] {
  switch (isolation) {
    case "elsewhere":
      return [];
    case "isolated":
      return [check("isolation", "ready", isolationWords.there())];
    case "none":
      return [check("isolation", "not needed", isolationWords.decided())];
    case "failed":
      return [check("isolation", "missing", isolationWords.failed())];
  }
}
