// Words by which people say that something shall end, and those that may stand around them. Data alone; how they are
// read is `halting.ts`. A word too many pauses a program that somebody has to resume, a word too few lets it run on.

const listed = (words: string) => words.trim().split(/\s+/);

/** At the start of what is said each of them halts, whatever follows. */
export const HALTS: ReadonlySet<string> = new Set(
  listed(`
    stop stops stopped stopping stopit stopp pause pauses paused pausing halt halts halted halting cancel cancels
    canceled cancelled canceling cancelling abort aborts aborted aborting kill kills killed killing quit quits quitting
    end ends ended ending off freeze freezes frozen freezing hold wait suspend suspends suspended suspending terminate
    terminates terminated terminating disable disables disabled disabling deactivate deactivated enough cease ceased
    desist discontinue shutdown standby interrupt interrupted exit unplug brake stfu whoa
    nomore pleasestop stopplease stopnow
    stopper arrête arrêter arrêtez arrete arreter arretez detener detente parar pare para anhalten aufhören aufhoeren
    abbrechen schluss stoppen stoppe pausieren pausiere beenden beende ferma fermati smettila dur zatrzymaj
    sigterm sigkill sigstop sigint 停止 停 停下 请停止 暂停 取消 中止 やめて 止めて 중지 정지 стоп остановись остановить хватит пауза
  `),
);

/** The same of several words. */
export const HALTING_PHRASES: readonly (readonly string[])[] = `
  no more|no further|no longer|not now|not yet|not any more|not anymore|not again|not today|no new|no thanks|no way
  no need|shut down|shut off|shut up|shut it|stand down|stand by
  back off|hang on|give up|call it off|call it a day|call it quits|call off|cut it out|knock it off|pull the plug
  take a break|take five|leave it|let it be|let it rest|put on hold|put it on hold|put this on hold|on hold|on ice
  go to sleep|stay put|do nothing|nothing more|time out|hit the brakes|hit the brake|that will do|that'll do
  that's enough|that is enough|that's it|that's all|cool it|drop it|wind down|wind up|wrap up|wrap it up|lay off|ease off
  stay off|keep off|on pause|put it on pause|put this on pause|abandon ship|go offline|cool down|slow down|one moment|a moment|one sec|a sec|keep still|sit tight|break off|leave off|sign off|log off|hands off|pack it in|hold fire
  that is all|that will be all|go away|hang up|ctrl c|no stop|take a pause|have a break|why don't you stop|why not stop`
  .split(/[|\n]/)
  .map((phrase) => phrase.trim().split(" "));

/** They forbid what stands behind them. */
export const NEGATIONS: ReadonlySet<string> = new Set(
  listed("not don't dont do'nt never mustn't shouldn't won't can't cannot no"),
);

/** What the loop does, or all of it: forbidden, that halts. Anything else forbidden is how to work. */
export const ACTS: ReadonlySet<string> = new Set(
  listed(`
    run runs running start starts starting do doing continue continuing go going proceed execute executing iterate
    iterating iteration iterations commit committing push pushing merge keep resume launch begin work working try trying
    spend spending waste burn let bother dare anything nothing anymore more further another again
  `),
);

/** With one of `OFF` at most four words behind it. */
export const SWITCHES: ReadonlySet<string> = new Set(
  listed("turn turned switch switched shut power put take bring"),
);
export const OFF: ReadonlySet<string> = new Set(listed("off down offline hold"));

/** These halt only where nothing else is said: as part of a sentence they mean many things. */
export const HALTS_ALONE: ReadonlySet<string> = new Set(
  listed(`
    no nope nah not finish finished done over close closed rest sleep break leave leaving drop out bye basta
    snooze stay still stuck silence quiet retire retreat withdraw revoke undo abandon abandoned nevermind timeout
    remove delete uninstall reject rollback die mute inactive idle cut skip forget
    later tomorrow nvm goodbye revert ignore archive dismiss scrap shelve park decommission unsubscribe chill relax zzz
    nothing
  `),
);

/** Before the word that halts: politeness, names of the loop, and who wants it. */
export const BEFORE: ReadonlySet<string> = new Set(
  listed(`
    please pls plz kindly just now ok okay hey hi hello so well alright right yes yeah um uh thanks thank dear oh ah
    autoloop bot app loop loops program job runs process thing can could would will shall should must may might need
    needs want wants like have has had got ought better to you we i us me it this that the a everyone everybody
    everything all lets let let's make makes get time it's its is be being i'd we'd you'd immediately urgently urgent
    urgency quickly asap emergency away and then maybe perhaps first think believe guess go ahead of for sorry guys
    folks team everything's id want's gotta wanna hafta at once simply really definitely absolutely seriously
    hard full force forced forcibly graceful gracefully immediate sudden sudo git said say saying told tell telling asked
    ask asking mind are we're i'm you're they're it'll ffs god god's heaven's goodness sake love damn dammit omg wtf hell bloody
    until monday tuesday wednesday thursday friday saturday sunday someone somebody anyone anybody expensive again must've
  `),
);

/** Behind it, where nothing else is said. */
export const BEHIND: ReadonlySet<string> = new Set([
  ...BEFORE,
  ...HALTS,
  ...listed(`
    run running iteration iterations iterating looping work working here today tonight tomorrow until again once more
    any anymore doing going what you're whatever already up down off on until later soon further longer present moment
    mind about there with in execution executing current next new one ones these those them him her
  `),
]);

/** Words with a hyphen that begin like one that halts and are the names of other things. */
export const OTHER_THINGS =
  /(?<![\p{L}-])(?:end-(?:to-end|user|users|point|points)|off-(?:by-one|heap|thread|cpu|peak)|wait-(?:free|time|times|list)|hold-out|stop-(?:words?|the-world|gap)|pause-(?:free|less|times?)|halt-on-\p{L}+|break-even|kill-(?:switch|switches) (?=[\p{L}]))(?![\p{L}-])/giu;

/** Words of which another may be a misspelling. */
export const MAIN: readonly string[] = listed(
  "stop pause cancel abort halt kill quit terminate suspend disable freeze shutdown cease",
);

/** Words that are spelt almost like them and mean something else. */
export const NOT_MISSPELT: ReadonlySet<string> = new Set(
  listed(`
    hat ill sop sot step steps stoop stomp strop shop shops slop slope stock store stow stub top tops atop crop drop prop swap snap
    parse parsed pulse passe pass cause caused causes clause past paste phase phrase pose because use raise ease
    about abode above aboard half halve hall hale salt malt hall hart halo haul heat hall mail tail wall call tall ball
    fill fills kilo kiln gill dill rill sill krill bill will till mill skill hill pill ill all keep quiet quite quilt quip quiz quid suit quick exit unit edit quits
    channel cancer candle counsel germinate determinate enable usable disabled breeze squeeze greece free freezer
    chase crease grease lease case tease ceases increase decrease release
  `),
);

/** Signs that say stop without a word. */
export const STOP_SIGNS = /[\u{1F6D1}\u{26D4}\u{270B}\u{1F6AB}\u{23F8}\u{23F9}\u{1F645}]/u;
