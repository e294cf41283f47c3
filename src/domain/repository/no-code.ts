// Apps and commit statuses that never run a repository's code, as a closed list: what they say is no CI. Whatever is not
// listed counts, and `ci-apps` in the repository's configuration says otherwise (docs/decisions/0025).

import type { CheckView } from "./view.ts";

/** Apps by the slugs under which they report. */
const APPS: ReadonlySet<string> = new Set([
  // Licence agreements and sign-offs.
  ...["cla-assistant", "cla-bot", "easycla", "linux-foundation-easycla", "google-cla", "salesforce-cla"],
  ...["microsoft-github-policy-service", "dco", "dco-2"],
  // Previews and deployments.
  ...["vercel", "netlify", "cloudflare-pages", "cloudflare-workers-and-pages", "render", "railway-app"],
  ...["fly-io", "heroku", "azure-static-web-apps", "digitalocean", "expo"],
  // Bots for dependencies.
  ...["dependabot", "renovate", "forking-renovate", "mend-for-github-com", "mend-bolt-for-github"],
  ...["whitesource-bolt-for-github", "snyk-io", "socket-security", "depfu", "pyup-bot"],
]);

/** Contexts of commit statuses, which belong to no app, in lower case; the part before a `*` is enough. */
const CONTEXTS: readonly string[] = [
  ...["license/*", "cla/*", "cla", "easycla", "dco", "verification/cla-signed"],
  ...["vercel*", "now", "now/*", "netlify/*", "deploy/netlify", "deploy/*", "deployment/*"],
  ...["cloudflare pages*", "render/*", "heroku/*", "railway/*"],
  ...["renovate/*", "dependabot/*", "security/snyk*", "socket security*", "depfu/*", "pyup.io/*"],
];

/** The check is of somebody who runs no code, so that neither its success nor its failure tells of any. */
export function runsNoCode({ app, name }: Pick<CheckView, "app" | "name">): boolean {
  return app === null ? isListed(name) : APPS.has(app);
}

function isListed(name: string): boolean {
  const context = name.toLowerCase();
  return CONTEXTS.some((listed) =>
    listed.endsWith("*") ? context.startsWith(listed.slice(0, -1)) : context === listed,
  );
}
