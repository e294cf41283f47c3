// `autoloop start`: the server. Everything about it is in `main.ts`, which is loaded only here.

import type { Command } from "commander";

/** Adds the command. The server ends the process itself. */
export function registerStart(program: Command): void {
  program
    .command("start")
    .description("run the app: take webhooks, look after programs")
    .action(async () => {
      await import("../main.ts");
    });
}
