// `autoloop register`: makes a GitHub App of one's own and writes its secrets to `.env`. Asks for what it is not told; writes
// over no `.env` that holds an app.

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { register } from "../app/registration/exchange.ts";
import { apiOf, checkWish, envText, type Wish } from "../app/registration/manifest.ts";
import { AutoloopError, UserInput } from "../domain/errors.ts";
import { isServerUrl } from "../text/format/server-url.ts";

/** Exit codes: registered; GitHub did not; the command line is wrong. */
const EXIT = { registered: 0, refused: 1, usage: 2 } as const;

interface Options {
  readonly url?: string;
  readonly organization?: string;
  readonly name: string;
  readonly github: string;
  readonly port: string;
  readonly env: string;
}

/** Adds the command. It sets `process.exitCode`. */
export function registerRegister(program: Command): void {
  program
    .command("register")
    .description(
      "register a GitHub App of your own and write its secrets to .env; needs a browser on this machine",
    )
    .option("--url <address>", "the public address of the app, such as https://autoloop.example.com")
    .option("--organization <name>", "the organisation that owns the app; without it, you")
    .option("--name <name>", "what it is called; GitHub takes each name once", "Autoloop")
    .option("--github <address>", "another GitHub, such as https://github.example.com", "https://github.com")
    .option("--port <number>", "of the page on this machine; 0: any", "0")
    .option("--env <file>", "where its secrets go", ".env")
    .action(async (options: Options) => {
      process.exitCode = await run(options);
    });
}

async function run({ github, env, port, ...given }: Options): Promise<number> {
  try {
    if (existsSync(env))
      throw new UserInput(`${env} is there already.`, "Move it away, or name another file with --env.");
    const webUrl = github.replace(/\/$/, "");
    if (!isServerUrl(webUrl))
      throw new UserInput("--github must be an https address.", "It is that of its pages.");
    const wish = await asked(given);
    checkWish(wish);
    const { page, done, close } = await register(wish, webUrl, Number(port));
    process.stdout.write(`Open ${page} in a browser on this machine and press "Register GitHub App".\n`);
    const registered = await done.finally(close);
    await writeFile(env, envText(registered, apiOf(webUrl)), { mode: 0o600, flag: "wx" });
    process.stdout.write(
      `${env} holds the app's secrets. Next: say in it where agents run (AUTOLOOP_EXECUTOR), start the app with ` +
        `\`npm start\`, and install it from ${registered.page}\n`,
    );
    return EXIT.registered;
  } catch (error) {
    if (!(error instanceof AutoloopError)) throw error;
    const isUsage = error instanceof UserInput;
    process.stderr.write(`autoloop register: ${error.message}${isUsage ? ` ${error.hint}` : ""}\n`);
    return isUsage ? EXIT.usage : EXIT.refused;
  }
}

async function asked({
  url,
  organization,
  name,
}: Pick<Options, "url" | "organization" | "name">): Promise<Wish> {
  if (url !== undefined) return { url, organization: organization ?? null, name };
  if (!process.stdin.isTTY)
    throw new UserInput("--url is missing.", "Or run this in a terminal, where it asks.");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const address = await terminal.question("Public address of the app (https://…): ");
    const owner = organization ?? (await terminal.question("Organisation that owns it (empty: you): "));
    return { url: address.trim(), organization: owner.trim() || null, name };
  } finally {
    terminal.close();
  }
}
