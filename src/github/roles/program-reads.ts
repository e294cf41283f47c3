// The role `ProgramReads` over Octokit. Puts the requests of `read/` together and makes none itself.

import type { ProgramReads } from "../../ports/forge/program-reads.ts";
import { filesAt } from "../git/commits.ts";
import { lastAuthor, openPulls } from "../read/adoption-reads.ts";
import { checksAt } from "../read/checks.ts";
import { thread } from "../read/comments.ts";
import { failures } from "../read/failures.ts";
import type { LookReader } from "../read/look.ts";
import { requiredChecks } from "../read/required-checks.ts";
import type { Caches, Ways } from "./ways.ts";

export function programReads({ of }: Ways, { trees }: Caches, reader: LookReader): ProgramReads {
  return {
    look: (look) => reader.look(of(look.key), look),
    thread: (key) => thread(of(key), key),
    openPulls: (repository) => openPulls(of(repository), repository),
    lastAuthor: (repository, branch, path) => lastAuthor(of(repository), repository, branch, path),
    filesAt: (repository, commit) => filesAt(of(repository), trees, repository, commit),
    requiredChecks: (repository, branch) => requiredChecks(of(repository), repository, branch),
    checksAt: (repository, commit) => checksAt(of(repository), repository, commit),
    failures: (repository, commit, names) => failures(of(repository), repository, commit, names),
  };
}
