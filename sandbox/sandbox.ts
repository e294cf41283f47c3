// A local GitHub in this process: an organisation, a repository with code in it, people with tokens, the app
// with its key and installation, signed webhooks and a CI. For the demo, end-to-end tests and benchmarks; the
// app itself only ever sees its address.

import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Actions, type ActionsControl } from "./actions/actions.ts";
import { WorkflowRuns } from "./actions/run/runs.ts";
import { type Api, apiClient, installationToken } from "./api.ts";
import { RefWatch } from "./branches/ref-watch.ts";
import { Checks } from "./checks/checks.ts";
import { Ci, type CiRule } from "./ci.ts";
import { APP, APP_PERMISSIONS, aliasesOf, CI_APP, CI_PERMISSIONS, startEmulator } from "./emulator.ts";
import { Recorder } from "./front/recorder.ts";
import { type RequestCount, RequestLog } from "./front/request-log.ts";
import { type ScriptedAnswer, ScriptedAnswers } from "./front/scripted-answers.ts";
import { ANNOUNCEMENTS, FrontServer } from "./front/server.ts";
import { Downloads } from "./host/downloads.ts";
import { Git } from "./host/git.ts";
import type { Host } from "./host/host.ts";
import { type Permissions, Principals, type Role } from "./host/principals.ts";
import { type Protection, type ProtectionKind, Protections } from "./host/protections.ts";
import { Records } from "./host/records.ts";
import { Refusals } from "./host/refusals.ts";
import { Upstream } from "./host/upstream.ts";
import { Webhooks } from "./host/webhooks.ts";
import { seedRepository } from "./seed.ts";

export type { Api, ApiAnswer } from "./api.ts";
export type { CiRule, Conclusion, Verdict } from "./ci.ts";

