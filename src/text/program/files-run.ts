// Files of the repository that a shell script runs, as far as its words show it: a command that is a path, and the first
// path behind the name of an interpreter. Finds too few rather than too many: a compiler's input is not run.

/** Commands of a script that are looked at, and words of each. */
const COMMANDS = 1_000;
const WORDS = 50;

/** Programs that run the file which they are given first. */
const INTERPRETERS: ReadonlySet<string> = new Set([
  ...[
    "bash",
    "sh",
    "zsh",
    "dash",
    "source",
    ".",
    "node",
    "tsx",
    "ts-node",
    "deno",
    "bun",
    "python",
    "python3",
  ],
  ...["pypy3", "ruby", "perl", "php", "lua", "Rscript", "julia", "pytest", "vitest", "jest", "mocha"],
]);
/** Words before a command that run it. */
const BEFORE: ReadonlySet<string> = new Set([
  ...["time", "exec", "env", "nice", "timeout", "nohup", "sudo", "command", "xargs", "taskset", "if", "then"],
  ...["else", "while", "do", "!", "{", "npx", "run", "uv", "poetry", "pipenv"],
]);

/** Paths without a leading `./`, each once. */
export function filesRun(script: string): readonly string[] {
  const found = new Set<string>();
  const joined = script.replace(/\\\r?\n/g, " ");
  let folder = "";
  for (const command of joined.split(/[\n;|&()`]+/, COMMANDS)) {
    const words = command.split(/\s+/, WORDS).filter((word) => word !== "");
    if (words[0] === "cd") {
      const [, into = ""] = words;
      // Where it goes elsewhere, nobody can tell what the words behind it name.
      if (!/^(?:\.\/)?\w[\w.@-]*(?:\/\w[\w.@-]*)*\/?$/.test(into)) break;
      folder += `${into.replace(/^\.\/|\/$/g, "")}/`;
      continue;
    }
    const path = runBy(words);
    if (path !== null) found.add(folder + path);
  }
  return [...found];
}

function runBy(words: readonly string[]): string | null {
  let isRun = false;
  for (const word of words.map((one) => one.replace(/^["']|["']$/g, ""))) {
    if (word.startsWith("#")) return null;
    const name = word.slice(word.lastIndexOf("/") + 1);
    if (INTERPRETERS.has(word) || INTERPRETERS.has(name)) {
      isRun = true;
      continue;
    }
    // A module, and a script in the words of the command line itself, are no files.
    if (isRun && /^-(?:m|c|e|p)$/.test(word)) return null;
    if (BEFORE.has(word) || /^[A-Za-z_]\w*=/.test(word) || /^[-+]/.test(word) || /^\d+[smh]?$/.test(word))
      continue;
    return isPath(word, isRun) ? word.replace(/^\.\//, "") : null;
  }
  return null;
}

/** A command of its own is a path where it has a directory. */
function isPath(word: string, isRun: boolean): boolean {
  return (
    /^[\w.@/-]+$/.test(word) && !word.startsWith("/") && (isRun ? /[./]/.test(word) : word.includes("/"))
  );
}
