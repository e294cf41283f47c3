// A number as tools print it: with digits in groups, a percent sign or a unit behind it. What can be read in two ways
// is no number.

const PLAIN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
/** `1,234,567.8`: two groups or more, because `1,234` is one and a bit in half of Europe. */
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?$/;
const UNDERSCORED = /^[+-]?\d{1,3}(?:_\d{3})+(?:\.\d+)?$/;
/** Of `0x10` neither 0 nor 16 is certain. */
const OTHER_BASE = /^[+-]?0[xbo][0-9a-f_]+$/i;
const UNIT = /^([^\s]*?\d\.?)\s?([%\p{L}°µμ][\p{L}\p{N}/%²³·^µμ]{0,15})$/u;
/** The powers of a unit: `m2`, `kg/m^3`. Any other digit in one begins another number: `1m30s`, `1920x1080`. */
const POWER = /(?<=m|s|ft|\^)[23](?=$|[/·])/gu;
/** Tools choose among these by size: "999 ms" and "1.2 s" are the wrong way round as bare numbers. */
const SCALED =
  /^(?:[pnumµμ]?s|[num]?sec(?:ond)?s?|msecs?|millis(?:econds)?|micros(?:econds)?|nanos(?:econds)?|min(?:ute)?s?|h(?:ours?|rs?)?|d(?:ays?)?|(?:[kmgtp]i?)?(?:b|bytes?|bits?)(?:\/s|ps)?|[kmgtp]|(?:[kmg])?(?:hz|ops(?:\/s)?|req\/s|flops)|thousand|million|billion)$/i;

type NumberWord =
  | { readonly value: number }
  /** The number is there, and its unit may change with its size. */
  | { readonly unit: string }
  | null;

/** @param name the key: a unit that stands in it is as good as none */
export function numberWord(text: string, name: string): NumberWord {
  const word = text.slice(0, 512).trim();
  if (OTHER_BASE.test(word)) return null;
  const value = plainNumber(word);
  if (value !== null) return { value };
  const [, digits = "", unit = ""] = UNIT.exec(word) ?? [];
  const before = digits === "" ? null : plainNumber(digits);
  if (before === null || /^e\d*$/i.test(unit) || /\d/.test(unit.replace(POWER, ""))) return null;
  const isSaid = name
    .toLowerCase()
    .split(/[^\p{L}\p{N}%µμ]+/u)
    .includes(unit.toLowerCase());
  return isSaid || !SCALED.test(unit) ? { value: before } : { unit };
}

/** Null for what is no finite number. */
function plainNumber(word: string): number | null {
  const digits = GROUPED.test(word)
    ? word.replaceAll(",", "")
    : UNDERSCORED.test(word)
      ? word.replaceAll("_", "")
      : word;
  const value = PLAIN.test(digits) ? Number(digits) : Number.NaN;
  return Number.isFinite(value) ? value + 0 : null;
}
