// The settings of a repository as GraphQL fields: whether it takes issues, and which labels it knows.

import type { Snapshot } from "./snapshot.ts";

interface RestRepository {
  readonly archived: boolean;
  readonly private: boolean;
  readonly has_issues: boolean;
}

export function settingsOf({ host }: Snapshot) {
  const repository = async () => {
    const found = await host.upstream.read<RestRepository>(host.base);
    if (found === null) throw new Error("The sandbox's repository is gone.");
    return found;
  };
  return {
    isPrivate: async () => (await repository()).private,
    isArchived: async () => (await repository()).archived,
    hasIssuesEnabled: async () => (await repository()).has_issues,
    label: async ({ name }: { name: string }) => {
      const path = `${host.base}/labels/${encodeURIComponent(name)}`;
      const label = await host.upstream.read<{ readonly name: string }>(path);
      return label === null ? null : { __typename: "Label", name: label.name };
    },
  };
}
