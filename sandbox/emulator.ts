// Starts the GitHub emulator with one organisation, one repository, its people and two apps: the one under test
// and the one that runs CI. Knows the emulator's seed format and nothing of the front.

import { createEmulator } from "emulate";
import type { AppIdentity } from "./host/app-identity.ts";
import { freePort } from "./host/net/free-port.ts";
import type { Permissions, Role } from "./host/principals.ts";

export const APP: AppIdentity = { appId: 4242, slug: "autoloop", installation: 90_210 };
export const CI_APP: AppIdentity = { appId: 15_368, slug: "github-actions", installation: 90_211 };

/** Owns the organisation; only the sandbox itself acts as this person. */
const OWNER_LOGIN = "landlord";

/** What `app.yml` asks for. */
export const APP_PERMISSIONS: Permissions = {
  actions: "write",
  checks: "write",
  contents: "write",
  issues: "write",
  metadata: "read",
  pull_requests: "write",
  statuses: "read",
};
/** What a workflow's token may be given: checks for CI, and what an older edition of Autoloop did with it. */
export const CI_PERMISSIONS: Permissions = {
  checks: "write",
  contents: "write",
  issues: "write",
  metadata: "read",
  pull_requests: "write",
  statuses: "write",
};

/** Tokens that each person has beside the first. */
const ALIASES = 100;

/** One alias of a person's token after the other, round and round. */
export function aliasesOf(token: string): () => Promise<string> {
  let number = 0;
  return async () => {
    number = (number % ALIASES) + 1;
    return aliasOf(token, number);
  };
}

function aliasOf(token: string, number: number): string {
  return number === 0 ? token : `${token}-${number}`;
}

export interface EmulatorSettings {
  readonly owner: string;
  readonly name: string;
  readonly people: ReadonlyMap<string, Role>;
  /** What the app was granted. */
  readonly permissions: Permissions;
  /** Token by login. */
  readonly tokens: Readonly<Record<string, string>>;
  /** What the emulator believes to be its own address. */
  readonly publicUrl: string;
  /** Where it announces events. */
  readonly announceTo: string;
}

export interface RunningEmulator {
  readonly url: string;
  readonly keyOf: (app: AppIdentity) => string;
  readonly close: () => Promise<void>;
}

export async function startEmulator(settings: EmulatorSettings): Promise<RunningEmulator> {
  // The emulator does not tell which port it got, so it is given one.
  const port = await freePort();
  const emulator = await createEmulator({
    service: "github",
    port,
    baseUrl: settings.publicUrl,
    seed: {
      tokens: Object.fromEntries(
        Object.entries(settings.tokens).flatMap(([login, token]) =>
          Array.from({ length: ALIASES + 1 }, (_, number) => [aliasOf(token, number), { login }]),
        ),
      ),
      github: {
        users: [OWNER_LOGIN, ...settings.people.keys()].map((login) => ({ login })),
        orgs: [{ login: settings.owner, members: [{ login: OWNER_LOGIN, role: "admin" }] }],
        repos: [{ owner: settings.owner, name: settings.name, auto_init: false }],
        apps: [
          { ...seed(APP, settings.permissions, settings.owner), webhook_url: settings.announceTo },
          seed(CI_APP, CI_PERMISSIONS, settings.owner),
        ],
      },
    },
  });
  const keyOf = (app: AppIdentity) =>
    emulator.generatedSecrets.find((secret) => secret.id === String(app.appId))?.value ?? "";
  return { url: `http://127.0.0.1:${port}`, keyOf, close: () => emulator.close() };
}

function seed(app: AppIdentity, permissions: Permissions, account: string) {
  return {
    app_id: app.appId,
    slug: app.slug,
    name: app.slug,
    permissions,
    events: ["*"],
    installations: [{ installation_id: app.installation, account, repository_selection: "all" }],
  };
}