export interface SandboxOptions {
  /** Where webhooks go; absent: nowhere until `connect`. */
  readonly webhookUrl?: string;
  /** Of the sandbox; absent: a free one. */
  readonly port?: number;
  readonly repository?: { readonly owner?: string; readonly name?: string; readonly folder?: string };
  /** More people than `maintainer` and `stranger`. */
  readonly people?: Readonly<Record<string, Role>>;
  /** What the CI bot says about a pushed commit; `off`: there is no CI. Absent: success. */
  readonly ci?: CiRule | "off";
  /** What the app was granted; absent: what it asks for. */
  readonly permissions?: Permissions;
  /** A token is stopped after 5,000 requests in an hour, those that the sandbox makes for it included. Absent: none is. */
  readonly hourlyLimit?: true;
  /** Secrets of the repository that workflows may use: value by name. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Variables of the repository that workflows may use: value by name. */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface Sandbox {
  readonly url: string;
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** Id of the app's installation on the owner. */
  readonly installation: number;
  readonly repository: { readonly owner: string; readonly name: string };
  /** Tokens of people by login, and `ci`: of the installation that posts check runs. */
  readonly tokens: Tokens;
  api(token: string): Api;
  /** Workflow runs, as far as the API does not reach. */
  readonly actions: ActionsControl;
  /** Sets what a branch requires before something is merged into it; null: nothing any more. */
  protect(kind: ProtectionKind, branch: string, protection: Protection | null): void;
  /** The ways in which GitHub says no. */
  readonly refusals: Refusals;
  /** Somebody clicks a button of a check run. Throws where there is no such button. */
  press(checkRun: number, identifier: string, login: string): Promise<void>;
  /** As one of the people. @throws Error for a login that was given to nobody */
  person(login: string): Api;
  /** Sends webhooks here from now on, and says that the app was installed. */
  connect(webhookUrl: string): Promise<void>;
  /** What the app asked since the start or the last reset. */
  requests(): RequestCount;
  resetRequests(): void;
  /** From now on the header `Date` of its answers shows so much more than the machine's clock. Other times stay. */
  showTime(aheadMs: number): void;
  /** Its owner changes the settings of the repository, in GitHub's words. */
  configure(settings: { readonly archived?: boolean; readonly has_issues?: boolean }): Promise<void>;
  /** Gives the app this answer instead, or with these headers, from now on. */
  refuse(answer: ScriptedAnswer): void;
  /** Forgets all that was said by `refuse`. */
  answerAgain(): void;
  /** When no check and no workflow is running and no webhook under way. Runs that are held do not count. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface Tokens {
  readonly maintainer: string;
  readonly stranger: string;
  readonly ci: string;
  readonly [login: string]: string;
}

/** Where the app listens unless it is told otherwise. */
export const APP_WEBHOOKS = "http://127.0.0.1:3000/api/github/webhooks";

/** The repository that the demo optimises; the build puts this file one folder deeper. */
const PACKAGE = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? ".." : "../..", import.meta.url));
export const CARTON = join(PACKAGE, "fixtures/carton");

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { owner = "acme", name = "carton", folder = CARTON } = options.repository ?? {};
  const people = new Map<string, Role>(
    Object.entries({ maintainer: "maintain", stranger: "none", ...options.people }),
  );
  const personal = Object.fromEntries([...people.keys()].map((login) => [login, `ghp_${secret()}`]));
  const isLimited = options.hourlyLimit === true;
  const webhookSecret = secret();
  const log = new RequestLog(APP.slug);
  const script = new ScriptedAnswers(APP.slug);
  const recorder = new Recorder(APP.slug, process.env.SANDBOX_RECORD ?? null);
  const server = new FrontServer(log, script, recorder);
  const url = await server.listen(options.port ?? 0);
  const announceTo = `${url}${ANNOUNCEMENTS}`;
  const { permissions = APP_PERMISSIONS } = options;
  const emulator = await startEmulator({
    ...{ owner, name, people, permissions, tokens: personal, publicUrl: url, announceTo },
  });

  const principals = new Principals(
    new Map([
      [APP.appId, { slug: APP.slug, permissions }],
      [CI_APP.appId, { slug: CI_APP.slug, permissions: CI_PERMISSIONS }],
    ]),
  );
  for (const [login, role] of people) {
    const token = personal[login] ?? "";
    principals.register(token, { kind: "person", login, role }, token, isLimited ? null : aliasesOf(token));
  }
  const base = `/repos/${owner}/${name}`;
  const upstream = new Upstream(emulator.url, url);
  const { appId, installation } = APP;
  const webhooks = new Webhooks({ appId, installation, url: options.webhookUrl, secret: webhookSecret });
  const downloads = new Downloads();
  await downloads.listen();
  const host: Host = {
    ...{ url, started: new Date().toISOString(), slug: APP.slug, owner, name, base, upstream, principals },
    ...{ people, webhooks, downloads },
    apps: new Map([APP, CI_APP].map((app) => [app.slug, app])),
    renewed: isLimited ? null : (app) => installationToken(emulator.url, app, emulator.keyOf(app)),
    git: new Git(upstream, base),
    records: new Records(),
    protections: new Protections(),
    refusals: new Refusals(),
  };
  const runs = new WorkflowRuns(host);
  const checks = new Checks(host, (id) => runs.jobPage(id));
  const { secrets = {}, variables = {} } = options;
  const actions = new Actions(host, checks, runs, { secrets, variables });
  const rule = options.ci ?? (() => "success" as const);
  const ci = rule === "off" ? null : new Ci(host, runs, rule);
  const refs = new RefWatch(host, (branch, head) => ci?.pushed(branch, head));
  await giveRoles(host);
  await seedRepository(host, upstream.owner(), folder);
  await refs.begin();
  server.open({ host, checks, refs, actions });
  const ciToken = await installationToken(url, CI_APP, emulator.keyOf(CI_APP));
  ci?.begin(apiClient(url, ciToken));
  await actions.begin(ciToken);

  const settled = async () => {
    await ci?.settled();
    await actions.settled();
    await webhooks.settled();
  };
  return {
    ...{ url, appId, installation, webhookSecret, settled, actions, refusals: host.refusals },
    protect: (kind, branch, protection) => host.protections.set(kind, branch, protection),
    press: (checkRun, identifier, login) => checks.press(checkRun, identifier, login),
    privateKey: emulator.keyOf(APP),
    repository: { owner, name },
    tokens: {
      ...personal,
      maintainer: personal.maintainer ?? "",
      stranger: personal.stranger ?? "",
      ci: ciToken,
    },
    api: (token) => apiClient(url, token),
    person: (login) => {
      const token = new Map(Object.entries(personal)).get(login);
      if (token === undefined) throw new Error(`nobody here is called ${login}`);
      return apiClient(url, token);
    },
    connect: async (webhookUrl) => {
      webhooks.url = webhookUrl;
      const repositories = [await upstream.read(base)];
      webhooks.send("installation", {
        action: "created",
        repositories,
        sender: { login: owner, type: "Organization" },
      });
    },
    showTime: (aheadMs) => {
      server.dateAheadMs = aheadMs;
    },
    configure: async (settings) => {
      await upstream.write("PATCH", base, upstream.owner(), settings);
    },
    refuse: (answer) => script.add(answer),
    answerAgain: () => script.forget(),
    requests: () => log.count(),
    resetRequests: () => log.reset(),
    close: async () => {
      webhooks.url = undefined;
      await actions.close();
      await settled();
      await downloads.close();
      await server.close();
      await emulator.close();
    },
  };
}

const secret = (): string => randomBytes(24).toString("hex");

/** The emulator keeps GitHub's older words for two of the roles. */
async function giveRoles(host: Host): Promise<void> {
  for (const [login, role] of host.people) {
    if (role === "none") continue;
    const permission = role === "write" ? "push" : role === "read" ? "pull" : role;
    const path = `${host.base}/collaborators/${login}`;
    await host.upstream.write("PUT", path, host.upstream.owner(), { permission });
  }
}
