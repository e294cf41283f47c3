// How the roles reach GitHub, and what they share. Makes no request.

import type { ProgramKey, Repository } from "../../domain/repository/view.ts";
import type { Blobs } from "../git/blobs.ts";
import type { Trees } from "../git/trees.ts";
import type { GithubApi } from "../http/api.ts";

export interface Ways {
  /** Speaks for the app itself. */
  readonly app: GithubApi;
  /** Speaks for the account of whom is named, in that one's turn. */
  readonly of: (where: Repository | ProgramKey) => GithubApi;
  readonly ofAccount: (account: string) => GithubApi;
}

export interface Caches {
  readonly blobs: Blobs;
  readonly trees: Trees;
}
