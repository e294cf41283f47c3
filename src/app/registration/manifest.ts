// What GitHub is asked for when the app is registered, and what is kept of its answer. Pure.

import { UserInput } from "../../domain/errors.ts";
import { PERMISSIONS } from "../../domain/repository/readiness.ts";
import { EVENTS } from "../events.ts";

/** What an operator says of the app to be. */
export interface Wish {
  /** Where GitHub sends webhooks: the address under which the world sees this app, without a path. */
  readonly url: string;
  /** The organisation that is to own it; null: the person who registers it. */
  readonly organization: string | null;
  readonly name: string;
}

/** What GitHub says of the app that it made, as far as it is kept. */
export interface Registered {
  readonly id: number;
  readonly pem: string;
  readonly webhookSecret: string;
  /** Its page, from which it is installed. */
  readonly page: string;
}

const PATH = "/api/github/webhooks";

/** @throws UserInput for what GitHub would refuse */
export function checkWish({ url, organization, name }: Wish): void {
  const hint = "Give the address under which GitHub reaches this app, such as https://autoloop.example.com.";
  if (!URL.canParse(url)) throw new UserInput("The public address is no URL.", hint);
  const { protocol, hostname, pathname, search, hash, username } = new URL(url);
  if (protocol !== "https:") throw new UserInput("The public address must begin with https://.", hint);
  if (/^(?:localhost|.*\.localhost|127\..*|\[::1\]|0\.0\.0\.0)$/.test(hostname))
    throw new UserInput("GitHub cannot reach this machine under that name, and refuses it.", hint);
  if (pathname !== "/" || search || hash || username)
    throw new UserInput("The public address has more than a host.", hint);
  if (organization !== null && !/^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/.test(organization))
    throw new UserInput(
      "That is no name of an organisation.",
      "Give it as it stands in its address on GitHub.",
    );
  if (!/^[^\p{Cc}]{1,34}$/u.test(name))
    throw new UserInput("The name must have 1 to 34 characters.", "GitHub takes each name once.");
}

/** The REST API of the GitHub whose pages are there. @param webUrl without a slash at the end */
export function apiOf(webUrl: string): string {
  const { protocol, host, origin, hostname } = new URL(webUrl);
  const isCloud = hostname === "github.com" || hostname.endsWith(".ghe.com");
  return isCloud ? `${protocol}//api.${host}` : `${origin}/api/v3`;
}

/** @param back where GitHub sends the browser afterwards */
export function manifestOf({ url, name }: Wish, back: string) {
  const { origin } = new URL(url);
  return {
    name,
    url: origin,
    hook_attributes: { url: `${origin}${PATH}`, active: true },
    redirect_url: back,
    public: false,
    description:
      "Improves code against a metric while its maintainers sleep. An issue is the program; the agent proposes, Autoloop measures, and keeps only what is better.",
    default_permissions: Object.fromEntries(PERMISSIONS.map(({ name: one, access }) => [one, access])),
    // GitHub sends the others to every app, and takes no order for them.
    default_events: EVENTS.filter((event) => !event.startsWith("installation")),
  };
}

/** The page of GitHub that takes the manifest. @param webUrl without a slash at the end */
export function registrationPage(webUrl: string, { organization }: Wish, state: string): string {
  const owner = organization === null ? "" : `/organizations/${organization}`;
  return `${webUrl}${owner}/settings/apps/new?state=${state}`;
}

/** The text of `.env`: all that the app needs, and what is left to decide. */
export function envText(registered: Registered, apiUrl: string): string {
  const { id, pem, webhookSecret } = registered;
  const server = apiUrl === "https://api.github.com" ? "" : `GITHUB_API_URL=${apiUrl}\n`;
  return `# Written by \`autoloop register\`; .env.example explains every variable.
APP_ID=${id}
PRIVATE_KEY="${pem.trim().replaceAll("\n", "\\n")}"
WEBHOOK_SECRET=${webhookSecret}
${server}
# Where agents run: \`local\` or \`actions\`. Read docs/operations.md first.
AUTOLOOP_EXECUTOR=
# Which agent, and the variables of this process that it may see.
AUTOLOOP_AGENT=claude
AUTOLOOP_AGENT_ENV=
`;
}
