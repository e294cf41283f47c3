// A crowd of people without rights, and the few words of somebody who has some: the app was away while they were written,
// and finds them all at once. What the crowd says costs no write, hides nobody, and leaves nothing in git.

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { MEMORY_BRANCH } from "../../src/domain/program/names.ts";
import type { Person } from "../support/e2e/person.ts";
import { reactions, untilReacted, untilState } from "../support/e2e/shown.ts";
import { closeStages, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { eventsOf } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 240_000 });

const GUESTS = Array.from({ length: 25 }, (_, index) => `guest-${index}`);
/** Due all the time, and never done. */
const TEXT = program({ schedule: "every 1s", frontmatter: "ci: none\nmax-iterations: 500" });
const WISH = "Prefer large steps, says the walrus.";
const SECRET = "ocelot";

/** Raises the value and leaves its prompt behind. */
const agent = (notes: string) => `
iteration=$(sed -n 's/.*"iteration":\\([0-9]*\\).*/\\1/p' "$AUTOLOOP_CONTEXT")
cp "$AUTOLOOP_PROMPT" "${notes}/prompt-$iteration.md"
echo $(($(cat src/value.txt) + 1)) > src/value.txt
`;

/** A stage whose app has kept something and died. */
interface Away {
  readonly stage: Stage;
  readonly issue: number;
  readonly name: string;
  readonly maintainer: Person;
}

async function away(title: string, people: Readonly<Record<string, "none" | "triage">> = {}): Promise<Away> {
  const stage = await Stage.open({ agent, people });
  const app = await stage.start();
  const maintainer = stage.person("maintainer");
  const issue = await maintainer.opens(title, TEXT, ["autoloop-program"]);
  const name = title.toLowerCase();
  await untilState(stage, name, "has kept something", ({ counts }) => counts.accepted > 0);
  await app.stop("SIGKILL");
  return { stage, issue, name, maintainer };
}

async function started({ stage, name }: Away): Promise<number> {
  return (await eventsOf(stage, name)).filter(({ type }) => type === "iteration.start").length;
}

afterAll(closeStages);

describe("150 commands of a stranger", () => {
  let world: Away;
  let stop: number;
  let before: number;
  const theirs: number[] = [];

  beforeAll(async () => {
    world = await away("Brake");
    before = await started(world);
    const stranger = world.stage.person("stranger");
    for (let n = 0; n < 150; n += 1)
      theirs.push(await stranger.says(world.issue, n % 2 === 0 ? "/autoloop run" : "/autoloop stop"));
    stop = await world.maintainer.says(world.issue, "please stop");
    await world.stage.start();
    await untilState(world.stage, world.name, "is paused", ({ status }) => status === "paused");
    await untilReacted(world.stage, stop);
  }, 240_000);

  it("do not keep a maintainer's `please stop` from being heard in the next look, before anything begins", async () => {
    expect(await started(world)).toBe(before);
    const heard = (await eventsOf(world.stage, world.name)).filter(({ type }) => type === "command.received");
    expect(heard).toMatchObject([{ comment: stop, by: { login: "maintainer" }, outcome: "done" }]);
  });

  it("cost no reaction and no answer", async () => {
    for (const comment of [theirs[0], theirs[75], theirs.at(-1)])
      expect(await reactions(world.stage, comment ?? 0)).toEqual([]);
  });
});

describe("25 guests who talk after a maintainer", () => {
  it("do not keep the maintainer's words from the next iteration", async () => {
    const world = await away("Guests", Object.fromEntries(GUESTS.map((login) => [login, "none"])));
    const { stage, issue, name, maintainer } = world;
    const before = await started(world);
    const wish = await maintainer.says(issue, WISH);
    for (const login of GUESTS) await stage.person(login).says(issue, "Nice project!");
    await stage.start();
    await untilState(
      stage,
      name,
      "has begun another",
      ({ last_iteration }) => (last_iteration ?? 0) >= before,
    );
    const given = (await eventsOf(stage, name)).find(
      (event) => event.type === "iteration.start" && event.steering.length > 0,
    );
    // One iteration may have been under way when the app died; its words were handed out before.
    expect(given).toMatchObject({ steering: [{ comment: wish, by: "maintainer" }] });
    expect(given?.type === "iteration.start" && given.iteration).toBe(before);
    await until("its prompt", async () => (await stage.note(`prompt-${before}.md`)).includes("the walrus"));
  });
});

describe("60 edits of a refused comment", () => {
  it("leave no byte of it in git", async () => {
    const world = await away("Edits", { triager: "triage" });
    const { stage, issue, name } = world;
    await stage.start();
    const texts = (n: number) => `/autoloop set min-delta ${n} ${SECRET}-${n}\n\n${`${SECRET} `.repeat(200)}`;
    const edited = async (login: string) => {
      const who = stage.person(login);
      const comment = await who.says(issue, texts(0));
      for (let n = 1; n <= 60; n += 1) await who.rewrites(comment, texts(n));
      return comment;
    };
    const theirs = await edited("stranger");
    const refused = await edited("triager");
    await untilReacted(stage, refused);
    await stage.person("maintainer").says(issue, "/autoloop stop");
    await untilState(stage, name, "is stopped", ({ status }) => status === "stopped");

    const all = await everythingOn(stage, MEMORY_BRANCH);
    expect(all).toContain('"outcome":"refused"');
    expect(all).not.toContain(SECRET);
    expect(await reactions(stage, theirs)).toEqual([]);
  });
});

/** Messages, paths and files of all commits of a branch. */
async function everythingOn(stage: Stage, branch: string): Promise<string> {
  const get = async <T>(path: string): Promise<T> =>
    (await stage.reader<T>("GET", `${stage.base}${path}`)).body;
  const seen = new Map<string, string>();
  for (let page = 1; ; page += 1) {
    const path = `/commits?sha=${encodeURIComponent(branch)}&per_page=100&page=${page}`;
    const commits =
      await get<readonly { sha: string; commit: { message: string; tree: { sha: string } } }[]>(path);
    for (const { sha, commit } of commits) {
      seen.set(sha, commit.message);
      const { tree } = await get<{ tree: readonly { path: string; sha: string; type: string }[] }>(
        `/git/trees/${commit.tree.sha}?recursive=1`,
      );
      for (const file of tree.filter(({ type, sha: id }) => type === "blob" && !seen.has(id))) {
        const { content } = await get<{ content: string }>(`/git/blobs/${file.sha}`);
        seen.set(file.sha, `${file.path}\n${Buffer.from(content, "base64").toString()}`);
      }
    }
    if (commits.length < 100) return [...seen.values()].join("\n");
  }
}
