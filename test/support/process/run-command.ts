// Runs one command of the command line in this process and gives back what a shell would see.

import { Command, CommanderError } from "commander";
import { vi } from "vitest";

/** Exit code, standard output and standard error of `autoloop <args>`. Usage errors count as 2, as in `main.ts`. */
export async function runCommand(
  register: (program: Command) => void,
  args: readonly string[],
): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    err += String(text);
    return true;
  });
  const before = process.exitCode;
  const program = new Command("autoloop").exitOverride();
  register(program);
  try {
    await program.parseAsync(args, { from: "user" });
    return { code: Number(process.exitCode ?? 0), out, err };
  } catch (error) {
    if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, out, err };
    throw error;
  } finally {
    process.exitCode = before;
    stdout.mockRestore();
    stderr.mockRestore();
  }
}
