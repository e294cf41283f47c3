// The code host in domain words, in six roles: each part of the loop takes those that it uses. Implemented over
// Octokit in `github/` and in memory for tests; one contract suite, a part for each role, holds both to the same
// behaviour. No role may name an HTTP status, a URL or a page.
//
// Every method throws `Retryable` when the host did not answer or asked us to slow down, `Conflict` when the thing
// that we meant to change has moved, `Terminal` when the app may not do it. None of them ever turns a failed read
// into "nothing there": absence is a value of its own.
//
// Writes of an account take turns by the program that is named: where a program's key is given for its repository, it
// is that program's turn that is used.

import type { Branches } from "./branches.ts";
import type { Changes } from "./changes.ts";
import type { Conversation } from "./conversation.ts";
import type { Display } from "./display.ts";
import type { ProgramReads } from "./program-reads.ts";
import type { RepositoryReads } from "./repository-reads.ts";

export type ForgeReads = RepositoryReads & ProgramReads;
export type ForgeWrites = Conversation & Branches & Changes & Display;
export type Forge = ForgeReads & ForgeWrites;
