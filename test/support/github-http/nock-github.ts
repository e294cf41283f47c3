// The real adapters with a GitHub behind them that answers what a test wrote down, request by request.

import nock from "nock";
import { Probot } from "probot";
import type { ProgramKey } from "../../../src/domain/repository/view.ts";
import { connectGithub, type Github, localBudget } from "../../../src/github/forge.ts";
import { AutoloopOctokit, type Connection, connectThrough } from "../../../src/github/http/octokit.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import { FakeClock } from "../loop/fake-clock.ts";

export const TOKEN = "ghs_canary0123456789";
export const KEY: ProgramKey = { account: "7", owner: "octo", name: "carton", issue: 12 };
export const REPO = "/repos/octo/carton";

/** Interceptors for api.github.com. Nothing else can be reached; `close` in `afterEach` says what was not asked. */
export function scriptedGithub(clock: Clock = new FakeClock()): {
  readonly api: nock.Scope;
  readonly github: Github;
  readonly connection: Connection;
} {
  nock.disableNetConnect();
  const probot = new Probot({ githubToken: TOKEN, Octokit: AutoloopOctokit, logLevel: "fatal" });
  const connection = connectThrough(probot);
  return {
    api: nock("https://api.github.com"),
    connection,
    github: connectGithub({ connection, clock, budget: localBudget(clock, 0) }),
  };
}

/** Removes all interceptors and returns those that nobody asked for. */
export function unasked(): readonly string[] {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  return pending;
}
