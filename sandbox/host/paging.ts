// One page of a list with the `Link` header that GitHub gives for it.

import type { FrontRequest } from "./http.ts";

export interface Paged<T> {
  readonly items: readonly T[];
  readonly link: string | undefined;
}

/** Of 30 unless the request says `per_page`, at most 100. */
export function paged<T>(url: string, request: FrontRequest, all: readonly T[]): Paged<T> {
  const query = new URLSearchParams(request.search);
  const size = Math.min(100, Math.max(1, Number(query.get("per_page") ?? 30) || 30));
  const page = Math.max(1, Number(query.get("page") ?? 1) || 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const to = (at: number, rel: string) => {
    const search = new URLSearchParams(request.search);
    search.set("page", String(at));
    return `<${url}${request.path}?${search}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [to(page - 1, "prev")] : []),
    ...(page < last ? [to(page + 1, "next"), to(last, "last")] : []),
  ];
  return {
    items: all.slice((page - 1) * size, page * size),
    link: links.length === 0 ? undefined : links.join(", "),
  };
}
