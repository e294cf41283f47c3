// Blobs by content id. What an id means never changes, so a blob once seen is not asked for again.

import type { Repository } from "../../domain/repository/view.ts";
import { blobId } from "../../git/tree-id.ts";
import type { GithubApi } from "../http/api.ts";
import { Lru } from "../http/lru.ts";

/** Bytes kept over all repositories; a journal segment has at most 128 KiB. */
const CAPACITY = 48 * 1024 * 1024;

export class Blobs {
  readonly #known = new Lru<Buffer>(CAPACITY, (bytes) => bytes.length + 256);

  /**
   * Bytes of a blob; GitHub hands out blobs of up to 100 MB.
   * @throws Terminal when there is no such blob
   */
  async bytes(api: GithubApi, repository: Repository, id: string): Promise<Buffer> {
    const known = this.#known.get(nameOf(repository, id));
    if (known !== undefined) return known;
    const { owner, name: repo } = repository;
    const route = "GET /repos/{owner}/{repo}/git/blobs/{file_sha}";
    const { content } = await api.get<{ content: string }>(route, { owner, repo, file_sha: id });
    const bytes = Buffer.from(content, "base64");
    this.#known.set(nameOf(repository, id), bytes);
    return bytes;
  }

  async text(api: GithubApi, repository: Repository, id: string): Promise<string> {
    return (await this.bytes(api, repository, id)).toString("utf8");
  }

  /** Remembers what the app itself wrote, so that reading it back costs nothing. Returns its id. */
  keep(repository: Repository, bytes: Buffer): string {
    const id = blobId(bytes);
    this.#known.set(nameOf(repository, id), bytes);
    return id;
  }
}

/** Per repository: a repository must never be answered from what another one holds. */
function nameOf({ account, owner, name }: Repository, id: string): string {
  return `${account}/${owner}/${name}/${id}`;
}
