// Who may do what. Roles come from GitHub's collaborator permission endpoint at the moment of use; a role that
// could not be read is `none`. Never `author_association`, never the shape of a login.

import type { Permission } from "./journal.ts";

const RANK: Readonly<Record<Permission, number>> = {
  none: 0,
  read: 1,
  triage: 2,
  write: 3,
  maintain: 4,
  admin: 5,
};

/** At least this role. */
export function hasRole(permission: Permission | undefined, least: Permission): boolean {
  return RANK[permission ?? "none"] >= RANK[least];
}

/** May approve a definition, start the loop and steer it (docs/design.md, permission matrix). */
export function maySteer(permission: Permission | undefined): boolean {
  return hasRole(permission, "write");
}
