// Reads back what GitHub holds, as a person with a token would: through its REST API, all pages, nothing from the
// app's memory. What the demo claims comes from here.

import { MEMORY_BRANCH } from "../../src/domain/program/names.ts";
import type { Segment } from "../../src/text/journal/journal.ts";
import type { Api } from "../api.ts";

export interface IssueSeen {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly labels: readonly { readonly name: string }[];
  readonly pull_request?: unknown;
}

export interface CommentSeen {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string };
}

export interface PullSeen {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly draft: boolean;
  readonly state: string;
  readonly html_url: string;
  readonly head: { readonly ref: string };
}

/** One repository through a person's eyes. */
export class Reading {
  readonly #api: Api;
  readonly #base: string;

  constructor(api: Api, repository: { readonly owner: string; readonly name: string }) {
    this.#api = api;
    this.#base = `/repos/${repository.owner}/${repository.name}`;
  }

  async issues(): Promise<readonly IssueSeen[]> {
    const all = await this.#pages<IssueSeen>("/issues?state=open");
    return all.filter((issue) => issue.pull_request === undefined);
  }

  comments(issue: number): Promise<readonly CommentSeen[]> {
    return this.#pages(`/issues/${issue}/comments`);
  }

  pulls(): Promise<readonly PullSeen[]> {
    return this.#pages("/pulls?state=open");
  }

  /** Names of all branches. */
  async branches(): Promise<readonly string[]> {
    const all = await this.#pages<{ name: string }>("/branches");
    return all.map(({ name }) => name);
  }

  /** Who put 👀 on a comment. */
  async eyes(comment: number): Promise<readonly string[]> {
    const all = await this.#pages<{ content: string; user: { login: string } }>(
      `/issues/comments/${comment}/reactions`,
    );
    return all.filter(({ content }) => content === "eyes").map(({ user }) => user.login);
  }

  /** The journal's segments, in order. */
  async journal(program: string): Promise<readonly Segment[]> {
    const folder = await this.#get<readonly { name: string }[]>(
      `/contents/journal/${program}?ref=${encodeURIComponent(MEMORY_BRANCH)}`,
    );
    const names = folder.map(({ name }) => name).filter((name) => name.endsWith(".jsonl"));
    return Promise.all(
      names.toSorted().map(async (name) => ({
        number: Number(name.replace(/\.jsonl$/, "")),
        text: await this.file(MEMORY_BRANCH, `journal/${program}/${name}`),
      })),
    );
  }

  /** Text of a file on a branch. */
  async file(branch: string, path: string): Promise<string> {
    const found = await this.#get<{ content: string }>(`/contents/${path}?ref=${encodeURIComponent(branch)}`);
    return Buffer.from(found.content, "base64").toString();
  }

  async #get<T>(path: string): Promise<T> {
    const answer = await this.#api<T>("GET", `${this.#base}${path}`);
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status}`);
    return answer.body;
  }

  async #pages<T>(path: string): Promise<readonly T[]> {
    const all: T[] = [];
    for (let page = 1; ; page += 1) {
      const join = path.includes("?") ? "&" : "?";
      const found = await this.#get<readonly T[]>(`${path}${join}per_page=100&page=${page}`);
      all.push(...found);
      if (found.length < 100) return all;
    }
  }
}
