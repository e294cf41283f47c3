// The words with which people allow and forbid files. Allowing is a closed list: a line that holds a word from
// outside it does not allow. Forbidding is wide: in doubt a file is not open.

import { codeSpans } from "../../markdown/inline.ts";

/** Stands for each character of a code span, which is a name and no English. */
const MASK = "§";

const SIGNS = /[⚠✗✘✖✕❄🧊📌☠❌❎🚫🚷📵🔏🔒🔐⛔🛑🙅👎]/u;
/** "Leave everything else alone" and its like say again that only what is listed may change. */
const NOTHING_ELSE =
  /(?:\b(?:do not|don't|never|must not|may not|cannot|can't)\s+(?:modify|change|edit|touch)\s+|\b(?:leave|keep)\s+)?(?:\b(?:nothing|anything|everything|all|no|any)\s+(?:other\s+files?|other|else)|\bthe rest)\b(?:\s+(?:alone|untouched|unchanged|as (?:it )?is|may (?:be )?chang\w*))?/giu;
const NEVER = [
  String.raw`not|never|cannot|nothing|nobody|none|neither|nor|no[- ]one|no \w+ (?:may|can|should|must|shall|is allowed)|dont|cant|\w+n't`,
  String.raw`no[- ](?:chang|edit|modif|touch|writ|access|go\b)\w*|(?:read|view|look|reference|context|inputs?|humans?|maintainers?)[- ]?only`,
  String.raw`for (?:reference|context)|frozen|freeze|off[- ]?limits?|out[- ]of[- ](?:scope|bounds)|hands?[- ]off|untouch\w*`,
  String.raw`forbid\w*|prohibit\w*|disallow\w*|banned|exclud\w*|exempt\w*|immutable|uneditable|unmodifiable|non[- ]editable`,
  String.raw`generated|auto-?gen\w*|vendored|third[- ]party|sacred|sacrosanct|taboo|tabu|r\/o|sealed|locked|illegal|ground truth`,
  "(?:ask|check with us) (?:first|before)|(?:needs?|requires?|without) (?:an? )?(?:approval|permission|review|asking|sign[- ]?off|consent|agreement)",
  "watch out|beware|caution|be careful|(?:handle|edit|modify|change|touch) with care|at your own (?:risk|peril)|(?:a|the|as) last resort",
  "(?:under|on|at|in) no (?:circumstances?|account|time|point|case|event)|zero (?:edits?|changes?|modifications?)|nope",
  String.raw`(?:non|un)[- ]?(?:edit|modif|chang|alter|writ|mut|touch)\w*ble|write[- ]protect\w*|off the table|dnt`,
  String.raw`abstain|desist|barring|cheat(?:ing|s)?|invalidates (?:\w+ )?(?:benchmarks?|baselines?|measurements?|results?|numbers|comparisons?)|byte[- ]for[- ]byte|overwritten|regenerated`,
  "only (?:we|i|us|a human|humans?|people|(?:the |our )?(?:team|maintainers?|owners?|admins?|reviewers?|staff))",
  "(?:with|after) (?:an? |explicit |our |my )?(?:permission|approval|asking|sign[- ]?off|consent)",
  String.raw`(?:we|(?:the |our )?(?:team|maintainers?)) owns?|for (?:the )?(?:maintainers|humans|owners)[ .]*$|for reading|unaffected|(?:outside|beyond)(?: of)?(?: the)? scope|no \w+ (?:edits?|changes?|modifications?)`,
  "by (?:hand|humans?|people|maintainers?|the team) only|only by (?:hand|humans?|people|maintainers?|the team)",
  // The commonest words of other languages: their lists are problems, their remarks must not open a file.
  String.raw`nicht|niemals|kein\w*|gesperrt|verboten|ne pas|jamais|interdit\w*|nunca|prohibid\w*|não|vietat\w*|mai`,
].join("|");
const FORBIDS = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${NEVER})(?![\p{L}\p{N}])|不要|不得|禁止|不能|勿|нельзя|не трога`,
  "iu",
);
/** Verbs that keep a file as it is, where it is the file that they speak of. */
const KEEPS =
  /\b(?:refrain(?:s|ing)?\s+from|(?:steer|keep|stay|stays)\s+(?:well\s+)?(?:away|clear|out)\s+(?:of|from)|(?:leave|avoid)\s+(?:it|this|that|them|these|those)|(?:keep|preserve|retain|leave)\s+(?:(?:it|this|that|them|these|those|(?:the|this|that|these|those|all)\s+(?:whole\s+)?(?:files?|folders?|director\w+))\s+)?(?:as\b|alone|be\b|out\b|away|off\b|unchanged|unmodified|intact|fixed|stable)|avoid\s+(?:chang|touch|edit|modif)\w*|(?:keep|leave|avoid|preserve)\W*$|(?:keep|leave|avoid|preserve|skip|ignore)[\s:*_]*§)/iu;
/** Who alone may change a file, what becomes of a change by anybody else, and a question that is answered with no. */
const REFUSES =
  /\b(?:edit(?:able|ed)?|chang(?:eable|ed)|modif(?:iable|ied)|touched|maintained|curated) (?:only |solely )?by (?:us|hand|(?:the |our |a )?(?:team|humans?|people|maintainers?|owners?|admins?|reviewers?|staff))\b|\b(?:chang\w*|edits?|editing|modif\w*|touching)\b.{0,40}(?:\b(?:is|are|be|gets?|means)|=) (?:\w+ ){0,2}(?:reject(?:ed|ion)|reverted|refused|discarded|ignored|lost|void|thrown (?:away|out)|overwritten)\b|\b(?:edit\w*|mutable|modif\w*|writ\w*|chang\w*|touch\w*|allowed)\s*[:=?]\s*(?:no|none|never|false)\b|\b(?:read|see|view|inspect|consult|look at) §[^§]{0,20}\bonly\b|\b(?:can|may|should) (?:only )?(?:be )?read(?: only)?[\s.)]*$|\bspare §|^\W*!\s*§/iu;
/** "…, in particular `a`": what is said of everything else is said of it. */
const AMONG_THE_REST =
  /\b(?:else|rest|others?|other files?)\b[^§]{0,60}(?:\b(?:in particular|especially|above all|notably|includ\w*|such as|e\.g\.|for example|like)\s|\()[^§]{0,20}§|\b(?:else|rest)\b[^§]{0,10}§\s*included/iu;
/** Right behind the path. */
const STATES =
  /§[\s"*_)\]~]*[-–—:,(=→|]*[\s*_]*(?:(?:this|the|it|which|that|file|is|are|stays?|remains?|must|should|shall|will|be|to|kept|left|keep|leave)\s+)*(?:(?:unchanged|unmodified|untouched|identical|byte[- ]identical|rejected|reverted|refused|discarded|ro|only\s+(?:if|when|with|after|by|once)|intact|as[- ]is|as (?:it|they) (?:is|are)|alone|the same|protected|reserved|restricted|denied|skip(?:ped)?|ignored?|(?:owned|maintained|managed|controlled|curated) by|(?:copied|synced|mirrored) from|belongs? to|(?:human|hand|manually)[- ](?:maintained|edited|written|managed|curated|owned))(?![\p{L}-])|(?:no|fixed|stable|constant|reference|context|input|baseline|read|out|blocked|black-?listed|den(?:y|ied)|quarantined|pinned|vetoed|guarded|safeguarded|(?:block|deny)[- ]?list|retain|to skip|to ignore)\s*(?:$|[).,;:!*_]))/iu;
/** The same without another word: "`a` stays." */
const STAYS =
  /§[\s"*_)\]~]*[-–—:,(]*\s*(?:(?:this|it|that|which|file|has|have|needs?|is|are|to|must|should|shall|will|always|just)\s+)*(?:stays?|remains?|be kept|be preserved|be left)(?:\s+the way\s.{0,40})?[\s.!)]*$/iu;
/** Before the path. */
const LABELS =
  /(?<![\p{L}-])(?:no|outside|except\w*|save|minus|without|keep|leave|avoid|preserve|protect(?:ed)?|skip|ignored?|fixed|unchanged|unmodified|intact|reserved|restricted|denied|constraints?|but)(?![\p{L}-])|(?<![\p{L}-])(?:ro|blocked|black-?list(?:ed)?|block[- ]?list|deny(?:[- ]?list)?|denied|quarantined?|pinned|vetoed|guarded|retain|stays?|remains?|kept|preserved|alone|reverted|(?:stay|remain|maintain|retain|left)\s+(?:as[- ]is|alone|the same)|(?:steer|stay) clear|only (?:if|when)\b[^§:]{0,30}|only (?:be )?read)(?:\s+(?:files?|paths?|list))?\s*[:=→–—-]+\s*$/iu;
/** A path that one is sent to. */
const MENTIONS =
  /^\W*(?:please\s+|also\s+)*(?:read|see|run|use|call|consult|check|inspect|refer|reference|context|look|input|baseline)(?![\p{L}-])/iu;
const LISTS =
  /(?<![\p{L}])(?:no|outside|constraints?|invariants?|limits?|limitations?|boundar\w+|restrict\w*|protect\w*|lock\w*|guard\w*|fixed|unchanged|unmodified|intact|stop|exclusions?|except\w*|without|avoid|keep|leave|skip|ignor\w*|preserve\w*|reserved|den(?:y|ied|ylist)|blacklist|blocklist|block-list|donts?|reference|context|but|minus|(?:apart|aside) from|other than|non-?(?:goals?|targets?))(?![\p{L}])/iu;

const VOCABULARY = new Set(
  `a an the these this those following below here all any every everything anything only just of in on for to within
  inside under it its they them that which what you your agent agents autoloop may can could should must will is are be
  been allowed allow permitted welcome free freely ok okay fine fair game open up scope mutable editable changeable
  modifiable writable writeable allowlist whitelist file files path paths folder folders directory directories code
  source sources module modules target targets list listed modify modified modifying modification modifications change
  changes changed changing edit edits edited editing touch touched touching update updates updated updating rewrite
  rewritten improve improved improving optimize optimized optimise optimised optimization optimisation tune tuned write
  written create created add added new work works please do or and`.split(/\s+/),
);
const MORE = new Set(["more", "also", "plus", "and", "too", "additionally", "further", "furthermore"]);
const ALLOWS =
  /^(?:may|can|could|should|must|only|allowe?d?|permitted|free(?:ly)?|fair|open|mutable|editable|changeable|modifiable|writ(?:e?able)|allowlist|whitelist|targets?|(?:modif|chang|edit|touch|updat|rewrit|improv|optimi|tun)\w*)$/;
/** A sentence that begins so allows, whatever it calls the files, as long as it names no condition. */
const OPENING =
  /^\W*(?:please\s+)?(?:(?:you|the agent|agents|autoloop)\s+(?:may|can|should)\s+)?(?:only\s+|just\s+)?(?:modify|change|edit|touch|update|optimi[sz]e|improve)\b/iu;
const CONDITION =
  /\b(?:by|if|when|with|after|before|later|last|unless|until|once|manual\w*|humans?|people|maintainers?|owners?|teams?|reviewers?|approv\w*|permission|ask\w*|care\w*|risk|read|rarely|seldom|hardly|who\w*|someone|sparingly|peril|danger|own|via|through|using|elsewhere|upstream|separately|soon|tomorrow|caution)\b/iu;

/**
 * What a line says of the list below it. `only`: it may change; `not`: it may not; `more`: the list above goes on;
 * `neutral`: nothing but "these files". Null: not understood.
 */
type ListKind = "only" | "not" | "more" | "neutral";

export function listKind(line: string): ListKind | null {
  const words = plain(line).replace(NOTHING_ELSE, " ");
  if (SIGNS.test(words) || FORBIDS.test(words) || LISTS.test(words)) return "not";
  const tokens: readonly string[] = words.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
  if (tokens.length === 0) return null;
  if (!tokens.every((token) => VOCABULARY.has(token) || MORE.has(token)))
    return OPENING.test(words) && !CONDITION.test(words) ? "only" : null;
  const inScope = tokens.includes("scope") && tokens.includes("in");
  if (inScope || tokens.some((token) => ALLOWS.test(token))) return "only";
  return tokens.some((token) => MORE.has(token)) ? "more" : "neutral";
}

/**
 * Whether the words around a path say that it stays as it is.
 * @param isItem it stands in a list of files, where "see `a`" does not mean that `a` may change
 */
export function forbids(text: string, isItem = true): boolean {
  const said = plain(text);
  const words = said.replace(NOTHING_ELSE, " ");
  const path = words.indexOf(MASK);
  const before = path < 0 ? "" : words.slice(0, path);
  return (
    [SIGNS, /~~/, FORBIDS, KEEPS, REFUSES, STATES, STAYS].some((pattern) => pattern.test(words)) ||
    (words !== said && AMONG_THE_REST.test(said)) ||
    LABELS.test(before) ||
    (isItem && MENTIONS.test(before))
  );
}

/** The sentence speaks of a file for another reason than to say that it may change. */
export function onlyMentions(text: string): boolean {
  const words = plain(text);
  if (MENTIONS.test(words)) return true;
  return /\b(?:see|reads?|runs?|ran|calls?|uses?|used by|imports?|depends?|tested|measured|evaluat\w+|documented|described)\b/i.test(
    words,
  );
}

/** The sentence speaks of changing files. */
export function speaksOfChange(text: string): boolean {
  return /\b(?:un)?(?:modif|chang|edit|touch|rewrit|writ|updat|alter|delet|remov|renam|refactor|format|optimi|improv|tun)/i.test(
    plain(text),
  );
}

/** The text with each character of a code span replaced, as long as it was. */
export function masked(text: string): string {
  let result = "";
  let from = 0;
  for (const { start, end } of codeSpans(text)) {
    result += text.slice(from, start) + MASK.repeat(end - start);
    from = end;
  }
  return result + text.slice(from);
}

/** Words without code, tags, invisible characters and curly apostrophes. */
function plain(text: string): string {
  return masked(text.slice(0, 4_096))
    .replace(/<[^<>]{0,200}>/g, " ")
    .replace(/[’ʼ`´]/g, "'")
    .replace(/[‐‑‒−]/g, "-")
    .replace(/\p{Cf}/gu, "")
    .replace(/§+/g, MASK)
    .replace(/[\s*_]+/g, " ");
}
