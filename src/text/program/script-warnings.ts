// What a reader who knows where the script runs sees in it: git that has no repository, and a script that goes on
// after a command failed. Looks at lines only and is no parser of shell: a warning, never a problem.

import type { Warning } from "../../domain/program/program.ts";

const STOPS = /^\s*(?:set\s+(?:-\w*e\w*|-o\s+errexit)|set\s+.*\s-(?:\w*e\w*\b|o\s+errexit))/m;
const GIT = /(?:^|[\s;&|($`!"])git\s+(?:-\S+\s+)*[a-z][a-z-]*/;
/** Cannot fail, or says itself what happens then. */
const HARMLESS =
  /^(?:echo|printf|export\s+\w+=[^$`]*$|\w+=[^$`]*$|:|true|exit|fi|done|esac|else|then|do|\}|\{|;;|if\b|elif\b|while\b|until\b|for\b|case\b|function\b|trap\b|return\b|break\b|continue\b|local\b|shopt\b|umask\b|set\b|\[|\w+\(\))/;
const HANDLED = /\|\||&&\s*$|\\$/;
const LINES = 2_000;

/** @param firstLine of the script, in the program's text */
export function scriptWarnings(script: string, firstLine: number): readonly Warning[] {
  const lines = script.split("\n", LINES).map((line, index) => ({
    text: line.trim().slice(0, 1_024),
    line: firstLine + index,
  }));
  const code = withoutDocuments(lines).filter(({ text }) => text !== "" && !text.startsWith("#"));
  const git = code.find(({ text }) => GIT.test(text));
  const warnings: Warning[] = [];
  if (git !== undefined)
    warnings.push({
      line: git.line,
      message:
        "The evaluation calls git, and the clean checkout that it runs in has no `.git`: git will fail there",
    });
  const last = code.at(-1);
  const unguarded = code.find((one) => one !== last && !HARMLESS.test(one.text) && !HANDLED.test(one.text));
  if (unguarded !== undefined && !STOPS.test(script))
    warnings.push({
      line: unguarded.line,
      message:
        "The evaluation goes on after a command that fails, and then measures what is left: put `set -e` into its first line",
    });
  return warnings;
}

interface ScriptLine {
  readonly text: string;
  readonly line: number;
}

/** Without the lines of here-documents: those are data. */
function withoutDocuments(lines: readonly ScriptLine[]): readonly ScriptLine[] {
  let end: string | null = null;
  return lines.filter(({ text }) => {
    if (end !== null) {
      if (text === end) end = null;
      return false;
    }
    end = /<<-?\s*(['"]?)(\w+)\1/.exec(text)?.[2] ?? null;
    return true;
  });
}
