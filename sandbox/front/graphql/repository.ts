// `Repository` and `Ref` as GraphQL objects: plain values and methods that the executor calls for the fields
// somebody asked for.

import { DEFAULT_BRANCH } from "../../host/git.ts";
import { holds } from "../../host/principals.ts";
import { appObject } from "./check.ts";
import { commitObject } from "./commit.ts";
import { failure } from "./failure.ts";
import { conversationObject, issueObject, issuesLabelled } from "./issue.ts";
import { pullConnection } from "./pull.ts";
import { settingsOf } from "./settings.ts";
import { connection, type Page, type Snapshot } from "./snapshot.ts";

const HEADS = "refs/heads/";

/** GraphQL's name of the sandbox's one repository. */
export const REPOSITORY_ID = "R_sandbox";

export function repositoryObject(snapshot: Snapshot) {
  const { host } = snapshot;
  return {
    __typename: "Repository",
    id: REPOSITORY_ID,
    name: host.name,
    nameWithOwner: `${host.owner}/${host.name}`,
    defaultBranchRef: () => refObject(snapshot, DEFAULT_BRANCH),
    ref: (args: { qualifiedName: string }) => refObject(snapshot, args.qualifiedName.replace(HEADS, "")),
    refs: async ({ refPrefix, ...page }: Page & { refPrefix: string }) => {
      const names = [...(await snapshot.refs()).keys()].filter((name) =>
        `${HEADS}${name}`.startsWith(refPrefix),
      );
      const found = await Promise.all(
        names.toSorted((a, b) => (a < b ? -1 : 1)).map((name) => refObject(snapshot, name)),
      );
      return connection(found, page);
    },
    object: async (args: { expression?: string | null; oid?: string | null }) => {
      const expression = (args.expression ?? args.oid ?? "").replace(/^HEAD(?=:|$)/, DEFAULT_BRANCH);
      const found = await host.git.resolve(expression, await snapshot.refs());
      if (found === null) return null;
      if (found.type === "commit") return commitObject(snapshot, found.sha);
      return {
        __typename: found.type === "tree" ? "Tree" : "Blob",
        oid: found.sha,
        entries: () => entries(snapshot, found.sha),
      };
    },
    issue: (args: { number: number }) => issueObject(snapshot, args.number),
    issueOrPullRequest: (args: { number: number }) => conversationObject(snapshot, args.number),
    issues: issuesLabelled(snapshot),
    pullRequests: pullConnection(snapshot),
    ...settingsOf(snapshot),
  };
}

async function refObject(snapshot: Snapshot, branch: string) {
  const refs = await snapshot.refs();
  const head = refs.get(branch);
  if (head === undefined) return null;
  return {
    __typename: "Ref",
    name: branch,
    prefix: HEADS,
    target: () => commitObject(snapshot, head),
    ...protectionFields(snapshot, branch),
    compare: async (args: { headRef: string }) => {
      const other = refs.get(args.headRef.replace(HEADS, "")) ?? args.headRef;
      if ((await snapshot.host.git.commit(other)) === null) return null;
      const { ahead, behind } = await snapshot.host.git.compare(head, other);
      return { __typename: "Comparison", aheadBy: ahead, behindBy: behind };
    },
  };
}

/** The full rule is for administrators; what everybody may know of it is `refUpdateRule`. */
function protectionFields({ host, who }: Snapshot, branch: string) {
  const rule = host.protections.get("branch-protection", branch);
  const contexts = rule?.checks.map(({ context }) => context) ?? [];
  return {
    branchProtectionRule: () => {
      if (who.kind === "person" ? who.role !== "admin" : !holds(who, "administration", "read")) {
        throw failure("FORBIDDEN", "Resource not accessible by integration");
      }
      return (
        rule && {
          __typename: "BranchProtectionRule",
          pattern: branch,
          requiresStatusChecks: contexts.length > 0,
          requiresStrictStatusChecks: rule.strict,
          requiredStatusCheckContexts: contexts,
          requiredStatusChecks: rule.checks.map(({ context, app }) => ({
            __typename: "RequiredStatusCheckDescription",
            context,
            app: app === null ? null : appObject(host, app),
          })),
        }
      );
    },
    refUpdateRule: rule && {
      __typename: "RefUpdateRule",
      pattern: branch,
      requiredStatusCheckContexts: contexts,
      ...{ requiredApprovingReviewCount: null, requiresSignatures: false, requiresLinearHistory: false },
      viewerCanPush: true,
    },
  };
}

interface EntryObject {
  readonly __typename: "TreeEntry";
  readonly name: string;
  readonly oid: string;
  readonly type: string;
  readonly mode: number;
  readonly object: () => {
    readonly __typename: string;
    readonly oid: string;
    readonly entries?: () => Promise<readonly EntryObject[]>;
  };
}

async function entries(snapshot: Snapshot, tree: string): Promise<readonly EntryObject[]> {
  const found = await snapshot.host.git.tree(tree);
  return found.map((entry) => ({
    __typename: "TreeEntry",
    name: entry.path,
    oid: entry.sha,
    type: entry.type,
    mode: Number.parseInt(entry.mode, 8),
    object: () =>
      entry.type === "tree"
        ? { __typename: "Tree", oid: entry.sha, entries: () => entries(snapshot, entry.sha) }
        : { __typename: "Blob", oid: entry.sha },
  }));
}
