// Shapes that every reader of webhooks shares: what GitHub calls accounts, repositories and numbers. Decides nothing.

import { z } from "zod";

export const Id = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** A name of the host; `.` and `..` are none, and would lead somewhere else in an address. */
export const Slug = z.string().regex(/^(?!\.{1,2}$)[\w.-]{1,100}$/);

/** What the forge calls the account of an installation (`github/http/installations.ts`). */
export function accountOf({ id }: { readonly id: number }): string {
  return String(id);
}
