// Who may do what. Roles come from GitHub's collaborator permission endpoint at the moment of use; a role that
// could not be read is `none`. Never `author_association`, never the shape of a login.

/** `role_name` of GitHub's collaborator permission endpoint; anything unknown or unreadable is `none`. */
export type Permission = "none" | "read" | "triage" | "write" | "maintain" | "admin";

const RANK: Readonly<Record<Permission, number>> = {
  none: 0,
  read: 1,
  triage: 2,
  write: 3,
  maintain: 4,
  admin: 5,
};

/** What the host says of a person at this moment. `id` null: the account is gone, or could not be asked about. */
export interface Standing {
  readonly permission: Permission;
  readonly id: number | null;
}

/** At least this role. */
export function hasRole(permission: Permission | undefined, least: Permission): boolean {
  return RANK[permission ?? "none"] >= RANK[least];
}

/** What a person may want of a program. `unlock`: go on after the journal was tampered with. */
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

/** Who may, as a list of roles and people; everybody with a higher role may too. */
export function leastFor(wanted: ProgramPermission): { readonly role: Permission; readonly author: boolean } {
  return LEAST[wanted];
}

/** Who wants it. `author`: wrote the issue that carries the program. Apps and accounts that are gone are no people. */
export interface Principal {
  readonly isPerson: boolean;
  readonly author: boolean;
  readonly permission: Permission | undefined;
}

/** The permission matrix (docs/commands.md). */
export function mayDo(wanted: ProgramPermission, { isPerson, author, permission }: Principal): boolean {
  const least = leastFor(wanted);
  return isPerson && (hasRole(permission, least.role) || (author && least.author));
}

/** May approve a definition, start the loop and steer it (docs/design.md, permission matrix). */
export function maySteer(permission: Permission | undefined): boolean {
  return hasRole(permission, "write");
}
