// Eyes of an end-to-end test that never get tired: the sandbox, like GitHub, gives each token 5,000 requests an hour.

import type { Api } from "../../../sandbox/api.ts";
import type { Sandbox, SandboxOptions } from "../../../sandbox/sandbox.ts";

/** People who do nothing but read, with their roles. */
export const READERS: NonNullable<SandboxOptions["people"]> = Object.fromEntries(
  Array.from({ length: 20 }, (_, number) => [`reader-${number}`, "read"]),
);

/** Asks as one of them after the other. */
export function readerOf(sandbox: Sandbox): Api {
  const [first = sandbox.person("maintainer"), ...others] = Object.keys(READERS).map(sandbox.person);
  const all = [first, ...others];
  let turn = 0;
  return (...request) => {
    turn = (turn + 1) % all.length;
    return (all[turn] ?? first)(...request);
  };
}
