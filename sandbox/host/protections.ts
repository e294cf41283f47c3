// What branches require before something is merged into them: by a branch protection rule, which only its
// administrators can read in full, or by a ruleset, which everybody can. Holds for exact branch names only.

export interface RequiredCheck {
  readonly context: string;
  /** Slug of the only app whose check counts; null: anybody's. */
  readonly app: string | null;
}

export interface Protection {
  readonly checks: readonly RequiredCheck[];
  /** Whether the branch to merge must hold the newest base. */
  readonly strict: boolean;
}

export type ProtectionKind = "branch-protection" | "ruleset";

export class Protections {
  readonly #kept = new Map<string, Protection>();

  /** Replaces what this kind requires of the branch; null: nothing any more. */
  set(kind: ProtectionKind, branch: string, protection: Protection | null): void {
    if (protection === null) this.#kept.delete(`${kind} ${branch}`);
    else this.#kept.set(`${kind} ${branch}`, protection);
  }

  get(kind: ProtectionKind, branch: string): Protection | null {
    return this.#kept.get(`${kind} ${branch}`) ?? null;
  }

  /** Of both kinds together. */
  checksOf(branch: string): readonly RequiredCheck[] {
    return [this.get("branch-protection", branch), this.get("ruleset", branch)].flatMap(
      (protection) => protection?.checks ?? [],
    );
  }
}
