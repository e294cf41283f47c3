// The merge button: a merge commit, one squashed commit, or the commits rebased, each with the history and the words
// that GitHub gives it.

import { allPulls, markMerged, type RestPull } from "../../branches/pull.ts";
import { unmetChecks } from "../../branches/required-checks.ts";
import { mergeBranches, mergedTree } from "../../branches/three-way-merge.ts";
import type { Commit } from "../../host/git.ts";
import type { Front } from "../../host/host.ts";
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

export function pullMergeRoutes(front: Front): readonly Route[] {
  return [
    route("PUT", `${front.base}/pulls/:number/merge`, (request) =>
      front.refs.moving(request.who, () => mergePull(front, request)),
    ),
  ];
}

/** The emulator's own merge knows only old heads: it marks the pull request, the real merge replaces its commit. */
async function mergePull(front: Front, request: FrontRequest): Promise<Answer> {
  const refs = await front.git.refs();
  const pull = (await allPulls(front, refs)).find((one) => one.number === Number(param(request, "number")));
  if (pull === undefined) return notFound();
  if (pull.state !== "open") return problem(405, "Pull Request is not mergeable");
  if (pull.draft) return problem(405, "Pull Request is still a draft");
  const expected = text(request.body, "sha");
  if (expected !== null && expected !== pull.head.sha) {
    return problem(409, "Head branch was modified. Review and try the merge again.");
  }
  const onto = refs.get(pull.base.ref) ?? "";
  const unmet = await unmetChecks(front, request.who, pull, onto);
  if (unmet !== null) return problem(405, unmet);
  const sha = await landed(front, request, pull, onto);
  if (sha === "conflict") return problem(405, "Pull Request is not mergeable");
  if (sha === "unknown") return problem(422, "Invalid value for merge_method");
  const answer = await markMerged(front, request, pull, sha);
  if (answer.status >= 300) return answer;
  return { status: 200, body: { sha, merged: true, message: "Pull Request successfully merged" } };
}

/** Makes the commits. @returns what the base is to be */
async function landed(
  front: Front,
  request: FrontRequest,
  pull: RestPull,
  onto: string,
): Promise<string | "conflict" | "unknown"> {
  switch (request.body.merge_method ?? "merge") {
    case "merge": {
      const title = `Merge pull request #${pull.number} from ${front.owner}/${pull.head.ref}`;
      const message = words(request, title, pull.title);
      const merged = await mergeBranches(front, request.authorization, onto, pull.head.sha, message);
      return merged === "nothing" ? onto : merged;
    }
    case "squash":
      return squashed(front, request, pull, onto);
    case "rebase":
      return rebased(front, request, pull, onto);
    default:
      return "unknown";
  }
}

/** One commit with all changes, whose only parent is the base. */
async function squashed(
  front: Front,
  request: FrontRequest,
  pull: RestPull,
  onto: string,
): Promise<string | "conflict"> {
  const { mergeBase } = await front.git.compare(onto, pull.head.sha);
  const since = mergeBase?.sha ?? null;
  const tree = await mergedTree(front, request.authorization, since, onto, pull.head.sha);
  if (tree === "conflict") return tree;
  const commits = await commitsOf(front, pull, onto);
  const [only] = commits.length === 1 ? commits : [];
  const [headline = "", ...rest] = only?.message.split("\n") ?? [pull.title];
  const body =
    only === undefined
      ? commits.map(({ message }) => `* ${message.trim()}`).join("\n\n")
      : rest.join("\n").trim();
  const message = words(request, `${headline} (#${pull.number})`, body);
  return made(front, request, { message, tree, parents: [onto] });
}

/** Each commit anew on top of the base, by its author; merges are left out. */
async function rebased(
  front: Front,
  request: FrontRequest,
  pull: RestPull,
  onto: string,
): Promise<string | "conflict"> {
  let top = onto;
  for (const commit of await commitsOf(front, pull, onto)) {
    const since = commit.parents[0] ?? null;
    const tree = await mergedTree(front, request.authorization, since, top, commit.sha);
    if (tree === "conflict") return tree;
    const { author } = (await front.upstream.read<{ author: object }>(
      `${front.base}/git/commits/${commit.sha}`,
    )) ?? { author: {} };
    top = await made(front, request, { message: commit.message, tree, parents: [top], author });
  }
  return top;
}

/** Of the pull request, without merges, oldest first. */
async function commitsOf(front: Front, pull: RestPull, onto: string): Promise<readonly Commit[]> {
  const inBase = new Set((await front.git.history(onto)).map(({ sha }) => sha));
  const own = (await front.git.history(pull.head.sha)).filter(({ sha }) => !inBase.has(sha));
  return own.filter(({ parents }) => parents.length < 2).toReversed();
}

async function made(front: Front, { authorization }: FrontRequest, commit: object): Promise<string> {
  const body = { committer: COMMITTER, ...commit };
  const path = `${front.base}/git/commits`;
  return (await front.upstream.write<{ sha: string }>("POST", path, authorization, body)).sha;
}

/** The message that the request asks for, else GitHub's own. */
function words({ body }: FrontRequest, title: string, message: string): string {
  return [text(body, "commit_title") ?? title, text(body, "commit_message") ?? message]
    .filter((part) => part !== "")
    .join("\n\n");
}
