// Tries agents: each in each scenario, a few at the same time, each against a model service of its own.

import type { Cost } from "../../src/domain/journal/iteration.ts";
import { freePort } from "../host/net/free-port.ts";
import { counted, startModels } from "../models/models.ts";
import type { Candidate } from "./candidates.ts";
import { limitsFor, SLOWEST, wasHurried } from "./limits.ts";
import { runAgentOnce } from "./run.ts";
import type { Scenario } from "./scenarios.ts";

/** One scenario of one agent. */
export interface Tried {
  readonly agent: string;
  readonly scenario: string;
  readonly seconds: number;
  /** How many times more time it had than others, for the machine was busy. */
  readonly slowness: number;
  /** In words, by check; empty lists: as promised. */
  readonly wrong: Readonly<Record<string, readonly string[]>>;
  /** Tokens that the agent told, and that the service counted. */
  readonly told: Cost;
  readonly counted: { readonly input_tokens: number; readonly output_tokens: number };
  /** What a person reads of the run; empty where it was measured. */
  readonly said: string;
}

/** Longer than what is taken for no secret, and known by nobody else. */
const KEY = "a-key-of-the-models-on-loopback";

/** In the order of agents and scenarios; `tell` hears of each as it ends. */
export async function tryAll(
  candidates: readonly Candidate[],
  scenarios: readonly Scenario[],
  atOnce: number,
  tell: (tried: Tried) => void,
): Promise<readonly Tried[]> {
  const work = candidates.flatMap((candidate) => scenarios.map((scenario) => ({ candidate, scenario })));
  const results: Tried[] = new Array(work.length);
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < work.length; index = next++) {
      const one = work[index];
      if (one === undefined) return;
      const tried = await tryOne(one.candidate, one.scenario);
      results[index] = tried;
      tell(tried);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, work.length) }, worker));
  return results;
}

/** A run that had too little time shows nothing: it gets more, once. */
async function tryOne(candidate: Candidate, scenario: Scenario): Promise<Tried> {
  const { tried, isHurried } = await tryOnce(candidate, scenario, 1);
  const isWrong = Object.values(tried.wrong).flat().length > 0;
  return isWrong && isHurried ? (await tryOnce(candidate, scenario, SLOWEST)).tried : tried;
}

async function tryOnce(
  { row, way, commands, cache }: Candidate,
  scenario: Scenario,
  slowness: number,
): Promise<{ readonly tried: Tried; readonly isHurried: boolean }> {
  const limits = limitsFor(scenario.limits, way, slowness);
  const models = await startModels({ plan: scenario.plan, key: KEY });
  try {
    const url = scenario.offline ? `http://127.0.0.1:${await freePort()}` : models.url;
    const result = await runAgentOnce({
      agent: row.name,
      commands,
      pointing: way.to({ url, key: KEY }),
      limits,
      cache,
    });
    const asked = models.asked();
    const tried: Tried = {
      ...{
        agent: row.name,
        scenario: scenario.name,
        seconds: Math.round(result.seconds * 10) / 10,
        slowness,
      },
      ...{ told: result.report.cost, counted: counted(asked) },
      wrong: scenario.judge({ ...result, way, limits, asked }),
      said: alike(result.report.problem),
    };
    return { tried, isHurried: wasHurried(limits, result.report, asked) };
  } finally {
    await models.close();
  }
}

/** The same text for the same run on another port or in another folder. */
function alike(text: string): string {
  return text.replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:…").replace(/\/\S*autoloop-agent-\w+/g, "…");
}
