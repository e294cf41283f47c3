// What mail programs and polite people put below what they say: a signature, a farewell, the mail that is answered. Cuts
// it off, decides nothing about the rest. Linear in the text: only below a few short lines is looked for it.

/** The line above a signature, as mail has it (RFC 3676, 4.3), and as people type it. */
const RULE = /^(?:--|—|–|__+)[ \t]*$/;
/** What a telephone writes below a mail. */
const CLIENT =
  /^(?:sent (?:from|via|with|using)|get outlook for|von meinem \S+ gesendet|gesendet von|envoyé de|enviado desde|inviato da)\b.{0,80}$/iu;
const FAREWELL =
  /^(?:(?:(?:kind|best|warm|many) )?(?:regards|wishes|thanks)|best|cheers|thanks|thank you|thx|sincerely|greetings|br|mfg|lg|vg)[,.!]?$/iu;
/** A dash and who says it. */
const NAMED = /^[-–—]{1,2}[ \t]*\p{Lu}[\p{L}\p{M}.' -]{0,40}$/u;
/** Above the mail that is answered: "On Mon, 1 Dec 2026, somebody wrote:". */
const ANSWERED = /^(?:on|am|le|el|il)\b.{4,200}(?:wrote|schrieb.{0,100}|a écrit|escribió|ha scritto) ?:$/iu;
/** Below a farewell stand a name and a role, no more. */
const FAREWELL_LINES = 3;
/** Of a name below a farewell. */
const NAME_CHARACTERS = 60;

/** Lines of a comment below the first that may begin a signature. Whoever says more above it says more than a word. */
const CANDIDATES = 8;

/** @param text of a whole comment */
export function withoutSignature(text: string): string {
  const lines = text.split(/\r?\n/);
  const first = lines.slice(0, CANDIDATES + 1);
  const end = first.findIndex((line, index) => index > 0 && begins(line.trim(), lines.slice(index + 1)));
  return end < 0 ? text : lines.slice(0, end).join("\n");
}

/** @param below the lines behind it */
function begins(line: string, below: readonly string[]): boolean {
  if (line === "") return false;
  if (RULE.test(line) || CLIENT.test(line)) return true;
  if (NAMED.test(line)) return below.every((one) => one.trim() === "");
  if (ANSWERED.test(line)) return below.every((one) => one.trim() === "" || one.startsWith(">"));
  if (!FAREWELL.test(line)) return false;
  const rest = below.filter((one) => one.trim() !== "");
  return rest.length <= FAREWELL_LINES && rest.every((one) => one.length <= NAME_CHARACTERS);
}
