// The words of one sentence that say which way the metric must go. What is denied is not turned round: it is unclear.

import type { Direction } from "../../domain/program/program.ts";
import { codeSpans } from "../markdown/inline.ts";
import { readDirection } from "../settings/direction-word.ts";
import { masked } from "./target/target-words.ts";

/** `unclear`: a direction is spoken of, and which one is not certain. */
type Vote = Direction | "unclear";

const LESS = "lower|smaller|less|fewer|shorter|lighter|cheaper|slimmer|leaner|tinier";
const MORE = "higher|larger|greater|bigger|more|longer|heavier|taller";
const FAST = "faster|quicker|speedier";
const WORD = `${LESS}|${MORE}|${FAST}`;
const NOUN = "(?:(?:of |the )?§|values?|numbers?|scores?|results?|metrics?|ones?|figures?|readings?)";
const HOW =
  "(?:not|never|no longer|always|also|generally|usually|strictly|clearly|much|the|considered|what is|what we want)";
const BETTER = new RegExp(
  String.raw`\b(?:(${WORD})\s*(?:\/|or|and)\s*)?(${WORD})(?:\s+${NOUN}){0,2},?\s*(?:is|are|isn't|aren't|=|==|:|→|means?|meaning|equals?|being)?\s+(?:${HOW}\s+){0,3}(better|best|preferred|preferable|desired|desirable|good|wins?|improvements?|an improvement|worse|worst|bad|undesirable|a regression)\b`,
  "giu",
);
const BETTER_WHEN = new RegExp(
  String.raw`\b(better|improves?|improved|good|improvement|worse|bad)\s*(?:when|if|is|means|=|:)\s+(?:(?:it|they|this|that|the (?:value|number|metric|score|result))(?:\s+(?:is|are|gets|goes|becomes))?\s+)?(${WORD})\b`,
  "giu",
);
const SUPERLATIVE = new RegExp(
  String.raw`\b(?:(lowest|smallest|fewest|shortest|lightest|cheapest|least)|(highest|largest|greatest|biggest|most))\s+(?:${NOUN}\s+){0,2}(?:(?:is|are)\s+(?:the\s+)?(?:best|preferred|better)|wins?)\b`,
  "giu",
);
const AS_POSSIBLE =
  /\bas\s+(low|small|short|few|little|light|cheap|high|large|big|great|many|much|long|fast|quick)\b[^.;]{0,60}?\bas\s+(?:possible|we can|it gets|can be)/giu;
const TOGETHER = /(lower|smaller|higher|bigger|larger|greater|less|more)isbetter/gi;

