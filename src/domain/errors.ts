// Errors named by the caller's next step. Facts are fields and the cause is kept; nobody may ever branch on the text of
// a message.

/** Base of every error that Autoloop throws on purpose. Callers branch on `kind`. */
export abstract class AutoloopError extends Error {
  abstract readonly kind: "retryable" | "conflict" | "terminal" | "outdated" | "dormant" | "user-input";
}

/** The world did not answer, or asked us to slow down: the same run may be tried again later. */
export class Retryable extends AutoloopError {
  override readonly name: string = "Retryable";
  readonly kind = "retryable";

  /** @param afterMs wait at least this many milliseconds; absent: the queue's own back-off decides. */
  constructor(
    message: string,
    readonly afterMs?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Why a run that was ordered could not begin. `files`: those of its base commit cannot be had. `folder`: the place where
 * runs live cannot be used. `runner`: its process did not start. `said` by the machine or the host; outside text.
 */
export interface StartTrouble {
  readonly code: "files" | "folder" | "runner";
  readonly said: string | null;
}

/**
 * An agent run that was ordered could not begin. It is ordered again, but what is in the way may well stay until a person
 * does something about it.
 */
export class NotStarted extends Retryable {
  override readonly name = "NotStarted";

  constructor(
    message: string,
    readonly trouble: StartTrouble,
    options?: ErrorOptions,
  ) {
    super(message, undefined, options);
  }
}

/** Whoever decides needs the role of a person, and the host does not tell it. The role is unknown, and no role is none. */
export class RoleUnread extends Retryable {
  override readonly name = "RoleUnread";

  constructor(
    readonly login: string,
    cause: AutoloopError,
  ) {
    super(`the role of a person cannot be read: ${cause.message}`, undefined, { cause });
  }
}

/** Somebody else moved the thing that we were about to write: observe again, then decide again. */
export class Conflict extends AutoloopError {
  override readonly name = "Conflict";
  readonly kind = "conflict";
}

/** Trying again cannot help until a person changes something outside (permissions, rules, a corrupt journal). */
export class Terminal extends AutoloopError {
  override readonly name = "Terminal";
  readonly kind = "terminal";
  /** The host's own sentence about it, for people to read: outside text, bounded. Null: it gave none. */
  readonly said: string | null;

  constructor(message: string, options?: ErrorOptions & { readonly said?: string | null }) {
    super(message, options);
    this.said = options?.said ?? null;
  }
}

/**
 * A later version of this app wrote the thing that is to be read. Nothing is wrong with it: leave it alone and update
 * this installation. Another process may be of that version already.
 */
export class Outdated extends AutoloopError {
  override readonly name = "Outdated";
  readonly kind = "outdated";
}

/**
 * Nothing can be done there at present, and nobody is to be told: the app was taken away or suspended, the repository
 * archived, its issues switched off. Leave it alone until its owner changes that, of which an event tells.
 */
export class Dormant extends AutoloopError {
  override readonly name = "Dormant";
  readonly kind = "dormant";
}

/** A person gave us something that cannot be used; `hint` is a sentence that says how it would be right. */
export class UserInput extends AutoloopError {
  override readonly name = "UserInput";
  readonly kind = "user-input";

  constructor(
    message: string,
    readonly hint: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
