// From the start of the process to the answer to its first delivery, beside a Probot that does nothing.

import { quantile, type Section } from "./figures.ts";
import { SERVERS, type ServerName, stage } from "./servers.ts";

/** GitHub waits ten seconds for an answer; a start must not use them up, milliseconds. */
const START_MS = 2_000;

export async function coldStart(quick: boolean): Promise<Section> {
  const rounds = quick ? 3 : 9;
  const { start, close } = await stage();
  const took = new Map<ServerName, number[]>(SERVERS.map((name) => [name, []]));
  try {
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
    ],
  };
}