const DOWN = String.raw`minimi[sz](?:e[sd]?|ing|ation)|reduc(?:e[sd]?|ing|tion)|decreas(?:e[sd]?|ing)|lower(?:s|ed|ing)?|cut(?:s|ting)?|shrink(?:s|ing)?|slash|trim|(?:bring|drive|push|get|keep)\s+down`;
const UP = String.raw`maximi[sz](?:e[sd]?|ing|ation)|increas(?:e[sd]?|ing)|rais(?:e[sd]?|ing)|boost(?:s|ing)?|grow(?:s|ing)?|lift|enlarge|(?:bring|drive|push|get)\s+up`;
const GO_DOWN = String.raw`go(?:es|ing)?\s+down|down|decreas(?:e|es|ing)|shrink|drop|fall|sink|be\s+(?:minimi[sz]ed|reduced|lowered|low|lower|small|smaller|minimal)|(?:low|small)(?:er)?`;
const GO_UP = String.raw`go(?:es|ing)?\s+up|up|increas(?:e|es|ing)|rise|grow|climb|be\s+(?:maximi[sz]ed|increased|raised|high|higher|large|larger|maximal)|(?:high|larg)(?:er?)?`;
/** The metric: its name in code, or the word for it. */
const METRIC = String.raw`(?:the\s+|our\s+|this\s+|that\s+|its\s+)?(?:(?:primary\s+|target\s+)?(?:metric|score|number|value|fitness|objective)\s*)?(?:§|(?<=\b(?:metric|score|number|value|fitness|objective)\s*))`;
const VERB_METRIC = new RegExp(
  String.raw`\b(?:(${DOWN})|(${UP}))\s+(?:of\s+)?${METRIC}(?![\w§-])(?!\s+(?:of|that|which)\b)`,
  "giu",
);
const METRIC_VERB = new RegExp(
  String.raw`(?:§|\b(?:metric|score|number|value|fitness|objective))\s+(?:is\s+to\s+|should\s+|must\s+|needs?\s+to\s+|has\s+to\s+|to\s+|we\s+(?:want\s+to\s+)?|that\s+we\s+(?:want\s+to\s+)?)(?:(${GO_DOWN}|${DOWN})|(${GO_UP}|${UP}))\b`,
  "giu",
);
const LABEL = new RegExp(
  String.raw`\b(?:direction|optimi[sz]e(?:\s+for|\s+towards?)?|objective|aim|goal|trend)\s*(?:is|:|=|→|for)\s*(?:(${DOWN}|${LESS}|down(?:wards?)?|low|min(?:imum)?|↓|⬇)|(${UP}|${MORE}|up(?:wards?)?|high|max(?:imum)?|↑|⬆))\s*(?:$|[.,;!)(])`,
  "giu",
);
const BEHIND = new RegExp(
  String.raw`§\s*[(,–—:-]\s*(?:[\p{L}%/µ ]{1,20},\s*)?(?:to\s+)?(?:(${DOWN}|${LESS}|↓|down)|(${UP}|${MORE}|↑|up))\s*(?:$|[.,;!)])`,
  "giu",
);
const ARROW = /§\s*\(?(?:(↓|⬇)|(↑|⬆))/giu;
/** Of nothing but the number that is measured: where other things are spoken of, it may be about them. */
const ALONE =
  /^(?:please |and |then |so |it |this |is |that |which |should |must |needs |has |to |be |we |are |want |the |metric |number |[—–:([]|\s)*(?:(minimi[sz](?:e[sd]?|ing|ation)|min|keep (?:it|this|the (?:number|metric|value)) (?:low|small|down)|(?:bring|drive|push|get) (?:it|this|the (?:number|metric|value)) down|make (?:it|this) (?:smaller|lower)|go down|↓|⬇)|(maximi[sz](?:e[sd]?|ing|ation)|max|keep (?:it|this|the (?:number|metric|value)) (?:high|up)|(?:bring|drive|push|get) (?:it|this|the (?:number|metric|value)) up|make (?:it|this) (?:bigger|larger|higher)|go up|↑|⬆))(?: it| this| that| the (?:above|metric|number|value))?[\s.!)\]]*$/giu;
const EXTREME =
  /\bbest\s*(?:is|=|:|→)\s*(?:the\s+)?(?:(lowest|smallest|least|minimum)|(highest|largest|biggest|most|maximum))\b|\b(?:(minimum|lowest)|(maximum|highest))\s*(?:is|=)\s*best\b/giu;
const PROBLEM = /\b(?:(minimi[sz]ation)|(maximi[sz]ation))\s+(?:problem|task|metric|target|objective)\b/giu;

const DENIED =
  /\b(?:not|never|no|nor|neither|none|cannot|\w+n't|without|instead of|rather than|unlike|opposite|contrary|wrong|false|untrue|myth|avoid|stop|if|unless|whether|nobody|hardly|used to|formerly|previously|was|were)\b|\?/i;
/** Before the words: what is so is not wanted, or only thought. */
const TURNED_DOWN =
  /\b(?:reject|discard|revert|refuse|undo|throw (?:away|out)|mistake|typo|mis(?:read|taken|understood)|(?:inverse|reverse|opposite))(?:s|ed|ing)?\b|\bany(?:thing)?\s*$/i;
/** Behind them: a value that says no, a verdict, another number, or another time. */
const TAKEN_BACK =
  /^["'´\s)*_]*(?:[:=]\s*["']?(?:false|no|off|0|wrong|untrue)\b|(?:(?:§|¤)\s*)?(?:(?:is|are|means|counts as|would be|will be|should be|must be|gets?)\s+)?(?:an?\s+|always\s+|considered\s+)*(?:regress\w*|bad|worse|worst|fail\w*|reject\w*|revert\w*|discard\w*|refused|undesir\w*|penali[sz]ed|wrong|mistake|typo|untrue|what\b.{0,40}\b(?:had|was|did|used)\b)|(?:for|of)\s+¤)/i;
/** Anywhere in the sentence: what it says of the direction is told of others, or taken back. */
const RETRACTED =
  /\b(?:typo|misprint|(?:was|were|is) (?:an? )?(?:mistake|error|wrong)|(?:they|some|people|others) (?:say|claim|think)|supposedly|allegedly)\b/i;
/** What begins another statement, so that a denial in it denies nothing here. */
const CLAUSE = /[,;:()–—]|\b(?:but|while|although|though)\b/g;
const SLOWER_IS =
  /(?:^|[_.\W])(?:[nµmu]?s|m?sec(?:ond)?s?|min(?:ute)?s?|time|duration|latency|elapsed|wall|cycles|ticks)(?:$|[_.\W])/i;
const FASTER_IS =
  /(?:^|[_.\W])(?:ops|rps|qps|fps|hz|throughput|bandwidth|speed|speedup|rate|per[_.\W]?s(?:ec(?:ond)?)?|persec)(?:$|[_.\W])/i;

/** A sentence without one of these says nothing of a direction: most have none. */
const SPEAKS =
  /better|best|worse|worst|\bbad|good|prefer|desir|wins|improv|possible|minimi|maximi|reduc|decreas|increas|lower|higher|smaller|larger|bigger|greater|fewer|less|more|shorter|longer|faster|quicker|cut|shrink|rais|boost|grow|lift|down|\bup\b|direction|optimi|trend|\bm(?:in|ax)\b|maximum|minimum|\b(?:low|high|small)\b|[↓↑⬇⬆]/i;

export function mentionsDirection(sentence: string): boolean {
  return SPEAKS.test(sentence);
}

/** @param metric its name; null while none is known */
export function votesIn(sentence: string, metric: string | null): readonly Vote[] {
  const text = withMetric(sentence, metric);
  const votes: Vote[] = [];
  const cast = (says: Direction | "unclear", at: number, length: number): void => {
    votes.push(isDenied(text, at, length) ? "unclear" : says);
  };
  for (const { index, 0: whole, 1: other, 2: word = "", 3: worth = "" } of text.matchAll(BETTER)) {
    cast(turned(meaning(word, metric), worth), index, whole.length);
    if (other !== undefined) cast(turned(meaning(other, metric), worth), index, whole.length);
  }
  for (const { index, 0: whole, 1: worth = "", 2: word = "" } of text.matchAll(BETTER_WHEN))
    cast(turned(meaning(word, metric), worth), index, whole.length);
  for (const { index, 0: whole, 1: word = "" } of text.matchAll(AS_POSSIBLE)) {
    if (text.includes("§") || /\b(?:it|this|that|value|number|metric|score|result)\b/i.test(text))
      cast(possible(word, metric), index, whole.length);
  }
  for (const { index, 0: whole, 1: word = "" } of text.matchAll(TOGETHER))
    cast(meaning(word.toLowerCase(), metric), index, whole.length);
  for (const pattern of [SUPERLATIVE, VERB_METRIC, METRIC_VERB, LABEL, BEHIND, ARROW, PROBLEM])
    for (const { index, 0: whole, 1: down } of text.matchAll(pattern))
      cast(down === undefined ? "higher" : "lower", index, whole.length);
  for (const { index, 0: whole, 1: least, 3: lowest } of text.matchAll(EXTREME))
    cast((least ?? lowest) === undefined ? "higher" : "lower", index, whole.length);
  return votes;
}

/** What a sentence of Evaluation says by itself: "Minimize it." says nothing of the metric in a Goal. */
export function votesOfAlone(sentence: string): readonly Vote[] {
  const text = withMetric(sentence, null);
  return Array.from(text.matchAll(ALONE), ([, down]) => (down === undefined ? "higher" : "lower"));
}

/** The sentence with `§` for the metric's name in code, other code spans as `¤`, and `-` and `_` between words blank. */
function withMetric(sentence: string, metric: string | null): string {
  const short = sentence.slice(0, 2_048);
  let text = "";
  let from = 0;
  for (const { content, start, end } of codeSpans(short)) {
    // "Direction: `lower`"
    if (readDirection(content) !== null && content !== metric) continue;
    text += `${short.slice(from, start)}${metric === null || content === metric ? "§" : "¤"}`;
    from = end;
  }
  text += short.slice(from);
  const named = metric === null ? text : bare(text, metric);
  return named
    .replace(/[’ʼ]/g, "'")
    .replace(/(\p{L})[-_](?=\p{L})/gu, "$1 ")
    .replace(/[*_"“”`\s]+/g, " ");
}

/** The name without backticks, where it is no word of a language. */
function bare(text: string, metric: string): string {
  return isKey(metric) ? text.replaceAll(metric, "§") : text;
}

/** Speaks of the metric by its name. */
export function mentions(text: string, metric: string): boolean {
  return text.includes(`\`${metric}\``) || (isKey(metric) && text.includes(metric));
}

function isKey(name: string): boolean {
  return /[\p{L}\p{N}][_.][\p{L}\p{N}]|\p{Ll}\p{Lu}|\p{L}\p{N}/u.test(name) && name.length > 3;
}

function isDenied(text: string, at: number, length: number): boolean {
  let from = 0;
  let to = text.length;
  for (const { index, 0: mark } of text.matchAll(CLAUSE)) {
    if (index + mark.length <= at) from = index + mark.length;
    else if (index >= at + length) {
      to = index;
      break;
    }
  }
  const match = text.slice(at, at + length).replace(/\bif\b/gi, "");
  return (
    RETRACTED.test(text) ||
    DENIED.test(`${text.slice(from, at)}${match}${text.slice(at + length, to)}`) ||
    TURNED_DOWN.test(text.slice(from, at)) ||
    TAKEN_BACK.test(text.slice(at + length))
  );
}

function meaning(word: string, metric: string | null): Direction | "unclear" {
  const low = word.toLowerCase();
  if (FAST.split("|").includes(low)) return ofSpeed(metric);
  return LESS.split("|").includes(low) ? "lower" : "higher";
}

function possible(word: string, metric: string | null): Direction | "unclear" {
  const low = word.toLowerCase();
  if (low === "fast" || low === "quick") return ofSpeed(metric);
  return /^(?:low|small|short|few|little|light|cheap)$/.test(low) ? "lower" : "higher";
}

/** Fast is a low time and a high rate. */
function ofSpeed(metric: string | null): Direction | "unclear" {
  const name = (metric ?? "").replace(/([a-z])([A-Z])/g, "$1_$2");
  if (FASTER_IS.test(name)) return "higher";
  return SLOWER_IS.test(name) ? "lower" : "unclear";
}

function turned(says: Direction | "unclear", worth: string): Direction | "unclear" {
  if (!/^(?:worse|worst|bad|undesirable|a regression)$/i.test(worth) || says === "unclear") return says;
  return says === "lower" ? "higher" : "lower";
}

const UNITS = new Set(
  `ms s us ns µs sec secs second seconds min minutes b kb mb gb kib mib bytes byte percent pct count total number num
  size time mean avg average median p50 p75 p90 p95 p99 max`.split(/\s+/),
);
const LOOSE = new RegExp(
  String.raw`\b(?:(${DOWN}|${LESS})|(${UP}|${MORE})|(${FAST}))\s+([\p{L}\p{N} ]{2,60})`,
  "giu",
);
const ENDS_NAME =
  /\b(?:is|are|means?|by|in|with|without|while|to|from|for|on|and|or|as|than|per|that|which|so|at)\b.*$/u;
const FILLERS = new Set("the a an of our its this that total overall number".split(" "));

/**
 * "Fewer allocations", "reduce the bundle size": a vote only where the words are the metric's own, or "fewer misses"
 * would run a rate of hits downwards.
 */
export function looseVote(sentence: string, metric: string | null): Direction | "unclear" | null {
  if (metric === null) return null;
  const text = masked(sentence.slice(0, 2_048)).toLowerCase();
  const name = metric
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  const core = name.filter((token) => !UNITS.has(token) && token !== "").map(stem);
  for (const match of text.matchAll(LOOSE)) {
    const [whole, down, , fast, object = ""] = match;
    const words = object
      .replace(ENDS_NAME, "")
      .trim()
      .split(/ +/)
      .filter((word) => !FILLERS.has(word));
    const nouns = words.filter((word) => !UNITS.has(word)).map(stem);
    const isMetric = nouns.length > 0 && core.length > 0 && sameWords(nouns, core);
    if (!isMetric) continue;
    if (isDenied(text, match.index, whole.length)) return "unclear";
    if (fast !== undefined) return ofSpeed(metric);
    return down === undefined ? "higher" : "lower";
  }
  return null;
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.every((word) => b.includes(word)) && b.every((word) => a.includes(word));
}

function stem(word: string): string {
  return word.replace(/s$/, "");
}
