// Sentences about files: what one in Target allows or forbids, and what one anywhere else in a program forbids. A
// sentence is read where it names a path; nothing outside Target ever allows.

import { codeSpans } from "../../markdown/inline.ts";
import { looksLikePath, pathWords, type TargetEntry } from "./target-entry.ts";
import { forbids, listKind, masked, onlyMentions, speaksOfChange } from "./target-words.ts";

const BUT =
  /\b(?:except(?:ing)?|excluding|other than|apart from|aside from|outside(?: of)?|beyond|besides|but(?! not| never| no| do(?:n['’]t| not)| leave| keep| avoid| please))\b/i;
/** "You do not need to update it" forbids nothing. */
const NEEDLESS =
  /\b(?:(?:does|do|is|are|did|will|would)?\s*(?:\*\*)?(?:not|n['’]t)(?:\*\*)?\s+(?:need|have|required|necessary|expected)|(?:doesn|don|isn|aren|needn)['’]t\s+(?:need|have|required|necessary)|need(?:s)?\s+not|no\s+need)\b/gi;
const EXCEPTS = /^(?:except|excluding|other than|apart|aside)/i;
const ANYTHING = /\b(?:anything|nothing|any|no|none|everything|all|files?|code)\b/i;
const SENTENCES = 400;
/** No sentence without one of these is an order: most texts have none. */
const ORDERS =
  /chang|modif|edit|touch|writ|updat|alter|delet|remov|renam|refactor|format|optimi|improv|tun|limits|only|hands|frozen|locked|immutable|intact|alone|leave|keep|clear|away|as[- ]is|as (?:it|they)|scope|bounds|exclu|exempt|forbid|prohibit|protect|own|cheat|invalid|stay/i;

const LABEL = /^([^:§]{1,60}):\s*(?:§|\S*[/.])/;
/** Labels of files that one is only pointed to. */
const POINTS =
  /^\W*(?:please\s+)?(?:read|see|run|use|call|consult|check|inspect|refer|look|start|begin|entry|main|hot|focus|example|hint|note)\b/i;

/** `unclear`: it opens something with an exception that names no path; `mentions`: it speaks of files. */
type ProseEntry = Omit<TargetEntry, "list"> & { readonly list: TargetEntry["list"] | "unclear" | "mentions" };

/** Entries of a paragraph or heading under Target: one for each sentence that names a path. */
export function proseEntries(text: string, line: number): readonly ProseEntry[] {
  return sentences(text).flatMap((sentence): readonly ProseEntry[] => {
    const at = masked(sentence).search(BUT);
    const head = at < 0 ? sentence : sentence.slice(0, at);
    const tail = at < 0 ? "" : sentence.slice(at);
    const [own, excepted] = [pathsIn(head), pathsIn(tail)];
    const isForbidden = forbids(head, false) || listKind(head) === "not";
    if (own.length > 0 && isForbidden)
      return [{ list: "not", paths: own, exceptions: excepted, text: sentence, line }];
    if (own.length > 0 && onlyMentions(sentence))
      return [...exclusion(excepted), { list: "mentions", paths: own, exceptions: [], text: sentence, line }];
    if (own.length > 0) {
      const excepts = excepted.length === 0 && (EXCEPTS.test(tail) || forbids(tail.replace(BUT, "")));
      return [{ list: excepts ? "unclear" : "only", paths: own, exceptions: excepted, text: sentence, line }];
    }
    // "Do not touch anything but `a`" is a way to allow `a`.
    if (excepted.length > 0 && isForbidden && ANYTHING.test(head) && !forbids(tail.replace(BUT, "")))
      return [{ list: "only", paths: excepted, exceptions: [], text: sentence, line }];
    return exclusion(excepted);

    function exclusion(paths: readonly string[]): readonly ProseEntry[] {
      return paths.length === 0 ? [] : [{ list: "not", paths, exceptions: [], text: sentence, line }];
    }
  });
}

/** A label before files that nobody understands: "Build output: `a`". */
export function hasUnknownLabel(text: string): boolean {
  const label = LABEL.exec(masked(text).slice(0, 200))?.[1];
  return label !== undefined && listKind(label) === null && !POINTS.test(label);
}

/** Paths that a sentence outside Target says must not be changed, in so many words. */
export function forbiddenIn(text: string): readonly string[] {
  if (!ORDERS.test(text)) return [];
  return sentences(text).flatMap((sentence) => {
    if (!ORDERS.test(sentence)) return [];
    const at = masked(sentence).search(BUT);
    const head = at < 0 ? sentence : sentence.slice(0, at);
    const named = pathsIn(head).filter((path) => head.includes("`") || /\/$|[\w-]\.[a-z]\w*$/.test(path));
    return named.length > 0 && isOrder(head) ? named : [];
  });
}

/** Paths of a paragraph under a heading such as "Off limits". */
export function pathsUnder(text: string): readonly string[] {
  return sentences(text).flatMap((sentence) => {
    const at = masked(sentence).search(BUT);
    return pathsIn(at < 0 ? sentence : sentence.slice(0, at));
  });
}

/** The sentence forbids a change, and does not only speak of something that is not so. */
function isOrder(written: string): boolean {
  const sentence = written.replace(NEEDLESS, " ");
  if (!forbids(sentence)) return false;
  return (
    speaksOfChange(sentence) ||
    /\b(?:off[- ]?limits|read[- ]?only|hands[- ]off|frozen|locked|immutable|intact|alone|untouched|unchanged|identical|clear of|away from|as[- ]is|as (?:it|they) (?:is|are)|out[- ]of[- ](?:scope|bounds)|exclud\w*|exempt\w*|forbidden|prohibited|(?:is|are|stays?)\s+protected(?!\s+by)|byte[- ]for[- ]byte|stays?|cheating|invalidates|(?:leave|keep)\b.{0,3}§+(?:\s+(?:be|out|to us|for (?:us|humans|maintainers))\b|[.!]?$)|keep out of|owned by|(?:we|team|maintainers) owns?)\b/i.test(
      masked(sentence),
    )
  );
}

function pathsIn(text: string): readonly string[] {
  const spans = codeSpans(text);
  const named = spans.flatMap(({ content }) => (looksLikePath(content) ? [content] : []));
  return spans.length > 0 ? named : pathWords(text);
}

/** Sentences, and what labels begin: "Allowed: … Forbidden: …". */
function sentences(text: string): readonly string[] {
  const words = masked(text);
  const found: string[] = [];
  let from = 0;
  for (const { index, 0: end } of words.matchAll(
    /(?<!\b(?:e\.g|i\.e|incl|esp|cf))[.!?;](?:[*_")]{0,3})\s+|\s(?=(?:\*\*)?\p{Lu}[\p{L} ]{2,30}(?:\*\*)?:)/gu,
  )) {
    if (found.length > SENTENCES) break;
    // "Never Edit: `a`" is one label, not a word and a label.
    if (end.trim() === "" && !/[§:/*]|\w\.\w/.test(words.slice(from, index))) continue;
    found.push(text.slice(from, index + end.length));
    from = index + end.length;
  }
  return [...found, text.slice(from)].map((one) => one.trim()).filter((one) => one !== "");
}
