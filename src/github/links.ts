// The addresses of GitHub's pages. Pure; nothing here asks whether a page is there.

import { URL_CHARACTERS } from "../domain/limits.ts";
import type { Links } from "../domain/repository/links.ts";
import type { Repository } from "../domain/repository/view.ts";

/** @param webUrl where the server shows pages, without a slash at the end, such as `https://github.com` */
export function githubLinks(webUrl: string): (repository: Pick<Repository, "owner" | "name">) => Links {
  return ({ owner, name }) => linksBelow(`${webUrl}/${owner}/${name}`);
}

function linksBelow(home: string): Links {
  return {
    commit: (commit) => `${home}/commit/${commit}`,
    branch: (branch) => `${home}/tree/${branch}`,
    file: (branch, path) => `${home}/blob/${branch}/${path}`,
    folder: (branch, path) => `${home}/tree/${branch}/${path}`,
    pull: (number) => `${home}/pull/${number}`,
    pullsOf: (branch) => `${home}/pulls?${new URLSearchParams({ q: `is:pr head:${branch}` })}`,
    workflowRun: (run) => `${home}/actions/runs/${run}`,
    comment: (issue, comment) => `${home}/issues/${issue}#issuecomment-${comment}`,
    newFile: (branch, path, text) => {
      // As forms are sent, with `+` for a space: what is mostly indentation becomes a third shorter than percent signs.
      const page = `${home}/new/${pathOf(branch)}?${new URLSearchParams({ filename: path })}`;
      const filled = `${page}&${new URLSearchParams({ value: text })}`;
      return filled.length > URL_CHARACTERS ? page : filled;
    },
    newIssue: (form) => `${home}/issues/new?${new URLSearchParams({ template: form })}`,
    labels: `${home}/labels`,
    newCi: `${home}/actions/new`,
    rules: `${home}/rules`,
    workflowSettings: `${home}/settings/actions`,
    secrets: `${home}/settings/secrets/actions`,
    newSecret: `${home}/settings/secrets/actions/new`,
  };
}

/** A branch's name inside an address, and harmless inside a Markdown link. */
function pathOf(branch: string): string {
  return branch
    .split("/")
    .map((part) => encodeURIComponent(part).replaceAll("(", "%28").replaceAll(")", "%29"))
    .join("/");
}
