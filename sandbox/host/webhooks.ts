// The only sender of webhooks: what the emulator announces arrives here first, is put right, and leaves signed
// and under a delivery id of its own, as GitHub sends it. A receiver that is away misses its delivery.

import { createHmac, randomUUID } from "node:crypto";
import { wholeSeconds } from "./http.ts";

/**
 * Passed on as the emulator announces them. `push`, of which it misses half, is sent by `RefWatch`, and what it
 * tells of checks without their app by `Checks`.
 */
const RELAYED: ReadonlySet<string> = new Set(["issue_comment", "issues", "pull_request"]);

export interface WebhookSettings {
  readonly url: string | undefined;
  readonly secret: string;
  readonly appId: number;
  readonly installation: number;
}

/** GitHub waits this long for an answer. */
const PATIENCE_MS = 10_000;

export class Webhooks {
  readonly #settings: WebhookSettings;
  readonly #sending = new Set<Promise<void>>();
  /** Where deliveries go from now on; undefined: nowhere. */
  url: string | undefined;

  constructor(settings: WebhookSettings) {
    this.#settings = settings;
    this.url = settings.url;
  }

  /** Takes one announcement of the emulator. */
  relay(event: string, payload: Readonly<Record<string, unknown>>): void {
    if (!RELAYED.has(event)) return;
    const { issue, ...rest } = payload;
    // Labels of a pull request are announced as if it were an issue.
    const pull = event === "issues" && typeof issue === "object" && issue !== null && "head" in issue;
    if (pull) this.send("pull_request", { ...rest, pull_request: issue });
    else this.send(event, payload);
  }

  /** Signs and sends; does not wait for the receiver. */
  send(event: string, payload: Readonly<Record<string, unknown>>): void {
    if (this.url === undefined) return;
    const installation = { id: this.#settings.installation };
    const body = wholeSeconds(JSON.stringify({ ...payload, installation }));
    const sent = this.#post(this.url, event, body).finally(() => this.#sending.delete(sent));
    this.#sending.add(sent);
  }

  /** When all that left so far was taken or refused. */
  async settled(): Promise<void> {
    await Promise.all(this.#sending);
  }

  async #post(url: string, event: string, body: string): Promise<void> {
    const signature = createHmac("sha256", this.#settings.secret).update(body).digest("hex");
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "GitHub-Hookshot/sandbox",
          "x-github-event": event,
          "x-github-delivery": randomUUID(),
          "x-github-hook-installation-target-id": String(this.#settings.appId),
          "x-github-hook-installation-target-type": "integration",
          "x-hub-signature-256": `sha256=${signature}`,
        },
        body,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await response.arrayBuffer();
    } catch {
      // Nobody listened. GitHub records a failed delivery and goes on, so the app has to look for itself.
    }
  }
}
