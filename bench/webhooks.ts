// How fast a delivery is acknowledged, beside a Probot that does nothing: as fast as it goes, and at the hundred
// deliveries a second that the app must bear.

import { flood, pace } from "./delivery.ts";
import { type Figure, quantile, type Section } from "./figures.ts";
import { SERVERS, type ServerName, stage } from "./servers.ts";

const SENDERS = 10;
const PER_SECOND = 100;
/** Nobody waits longer for the answer to a delivery, milliseconds. */
const P99_MS = 200;

/** Both servers run all the time and are asked in turns. */
export async function webhooks(quick: boolean): Promise<Section> {
  const { rounds, ms } = quick ? { rounds: 3, ms: 1_000 } : { rounds: 5, ms: 4_000 };
  const { start, close } = await stage();
  try {
    const servers = new Map([
      ["app", await start("app")],
      ["bare Probot", await start("bare Probot")],
    ] as const);
    const seen = new Map<string, number[]>();
    const note = (what: string, value: number) => seen.set(what, [...(seen.get(what) ?? []), value]);
    try {
      for (const { target } of servers.values()) await flood(target, SENDERS, 500);
      for (let round = 0; round < rounds; round += 1) {
        for (const [name, { target }] of servers) {
          const most = await flood(target, SENDERS, ms);
          note(`${name}, ${SENDERS} senders`, most.perSecond);
          note(`${name}, ${SENDERS} senders, p50`, most.p50);
          note(`${name}, ${SENDERS} senders, p99`, most.p99);
          const steady = await pace(target, PER_SECOND, ms);
          note(`${name}, ${PER_SECOND} a second, p50`, steady.p50);
          note(`${name}, ${PER_SECOND} a second, p99`, steady.p99);
        }
      }
    } finally {
      for (const { stop } of servers.values()) await stop();
    }
    return section(seen);
  } finally {
    await close();
  }
}

function section(seen: ReadonlyMap<string, readonly number[]>): Section {
  const of = (name: ServerName, what: string) => quantile(seen.get(`${name}, ${what}`) ?? [], 0.5);
  const each = (what: string, unit: Figure["unit"]) =>
    SERVERS.map((name): Figure => ({ what: `${name}, ${what}`, value: of(name, what), unit }));
  const ratio = (what: string): Figure => ({
    what: `app : bare Probot, ${what}`,
    value: of("app", what) / of("bare Probot", what),
    unit: "x",
  });
  const [most, steady] = [`${SENDERS} senders`, `${PER_SECOND} a second`];
  return {
    title: "Acknowledging webhooks (median of the rounds)",
    figures: [
      ...each(most, "/s"),
      ratio(most),
      ...each(`${most}, p50`, "ms"),
      ...each(`${most}, p99`, "ms"),
      ratio(`${most}, p99`),
      ...each(`${steady}, p50`, "ms"),
      { what: `app, ${steady}, p99`, value: of("app", `${steady}, p99`), unit: "ms", atMost: P99_MS },
      { what: `bare Probot, ${steady}, p99`, value: of("bare Probot", `${steady}, p99`), unit: "ms" },
      ratio(`${steady}, p99`),
    ],
  };
}
