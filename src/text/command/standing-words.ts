// Words by which people say that something holds from now on, and not only for the next iteration. A word too many makes
// a comment stand that nobody meant to, which the status comment shows; a word too few lets a rule be forgotten.

import { STEERING_CHARACTERS } from "../../domain/limits.ts";

const PHRASES = [
  ...[
    "never(?! mind)",
    "always",
    "from now on",
    "henceforth",
    "from here on",
    "until",
    "at all times",
    "forever",
  ],
  ...["under no circumstances", "in no case", "in every iteration", "in each iteration", "every iteration"],
  ...["for all iterations", "in all iterations", "for ever", "permanently", "do not ever", "don['’]t ever"],
  ...["as long as", "no matter what", "whatever happens", "at no time"],
  ...[
    "nie",
    "niemals",
    "immer",
    "stets",
    "ab jetzt",
    "ab sofort",
    "von nun an",
    "jamais",
    "toujours",
    "désormais",
  ],
  ...[
    "dorénavant",
    "nunca",
    "jamás",
    "siempre",
    "de ahora en adelante",
    "mai più",
    "sempre",
    "d['’]ora in poi",
  ],
  ...["hasta que", "jusqu['’]à"],
];

const STANDING = new RegExp(`(?<![\\p{L}\\p{N}])(?:${PHRASES.join("|")})(?![\\p{L}\\p{N}])`, "iu");
/** Languages without blanks between words. */
const WITHOUT_BLANKS = /(?:今後|絶対に|常に|必ず|决不|永远|始终|从现在起|从今以后|항상|절대로|앞으로)/u;

/** The comment reads like a rule that is to stand. What it quotes of others says nothing. */
export function readsLikeStanding(body: string): boolean {
  const own = body
    .slice(0, STEERING_CHARACTERS)
    .split(/\r\n?|\n/)
    .filter((line) => !/^ {0,3}>/.test(line))
    .join(" ")
    .replace(/\s+/g, " ");
  return STANDING.test(own) || WITHOUT_BLANKS.test(own);
}
