// How often the local GitHub can be asked: as often as anybody likes, or as often as the emulator in it allows.

import { describe, expect, it } from "vitest";
import type { Api } from "../../sandbox/api.ts";
import { startWorld } from "./world.ts";

/** More than a token of the emulator is good for in an hour. */
const MANY = 5_100;
const AT_ONCE = 20;

async function statuses(api: Api, path: string, many = MANY): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  for (let asked = 0; asked < many; asked += AT_ONCE) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => api("GET", path)));
    for (const { status } of answers) found.add(status);
  }
  return found;
}

describe("5,100 requests", () => {
  it("of an app are answered, and a person stays the same one however often they ask", async () => {
    const world = await startWorld({ ci: "off" });
    try {
      expect(await statuses(world.app, `${world.base}/labels?per_page=1`)).toEqual(new Set([200]));
      expect(await statuses(world.maintainer, `${world.base}/labels?per_page=1`, 600)).toEqual(
        new Set([200]),
      );
      const { body } = await world.maintainer<{ user: { login: string } }>("POST", `${world.base}/issues`, {
        title: "By the same person",
      });
      expect(body.user.login).toBe("maintainer");
    } finally {
      await world.close();
    }
  }, 240_000);

  it("are too many where that was asked for", async () => {
    const world = await startWorld({ ci: "off", hourlyLimit: true });
    try {
      expect(await statuses(world.app, `${world.base}/labels?per_page=1`)).toEqual(new Set([200, 403]));
    } finally {
      await world.close();
    }
  }, 240_000);
});
