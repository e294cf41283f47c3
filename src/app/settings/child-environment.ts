// Owns which variables of this process its children may ever see: those named here and those that the operator
// names. Everything else, above all what belongs to the app, stays.

import { COMMON_VARIABLES } from "../../text/run/run-request.ts";

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What only the app itself may hold. */
const OWN_SECRETS = [
  "PRIVATE_KEY",
  "PRIVATE_KEY_PATH",
  "WEBHOOK_SECRET",
  "REDIS_URL",
  "AUTOLOOP_METRICS_TOKEN",
];

/**
 * Picks variables for child processes out of `env`.
 * @param listed names for agents, with commas between them
 * @returns frozen values, and one line for each name that cannot be given
 */
export function childEnvironment(env: Variables, listed: string) {
  const names = [...new Set(listed.split(",").map((name) => name.trim()))].filter((name) => name !== "");
  return {
    common: pick(env, COMMON_VARIABLES),
    agent: pick(env, names),
    problems: names.flatMap((name) => problemOf(env, name) ?? []),
  };
}

function problemOf(env: Variables, name: string): string | null {
  if (!/^[A-Za-z_]\w{0,127}$/.test(name)) {
    return "AUTOLOOP_AGENT_ENV must be a list of variable names with commas between them";
  }
  if (OWN_SECRETS.includes(name)) {
    return `AUTOLOOP_AGENT_ENV must not name ${name}: agents never see the app's own secrets`;
  }
  return env[name] === undefined ? `AUTOLOOP_AGENT_ENV names ${name}, which is not set` : null;
}

function pick(env: Variables, names: readonly string[]): Variables {
  return Object.freeze(
    Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))),
  );
}
