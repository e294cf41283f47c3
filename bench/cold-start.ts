// From the start of the process to the answer to its first delivery, beside a Probot that does nothing.

import module from "node:module";
import { quantile, type Section } from "./figures.ts";
import { SERVERS, type ServerName, stage } from "./servers.ts";

/**
 * At most so much of what bare Probot takes. From Node 22.1 on the app keeps what was compiled for a start.
 */
const AT_MOST = "enableCompileCache" in module ? 0.75 : 1;

/** GitHub waits ten seconds for an answer; a start must not use them up, milliseconds. */
const START_MS = 2_000;

export async function coldStart(quick: boolean): Promise<Section> {
  const rounds = quick ? 3 : 9;
  const { start, close } = await stage();
  const took = new Map<ServerName, number[]>(SERVERS.map((name) => [name, []]));
  try {
    // The first of each finds nothing in caches, the disk's and the compiler's.
    for (const name of SERVERS) await (await start(name)).stop();
    for (let round = 0; round < rounds; round += 1) {
      for (const name of SERVERS) {
        const server = await start(name);
        took.get(name)?.push(server.startMs);
        await server.stop();
      }
    }
  } finally {
    await close();
  }
  const of = (name: ServerName, part: number) => quantile(took.get(name) ?? [], part);
  return {
    title: "Cold start to the first accepted webhook",
    figures: [
      { what: "app, median", value: of("app", 0.5), unit: "ms", atMost: START_MS },
      { what: "app, fastest", value: of("app", 0), unit: "ms" },
      { what: "bare Probot, median", value: of("bare Probot", 0.5), unit: "ms" },
      { what: "bare Probot, fastest", value: of("bare Probot", 0), unit: "ms" },
      { what: "app : bare Probot, fastest", value: of("app", 0) / of("bare Probot", 0), unit: "x" },
      {
        ...{ what: `app : bare Probot, median of the rounds, Node ${process.versions.node}`, unit: "x" },
        ...{ value: quantile(ratios(took), 0.5), atMost: AT_MOST },
      },
    ],
  };
}

/** Of the two starts of each round, one after the other on the same machine. */
function ratios(took: ReadonlyMap<ServerName, readonly number[]>): readonly number[] {
  const bare = took.get("bare Probot") ?? [];
  return (took.get("app") ?? []).map((ms, round) => ms / (bare[round] ?? Number.NaN));
}
