// Everything that people can see of a repository, without what chance or the moment gave: ids of commits and runs,
// times, numbers of pull requests. Two lives that differ in nothing else end in equal worlds.

import { MEMORY_BRANCH } from "../../src/domain/program/names.ts";
import type { CommentRecord } from "../support/github/fake-records.ts";
import type { Life } from "./life.ts";

/** Hashes, ids of the fake, times. */
const CHANCE: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{64}\b/g, "#"],
  [/\b[0-9a-f]{7}(?:[0-9a-f]{33})?\b/g, "#"],
  [/\bid\d+\b/g, "id"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, "then"],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d(?: UTC)?/g, "then"],
];

type Plain = (text: string) => string;

export function worldOf(life: Life) {
  const { github, host } = life;
  const plain = plainIn(life);
  const talk = (number: number) => talkOf(github.comments(number), github.self, plain);
  return {
    issues: [...github.issues.values()].map(({ number, title, body, state, labels, reactions }) => ({
      ...{ number, title, state, reactions: reactions.toSorted(byText), labels: labels.toSorted(byText) },
      ...{ body: plain(body), ...talk(number) },
    })),
    pulls: github
      .pulls()
      .map(({ number, state, draft, base, head, title, body, labels }) => ({
        ...{ head, base, state, draft, title, labels: labels.toSorted(byText) },
        ...{ body: plain(body), ...talk(number) },
      }))
      .toSorted((a, b) => byText(a.head, b.head)),
    branches: Object.keys(github.branches())
      .toSorted(byText)
      .map((branch) => branchOf(life, branch, plain)),
    labels: [...github.settings.labels].toSorted(byText),
    runs: host.ordered,
  };
}

function branchOf({ github }: Life, branch: string, plain: Plain) {
  const head = github.git.head(branch);
  const files = [...(head?.tree.keys() ?? [])];
  return {
    branch,
    files: Object.fromEntries(files.map((path) => [path, plain(github.file(branch, path) ?? "")])),
    // How many commits the memory branch needed is nobody's business.
    history: branch === MEMORY_BRANCH ? [] : github.commits(branch).map(({ message }) => plain(message)),
    checks: (github.checks.get(head?.id ?? "") ?? []).map(({ endedAt: _, ...check }) => ({
      ...check,
      externalId: plain(check.externalId ?? ""),
    })),
  };
}

/** What people said, in its order. Which of its own comments the app posts first may hang on what it saw first. */
function talkOf(comments: readonly CommentRecord[], self: string, plain: Plain) {
  const all = comments.map(({ author, body, reactions }) => ({
    author: author?.login ?? null,
    body: plain(body),
    reactions: reactions.toSorted(byText),
  }));
  return {
    people: all.filter(({ author }) => author !== self),
    own: all.filter(({ author }) => author === self).toSorted((a, b) => byText(a.body, b.body)),
  };
}

function plainIn({ github }: Life): Plain {
  const pulls = new Map(github.pulls().map(({ number, head }) => [String(number), head]));
  return (text) =>
    CHANCE.reduce((so, [pattern, name]) => so.replace(pattern, name), text).replace(
      /(#|"(?:number|pull_request)":)(\d+)\b/g,
      (whole, before: string, number: string) =>
        pulls.has(number) ? `${before}${pulls.get(number) ?? ""}` : whole,
    );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
