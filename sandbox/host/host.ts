// What every part of the local GitHub reads and writes: its one repository, its people and apps, what it remembers.
// Built once; imports nothing of what is built on it.

import type { AppIdentity } from "./app-identity.ts";
import type { Downloads } from "./downloads.ts";
import type { Git } from "./git.ts";
import type { Principals, Role } from "./principals.ts";
import type { Protections } from "./protections.ts";
import type { Records } from "./records.ts";
import type { Refusals } from "./refusals.ts";
import type { Upstream } from "./upstream.ts";
import type { Webhooks } from "./webhooks.ts";

export interface Host {
  /** Of the sandbox. */
  readonly url: string;
  /** ISO time of its start. */
  readonly started: string;
  /** Slug of the app under test. */
  readonly slug: string;
  /** Every app that has an installation, by slug. */
  readonly apps: ReadonlyMap<string, AppIdentity>;
  readonly owner: string;
  readonly name: string;
  /** A new token of the emulator for the installation of an app; null: its limit of requests is to be met. */
  readonly renewed: ((app: AppIdentity) => Promise<string>) | null;
  /** `/repos/<owner>/<name>` */
  readonly base: string;
  readonly upstream: Upstream;
  readonly git: Git;
  readonly records: Records;
  readonly principals: Principals;
  /** Role on the repository by login; who is not in it has none. */
  readonly people: ReadonlyMap<string, Role>;
  readonly webhooks: Webhooks;
  readonly protections: Protections;
  readonly refusals: Refusals;
  readonly downloads: Downloads;
}
