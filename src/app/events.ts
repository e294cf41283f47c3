// Which webhooks the app hears. A list alone: `webhook/` reads them, `telemetry/` counts them by name.

/** The events that `keysFromEvent` reads; `app.yml` subscribes to the same. */
export const EVENTS = [
  "issues",
  "issue_comment",
  "push",
  "pull_request",
  "check_run",
  "check_suite",
  "status",
  "workflow_run",
  "repository",
  "installation",
  "installation_repositories",
] as const;
