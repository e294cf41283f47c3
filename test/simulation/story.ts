// Tells a life so that a person can see what went wrong: everything that happened, in its order.

import type { Happening } from "../support/github/chronicle.ts";
import { type LifeOptions, live } from "./life.ts";
import { HOUR } from "./town.ts";

/** Returns the exit code: 1 where something was wrong. */
export async function tell(
  seed: number,
  length: Pick<LifeOptions, "deeds">,
  say: (line: string) => void,
): Promise<number> {
  const life = await live(seed, {
    ...length,
    watch: (town) => {
      const { chronicle } = town.github;
      const start = town.now;
      let told = 0;
      town.onDeed = (name) => {
        for (const one of chronicle.happenings.slice(told)) say(line(one, start));
        told = chronicle.happenings.length;
        say(`===== ${name}`);
      };
    },
  });
  for (const problem of life.problems) say(`WRONG: ${problem}`);
  say(`${life.deeds.length} deeds, ${life.iterations} iterations, fingerprint ${life.fingerprint}`);
  return life.problems.length > 0 ? 1 : 0;
}

function line({ at, look, what, ...rest }: Happening, start: number): string {
  const time = ((at - start) / HOUR).toFixed(4);
  const text = JSON.stringify(rest, (_, value: unknown) =>
    typeof value === "string" && value.length > 300 ? `${value.slice(0, 300)}…` : value,
  );
  return `${time} ${look === null ? "" : `[${look}] `}${what} ${text.slice(0, 700)}`;
}
