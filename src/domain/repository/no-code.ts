// Apps and commit statuses that never run a repository's code, as a closed list: what they say is no CI. Whatever is not
// listed counts, and `ci-apps` in the repository's configuration says otherwise (docs/decisions/0025).

import type { CheckView } from "./view.ts";

/** Where AWS Amplify hosts; it has an app for each (its user guide, "Setting up Amplify access to GitHub repositories"). */
const AMPLIFY_REGIONS: readonly string[] = [
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"],
  ...["eu-central-1", "eu-north-1", "eu-south-1", "eu-west-1", "eu-west-2", "eu-west-3", "me-south-1"],
  ...["ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1"],
  ...["ap-southeast-2"],
];

/** Apps by the slugs under which they report. Not those of hosts that run tests, too, such as Heroku's and Expo's. */
const APPS: ReadonlySet<string> = new Set([
  // Licence agreements and sign-offs.
  ...["cla-assistant", "cla-bot", "easycla", "linux-foundation-easycla", "google-cla", "salesforce-cla"],
  ...["microsoft-github-policy-service", "dco", "dco-2"],
  // Previews and deployments.
  ...["vercel", "netlify", "cloudflare-pages", "cloudflare-workers-and-pages", "render", "railway-app"],
  ...["fly-io", "azure-static-web-apps", "digitalocean"],
  ...AMPLIFY_REGIONS.map((region) => `aws-amplify-${region}`),
  // Bots for dependencies.
  ...["dependabot", "renovate", "forking-renovate", "mend-for-github-com", "mend-bolt-for-github"],
  ...["whitesource-bolt-for-github", "snyk-io", "socket-security", "depfu", "pyup-bot"],
]);

/**
 * Contexts of commit statuses, which belong to no app, in lower case. The part before a `*` is enough; it ends where a
 * service's own name ends, so that no check that is only named after the service (`vercel-e2e`) is among them.
 */
const CONTEXTS: readonly string[] = [
  ...["license/*", "cla/*", "cla", "easycla", "dco", "verification/cla-signed"],
  ...["vercel", "vercel – *", "now", "now/*", "netlify/*", "deploy/netlify"],
  ...["cloudflare pages", "cloudflare pages: *", "render/*", "railway/*"],
  ...["renovate/*", "dependabot/*", "security/snyk", "security/snyk (*", "security/snyk - *"],
  ...["socket security", "socket security: *", "depfu/*", "pyup.io/*"],
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
