// GitHub's limits and our own, each with its source. No other file may spell one of these numbers out.

/** Issue, comment and pull request bodies; more is a 422 "body is too long (maximum is 65536 characters)". */
export const BODY_CHARACTERS = 65_536;
/** Issue and pull request titles; more is a 422. */
export const TITLE_CHARACTERS = 256;
/** "Commenting is disabled on issues with more than 2500 comments" (403). */
export const COMMENTS_PER_ISSUE = 2_500;
/** Characters of a link that a browser follows to GitHub; a request line of more than 8 KB is a 414 "URI Too Long". */
export const URL_CHARACTERS = 8_000;
/**
 * Issues "Set up Autoloop" that one account gets in an hour: many repositories chosen at once are no reason for a
 * storm.
 */
export const SETUP_ISSUES_PER_HOUR = 10;
/** Larger webhook payloads are never sent (docs: webhook events and payloads). */
export const WEBHOOK_BYTES = 25 * 1024 * 1024;
/** A ref name may hold 255 bytes on GitHub's file system; a program's name leaves room for the prefix. */
export const PROGRAM_NAME_CHARACTERS = 64;
/**
 * GitHub's secondary limits for one account (docs: rate limits for the REST API, about secondary rate limits; read in
 * November 2026): requests that create content, points of REST and of GraphQL, and requests at the same time.
 */
export const HOST_LIMITS = {
  contentPerMinute: 80,
  contentPerHour: 500,
  restPointsPerMinute: 900,
  graphqlPointsPerMinute: 2_000,
  concurrent: 100,
} as const;
/** Points of a request that only reads, and of one that writes (same source). */
export const READ_POINTS = 1;
export const WRITE_POINTS = 5;
/**
 * Our share of those limits. The rest is for people, whose clicks count too, and for requests that we know nothing of.
 */
export const OUR_SHARE = 0.75;
/** Writes that may follow each other a second apart; the rest of the hour's share comes one by one. */
export const WRITES_AT_ONCE = 15;
/** Mutations of one GraphQL document. GitHub ends a request after ten seconds, and each of them takes a part of one. */
export const MUTATIONS_AT_ONCE = 8;
/** Own commits that were left to people and are remembered; a look shows the newest 20 commits of a branch. */
export const LEFT_COMMITS_REMEMBERED = 20;
/** Paths that the reason of a pause names; more are counted. */
export const PATHS_NAMED = 10;
/** GitHub's page size limit for REST lists and GraphQL connections. */
export const PAGE_SIZE = 100;

/** Files in one proposal (docs/design.md, trust boundary). */
export const PROPOSAL_FILES = 100;
/** Bytes in one proposed file. */
export const PROPOSAL_FILE_BYTES = 1024 * 1024;
/** Bytes in all files of one proposal. */
export const PROPOSAL_BYTES = 4 * 1024 * 1024;

/** New files and directories in a workspace that are looked at; no honest proposal comes near it. */
export const NEW_ENTRIES = 100_000;

/** Bytes of YAML frontmatter that are read at all. */
export const FRONTMATTER_BYTES = 4_096;
/**
 * A journal segment is full at this many bytes, less those of the snapshot with which it begins. Each write sends it
 * whole, so that the mean over a segment is half of this, however large the snapshot is.
 */
export const SEGMENT_BYTES = 128 * 1024;
/**
 * But never before the events behind the snapshot outweigh it this much: a journal grows by two thirds more than its
 * events at most.
 */
export const EVENTS_PER_SNAPSHOT = 1.5;
/** The state file is folded to stay under this many bytes. */
export const STATE_FILE_BYTES = 30_720;
/** Characters of a state file that is read at all: far more than people add to a folded one. */
export const STATE_FILE_CHARACTERS = 3 * STATE_FILE_BYTES;

/** Part of a run's wall time that its agent may use, so that what it did can still be measured. */
export const AGENT_SHARE = 0.75;

/**
 * Rejections in a row after which the loop asks the maintainers instead of going on, where the program says nothing; and in
 * programs whose journal has no number for it, because version 0.1 adopted them.
 */
export const PLATEAU_REJECTIONS = 10;
export const PLATEAU_REJECTIONS_BEFORE = 5;
/** Rejections in a row after which agents are advised otherwise: to read again, and to try the opposite. */
export const DISCARDS_TO_REREAD = 3;
export const DISCARDS_TO_TURN = 6;
/** Items of the plan that iterations took and that are remembered, and characters of each. */
export const PLAN_STEPS_KEPT = 30;
export const PLAN_ITEM_CHARACTERS = 200;
/** A gain below this part of the best is no gain for `simplicity: strict` where it takes more lines. */
export const SIMPLICITY_GAIN = 0.001;
/** Errors in a row after which the loop pauses. */
export const ERRORS_BEFORE_PAUSE = 3;
/** Characters and lines of what a failed gate, evaluation or agent printed last that are kept and shown. */
export const OUTPUT_CHARACTERS = 2_000;
export const OUTPUT_LINES = 20;
/** Other numbers of an evaluation that are remembered and shown with each iteration, and characters of their names. */
export const SECONDARY_TOLD = 8;
export const SECONDARY_NAME_CHARACTERS = 40;
/** Commits of one iteration that CI may refuse before the loop asks; also the most that a repository may allow. */
export const CI_ATTEMPTS = 5;
/** Statuses kept in the state file, oldest first. */
export const RECENT_STATUSES = 10;
/** Iterations that are kept one by one in the folded state; older ones live in ranges and in the journal. */
export const RECENT_ITERATIONS = 40;
/** Steering comments that stay in force as context; the newest win. */
export const STEERING_KEPT = 50;
/** Characters of all standing orders as agents are shown them, and how many there may be: all are in every prompt. */
export const STANDING_CHARACTERS = 14_000;
export const STANDING_KEPT = 40;
/** Standing orders that were taken back by number although their comments still stand. */
export const FORGOTTEN_KEPT = 200;
/** Characters of what people wrote into their sections of the state file, as agents are shown it. */
export const PEOPLES_LINES_CHARACTERS = 16_000;
/** Commands that are remembered one by one. */
export const COMMANDS_KEPT = 200;
/** Characters of a comment's first line in which a command is looked for. */
export const COMMAND_CHARACTERS = 4_000;
/** Instructions that one iteration takes along. */
export const INSTRUCTIONS_KEPT = 20;
/** Characters of one steering comment that the journal and the agent get. */
export const STEERING_CHARACTERS = 4_000;
/** Characters of all steering that one iteration is given; the newest comments win. */
export const STEERING_TOTAL_CHARACTERS = 24_000;
/** Starts of iterations that the state remembers, so also the most that `dispatches-per-day` can allow. */
export const DISPATCHES_REMEMBERED = 100;
/** Iteration comments on an issue before the oldest are folded into a digest; GitHub ends at `COMMENTS_PER_ISSUE`. */
export const ITERATION_COMMENTS = 400;
/** The most that a repository may ask for instead: people's comments need room, too. */
export const MOST_ITERATION_COMMENTS = 2_000;
/** Iterations that one digest sums up at most: so many lines of it fit into one comment. */
export const DIGEST_ITERATIONS = 100;
/** Comments that one look at a program may delete: a minute's worth of writes is 80 (GitHub's content limits). */
export const DELETIONS_AT_ONCE = 20;
/** Checks that the comment of an iteration names; more are counted. */
export const CHECKS_NAMED = 10;
/** Characters of an agent's prompt: some executors carry it in one workflow input (65,535) among other things. */
export const PROMPT_CHARACTERS = 60_000;
