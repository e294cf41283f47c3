// The rights of people. Roles come from GitHub's collaborator permission endpoint at the moment of use; a role that
// could not be read is `none`. Never `author_association`, never the shape of a login.

/** From the least to the most. */
export const PERMISSIONS = ["none", "read", "triage", "write", "maintain", "admin"] as const;

/**
 * `role_name` of GitHub's collaborator permission endpoint (docs: REST API, get repository permissions for a user);
 * anything unknown or unreadable, and every custom role, is `none`.
 */
export type Permission = (typeof PERMISSIONS)[number];

/** The role of a person at this moment. `id` is the account's number; null: it is gone, or could not be asked about. */
export interface Standing {
  readonly permission: Permission;
  readonly id: number | null;
}

/** Whether a person has at least this role; undefined counts as `none`. */
export function hasRole(permission: Permission | undefined, least: Permission): boolean {
  return PERMISSIONS.indexOf(permission ?? "none") >= PERMISSIONS.indexOf(least);
}

/** The right that an act on a program needs. `unlock`: go on after the journal was tampered with. */
export type ProgramPermission = "ask" | "halt" | "start" | "go-on" | "steer" | "set" | "unlock";

/** Least role for each, and whether the author of the program's issue may do it without one. */
const LEAST: Readonly<Record<ProgramPermission, { readonly role: Permission; readonly author: boolean }>> = {
  ask: { role: "triage", author: true },
  halt: { role: "triage", author: true },
  start: { role: "write", author: false },
  "go-on": { role: "write", author: false },
  steer: { role: "write", author: false },
  set: { role: "write", author: false },
  unlock: { role: "maintain", author: false },
};

/** The least role that an act needs, and whether the author may without one; every higher role may too. */
export function leastFor(wanted: ProgramPermission): { readonly role: Permission; readonly author: boolean } {
  return LEAST[wanted];
}

/**
 * The person who acts. `author`: the person wrote the issue that carries the program. Apps and accounts that are gone
 * are no people.
 */
export interface Principal {
  readonly isPerson: boolean;
  readonly author: boolean;
  readonly permission: Permission | undefined;
}

/** Whether a person may do it (docs/commands.md, "Who may do what"). */
export function mayDo(wanted: ProgramPermission, { isPerson, author, permission }: Principal): boolean {
  const least = leastFor(wanted);
  return isPerson && (hasRole(permission, least.role) || (author && least.author));
}

/** Whether a person may approve a definition, start the loop and steer it (docs/commands.md, "Who may do what"). */
export function maySteer(permission: Permission | undefined): boolean {
  return hasRole(permission, "write");
}
