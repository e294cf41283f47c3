// The smallest groups into which changes fall that share no file. Pure; what a change is and what a file holds is for others.

/** A change that cannot be taken apart, and the files that it touched. */
interface FileChange<Id> {
  readonly id: Id;
  readonly paths: readonly string[];
}

/** `ids` in the order of the changes; empty where nothing is known to have touched the paths. */
interface FileGroup<Id> {
  readonly ids: readonly Id[];
  /** Sorted. */
  readonly paths: readonly string[];
}

/**
 * Each path is in exactly one group, and so is each change that touched one of them. A file and a file below a directory of its
 * name are never in two: no tree holds both.
 * @param paths what differs in the end; what changes touched besides is left out of account
 * @returns in the order of their first changes, what nobody touched last
 */
export function fileGroups<Id>(
  changes: readonly FileChange<Id>[],
  paths: readonly string[],
): readonly FileGroup<Id>[] {
  const all = new Set(paths);
  const leader = new Map<string, string>(paths.map((path) => [path, path]));
  const leaderOf = (path: string): string => {
    let at = path;
    for (let next = leader.get(at); next !== undefined && next !== at; next = leader.get(at)) at = next;
    leader.set(path, at);
    return at;
  };
  const join = (one: string, other: string) => leader.set(leaderOf(one), leaderOf(other));
  for (const path of paths)
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
      if (all.has(path.slice(0, end))) join(path, path.slice(0, end));
  const touching = changes
    .map(({ id, paths: touched }) => ({ id, paths: touched.filter((path) => all.has(path)) }))
    .filter(({ paths: touched }) => touched.length > 0);
  for (const { paths: touched } of touching) for (const path of touched) join(touched[0] ?? path, path);

  const groups = new Map<string, { ids: Id[]; paths: string[] }>();
  const groupOf = (path: string) => {
    const key = leaderOf(path);
    const group = groups.get(key) ?? { ids: [], paths: [] };
    groups.set(key, group);
    return group;
  };
  for (const { id, paths: touched } of touching) groupOf(touched[0] ?? "").ids.push(id);
  for (const path of [...all].toSorted((a, b) => (a < b ? -1 : 1))) groupOf(path).paths.push(path);
  return [...groups.values()];
}
