// A program's address as text, as queues, log lines and caches name it. Both directions side by side.

import type { ProgramKey, Repository } from "./view.ts";

const TEXT = /^([\w-]{1,64})\/([^/#]{1,100})\/([^/#]{1,100})#([1-9][0-9]{0,15})$/;

/** `account/owner/name#issue`. */
export function programKeyText({ account, owner, name, issue }: ProgramKey): string {
  return `${account}/${owner}/${name}#${issue}`;
}

/** The address in a text that `programKeyText` made; null for any other. */
export function parseProgramKey(text: string): ProgramKey | null {
  const [, account, owner, name, issue] = TEXT.exec(text) ?? [];
  if (!(account && owner && name && issue)) return null;
  return { account, owner, name, issue: Number(issue) };
}

/** `account/owner/name`. */
export function repositoryText({ account, owner, name }: Repository): string {
  return `${account}/${owner}/${name}`;
}
