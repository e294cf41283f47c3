// Looks at a fake world after every step and says which invariants do not hold, in words. Goes over each deed of the
// chronicle once, so that a long life costs what happened in it and not its square.

import type { Policy } from "../../../src/domain/policy.ts";
import type { Happening } from "../github/chronicle.ts";
import type { FakeGithub } from "../github/fake-github.ts";
import { matrixHolds, rolesAreTrue } from "./authority.ts";
import { brakeHolds, onlyPeopleWithRights, stopIsHeardAsStop } from "./brake.ts";
import { fastForwardOnly, oneBranch } from "./branches.ts";
import { ordersADay, writesAnHour } from "./budgets.ts";
import { oneIterationComment, oneStatusComment, stableStatusComment } from "./comments.ts";
import { sectionsSurvive, wordsSurvive } from "./human-text.ts";
import { markdownIsInert, messagesAreInert } from "./inert.ts";
import { staysAtHome } from "./isolation.ts";
import {
  committedOnce,
  endsOnce,
  orderedOnce,
  ordersTheOneInFlight,
  runsTheApprovedText,
  startsAfterEnd,
} from "./iterations.ts";
import {
  appendOnly,
  journalIsTruth,
  journalsVerify,
  noticesRewinding,
  stateFileComesBack,
} from "./journal-rules.ts";
import { keptIsNotRed, revokedForRed, startsOnNoRed } from "./late-red.ts";
import { oneClock } from "./one-clock.ts";
import { Past } from "./past.ts";
import type { PastMemory } from "./past-memory.ts";
import { pauseIsImmediate } from "./pause.ts";
import { onePullRequest } from "./pulls.ts";
import { onlyNarrows } from "./reading.ts";
import { noSecondIssue, nothingAfterAFailedRead } from "./reads.ts";
import { nothingStandsStill, pausesAreNamed, quietStaysQuiet } from "./rest.ts";
import { ciTruth, ratchet } from "./results.ts";
import type { JournalRule, MomentRule, RestRule, Setting } from "./rule.ts";
import { insideTarget } from "./scope.ts";
import { noSecretLeaves } from "./secrets.ts";
import { refusalsAreTold, seenFirst } from "./seen-first.ts";
import { hiddenWordsAreTakenBack, lastWordIsHeard } from "./steering.ts";
import { ordersAreKept, peoplesWordsLast, toldIsJudged } from "./told.ts";
import { unreadIsNoRole, unreadIsNoRule } from "./unknown.ts";

type Numbered<Rule> = readonly (readonly [invariant: number, rule: Rule])[];

const MOMENTS: Numbered<MomentRule> = [
  [2, oneBranch],
  [4, stableStatusComment],
  [6, ordersTheOneInFlight],
  [7, orderedOnce],
  [7, committedOnce],
  [10, fastForwardOnly],
  [11, insideTarget],
  [12, appendOnly],
  [13, stateFileComesBack],
  [14, sectionsSurvive],
  [14, wordsSurvive],
  [15, runsTheApprovedText],
  [17, pauseIsImmediate],
  [18, quietStaysQuiet],
  [20, writesAnHour],
  [20, ordersADay],
  [21, nothingAfterAFailedRead],
  [21, noSecondIssue],
  [22, noSecretLeaves],
  [23, markdownIsInert],
  [23, messagesAreInert],
  [24, staysAtHome],
  [27, brakeHolds],
  [29, seenFirst],
  [29, refusalsAreTold],
  [31, toldIsJudged],
  [33, peoplesWordsLast],
];

const LINES: Numbered<JournalRule> = [
  [6, startsAfterEnd],
  [7, endsOnce],
  [8, ratchet],
  [9, ciTruth],
  [9, revokedForRed],
  [9, startsOnNoRed],
  [12, noticesRewinding],
  [26, unreadIsNoRole],
  [26, unreadIsNoRule],
  [16, rolesAreTrue],
  [16, matrixHolds],
  [16, hiddenWordsAreTakenBack],
  [25, onlyNarrows],
  [27, stopIsHeardAsStop],
  [28, onlyPeopleWithRights],
  [30, oneClock],
  [33, lastWordIsHeard],
  [33, ordersAreKept],
];

const RESTS: Numbered<RestRule> = [
  [3, onePullRequest],
  [4, oneStatusComment],
  [5, oneIterationComment],
  [9, keptIsNotRed],
  [12, journalsVerify],
  [13, journalIsTruth],
  [19, nothingStandsStill],
  [19, pausesAreNamed],
];

/** How a world is to be judged. */
export interface Inspection {
  readonly github: FakeGithub;
  readonly clock: { now(): number };
  readonly policy: Policy;
  readonly canaries?: readonly string[];
  /** See `Setting`; by default it always does. */
  readonly actsAsOne?: () => boolean;
}

export class Inspector {
  readonly past: Past;
  readonly #setting: Setting;
  readonly #clock: { now(): number };
  #upSince: number;

  /** Made when the world is new; what happened before is not judged. */
  constructor({ github, clock, policy, canaries = [], actsAsOne = () => true }: Inspection) {
    this.#setting = { github, policy, canaries, actsAsOne };
    this.#clock = clock;
    this.#upSince = clock.now();
    this.past = new Past(github);
    for (const deed of github.chronicle.happenings) this.past.add(deed);
  }

  /** The app is down from now on: nothing is late before it is back. */
  isGone(): void {
    this.#upSince = Number.POSITIVE_INFINITY;
  }

  /** The app was down until now. */
  isBack(): void {
    this.#upSince = this.#clock.now();
  }

  /** What is wrong that was not told before: what happened since the last time, and the world as it stands. */
  inspect({ thorough = false } = {}): readonly string[] {
    const happened = this.#setting.github.chronicle.happenings
      .slice(this.past.count)
      .flatMap((deed) => this.#judged(deed));
    const stillness = { ...this.#setting, now: this.#clock.now(), upSince: this.#upSince, thorough };
    this.past.turnTo({ look: null });
    return [...happened, ...told(RESTS, (rule) => rule(this.past, stillness))];
  }

  #judged(deed: Happening): readonly string[] {
    const { past } = this;
    past.turnTo(deed);
    const found = [
      ...told(MOMENTS, (rule) => rule(deed, past, this.#setting)),
      ...this.#lines(deed).flatMap((step) => told(LINES, (rule) => rule(step, past, this.#setting))),
    ];
    past.add(deed);
    return found;
  }

  #lines(deed: Happening): ReturnType<PastMemory["added"]> {
    return deed.what === "ref" ? this.past.memory.added(deed) : [];
  }
}

function told<Rule>(rules: Numbered<Rule>, ask: (rule: Rule) => readonly string[]): readonly string[] {
  return rules.flatMap(([invariant, rule]) =>
    ask(rule).map((problem) => `invariant ${invariant}: ${problem}`),
  );
}
