#!/usr/bin/env node
// Where `autoloop.mjs` begins. Loads what the command line names and nothing else; holds no logic.

import module from "node:module";
import { fileURLToPath } from "node:url";

/** Of Node 22.1 and newer (Node: Module compile cache). */
interface CompileCache extends Pick<typeof module, "createRequire"> {
  readonly enableCompileCache?: (directory: string) => unknown;
  readonly flushCompileCache?: () => void;
}

const { enableCompileCache, flushCompileCache }: CompileCache = module;
// Beside the program, never in a folder that others share: whoever can write there can write the program itself.
// Where this user cannot, the program starts without one.
enableCompileCache?.(fileURLToPath(new URL(".compile-cache", import.meta.url)));

const [, , command, ...rest] = process.argv;
if (command === "start" && rest.length === 0) await import("./main.ts");
else await import("./cli/main.ts");
// A server may be killed: what was compiled for its start is kept now.
flushCompileCache?.();
