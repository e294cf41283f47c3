// A program's address as text: what queues, log lines and caches call it. Both directions side by side.

import type { ProgramKey, Repository } from "./view.ts";

const TEXT = /^([1-9][0-9]{0,15})\/([^/#]{1,100})\/([^/#]{1,100})#([1-9][0-9]{0,15})$/;

/** `installation/owner/name#issue`. */
export function programKeyText({ installation, owner, name, issue }: ProgramKey): string {
  return `${installation}/${owner}/${name}#${issue}`;
}

/** The address in a text that `programKeyText` made; null for any other. */
export function parseProgramKey(text: string): ProgramKey | null {
  const [, installation, owner, name, issue] = TEXT.exec(text) ?? [];
  if (!(installation && owner && name && issue)) return null;
  return { installation: Number(installation), owner, name, issue: Number(issue) };
}

/** `installation/owner/name`. */
export function repositoryText({ installation, owner, name }: Repository): string {
  return `${installation}/${owner}/${name}`;
}
