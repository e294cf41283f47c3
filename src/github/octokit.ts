// How the app speaks to GitHub: Probot's Octokit without its own retries and throttling. The only file that
// knows Probot's types; everything else here takes a `Client`.

import { ProbotOctokit } from "probot";

/** A successful answer, as far as anything here looks at it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}

/** What the adapters need of an Octokit. Rejects with Octokit's errors. */
export interface Client {
  /** @param route such as `GET /repos/{owner}/{repo}` */
  request(route: string, parameters: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Resolves with the `data` of the answer. */
  graphql(document: string, variables: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** Clients by whom they act for. */
export interface Connection {
  asApp(): Promise<Client>;
  asInstallation(installation: number): Promise<Client>;
}

/**
 * For `new Probot({ Octokit: AutoloopOctokit })`. Retries are off because the plugin repeats creates whose
 * outcome is unknown; throttling is off because `Pacer` does it per installation and our queue waits. This must
 * be a function: Probot lays its own throttle options over plain defaults, which switches them on again.
 */
export const AutoloopOctokit = ProbotOctokit.defaults(
  (options: ConstructorParameters<typeof ProbotOctokit>[0]) => ({
    ...options,
    throttle: { ...options?.throttle, enabled: false },
    retry: { ...options?.retry, enabled: false },
  }),
);

/** The connection behind a running Probot. */
export function connectThrough(probot: {
  auth(installation?: number): Promise<InstanceType<typeof ProbotOctokit>>;
}): Connection {
  return {
    asApp: async () => clientOf(await probot.auth()),
    asInstallation: async (installation) => clientOf(await probot.auth(installation)),
  };
}

function clientOf(octokit: InstanceType<typeof ProbotOctokit>): Client {
  return {
    request: (route, parameters) => octokit.request(route, parameters),
    graphql: (document, variables) => octokit.graphql(document, variables),
  };
}
