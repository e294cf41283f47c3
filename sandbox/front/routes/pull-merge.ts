// The merge button: a merge commit, one squashed commit, or the commits rebased, each with the history and the words
// that GitHub gives it.

import { allPulls, markMerged, type RestPull } from "../../branches/pull.ts";
import type { RefWatch } from "../../branches/ref-watch.ts";
import { unmetChecks } from "../../branches/required-checks.ts";
import { mergeBranches, mergedTree } from "../../branches/three-way-merge.ts";
import type { Checks } from "../../checks/checks.ts";
import type { Commit } from "../../host/git.ts";
import type { Host } from "../../host/host.ts";
import {
  type Answer,
  type FrontRequest,
  notFound,
  param,
  problem,
  type Route,
  route,
  text,
} from "../../host/http.ts";

/** GitHub is the committer of what its button makes. */
const COMMITTER = { name: "GitHub", email: "noreply@github.com" };

export function pullMergeRoutes(host: Host, refs: RefWatch, checks: Checks): readonly Route[] {
  return [
    route("PUT", `${host.base}/pulls/:number/merge`, (request) =>
      refs.moving(request.who, () => mergePull(host, checks, request)),
    ),
  ];
}

/** The emulator's own merge knows only old heads: it marks the pull request, the real merge replaces its commit. */
async function mergePull(host: Host, checks: Checks, request: FrontRequest): Promise<Answer> {
  const refs = await host.git.refs();
  const pull = (await allPulls(host, refs)).find((one) => one.number === Number(param(request, "number")));
  if (pull === undefined) return notFound();
  if (pull.state !== "open") return problem(405, "Pull Request is not mergeable");
  if (pull.draft) return problem(405, "Pull Request is still a draft");
  const expected = text(request.body, "sha");
  if (expected !== null && expected !== pull.head.sha) {
    return problem(409, "Head branch was modified. Review and try the merge again.");
  }
  const onto = refs.get(pull.base.ref) ?? "";
  const unmet = await unmetChecks(host, checks, request.who, pull, onto);
  if (unmet !== null) return problem(405, unmet);
  const sha = await landed(host, request, pull, onto);
  if (sha === "conflict") return problem(405, "Pull Request is not mergeable");
  if (sha === "unknown") return problem(422, "Invalid value for merge_method");
  const answer = await markMerged(host, request, pull, sha);
  if (answer.status >= 300) return answer;
  return { status: 200, body: { sha, merged: true, message: "Pull Request successfully merged" } };
}

/** Makes the commits. @returns what the base is to be */
async function landed(
  host: Host,
  request: FrontRequest,
  pull: RestPull,
  onto: string,
): Promise<string | "conflict" | "unknown"> {
  switch (request.body.merge_method ?? "merge") {
    case "merge": {
      const title = `Merge pull request #${pull.number} from ${host.owner}/${pull.head.ref}`;
      const message = words(request, title, pull.title);
      const merged = await mergeBranches(host, request.authorization, onto, pull.head.sha, message);
      return merged === "nothing" ? onto : merged;
    }
    case "squash":
      return squashed(host, request, pull, onto);
    case "rebase":
      return rebased(host, request, pull, onto);
    default:
      return "unknown";
  }
}

/** One commit with all changes, whose only parent is the base. */
async function squashed(
  host: Host,
  request: FrontRequest,
  pull: RestPull,
  onto: string,
): Promise<string | "conflict"> {
  const { mergeBase } = await host.git.compare(onto, pull.head.sha);
  const since = mergeBase?.sha ?? null;
  const tree = await mergedTree(host, request.authorization, since, onto, pull.head.sha);
  if (tree === "conflict") return tree;
  const commits = await commitsOf(host, pull, onto);
  const [only] = commits.length === 1 ? commits : [];
  const [headline = "", ...rest] = only?.message.split("\n") ?? [pull.title];
  const body =
    only === undefined
      ? commits.map(({ message }) => `* ${message.trim()}`).join("\n\n")
      : rest.join("\n").trim();
  const message = words(request, `${headline} (#${pull.number})`, body);
  return made(host, request, { message, tree, parents: [onto] });
}

/** Each commit anew on top of the base, by its author; merges are left out. */
async function rebased(
  host: Host,
  request: FrontRequest,
  pull: RestPull,
  onto: string,
): Promise<string | "conflict"> {
  let top = onto;
  for (const commit of await commitsOf(host, pull, onto)) {
    const since = commit.parents[0] ?? null;
    const tree = await mergedTree(host, request.authorization, since, top, commit.sha);
    if (tree === "conflict") return tree;
    const { author } = (await host.upstream.read<{ author: object }>(
      `${host.base}/git/commits/${commit.sha}`,
    )) ?? { author: {} };
    top = await made(host, request, { message: commit.message, tree, parents: [top], author });
  }
  return top;
}

/** Of the pull request, without merges, oldest first. */
async function commitsOf(host: Host, pull: RestPull, onto: string): Promise<readonly Commit[]> {
  const inBase = new Set((await host.git.history(onto)).map(({ sha }) => sha));
  const own = (await host.git.history(pull.head.sha)).filter(({ sha }) => !inBase.has(sha));
  return own.filter(({ parents }) => parents.length < 2).toReversed();
}

async function made(host: Host, { authorization }: FrontRequest, commit: object): Promise<string> {
  const body = { committer: COMMITTER, ...commit };
  const path = `${host.base}/git/commits`;
  return (await host.upstream.write<{ sha: string }>("POST", path, authorization, body)).sha;
}

/** The message that the request asks for, else GitHub's own. */
function words({ body }: FrontRequest, title: string, message: string): string {
  return [text(body, "commit_title") ?? title, text(body, "commit_message") ?? message]
    .filter((part) => part !== "")
    .join("\n\n");
}
