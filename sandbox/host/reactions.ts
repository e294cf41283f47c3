// The reactions that GitHub knows, in the words of both its APIs.

/** REST name and GraphQL name of every reaction. */
export const REACTIONS: ReadonlyMap<string, string> = new Map([
  ["+1", "THUMBS_UP"],
  ["-1", "THUMBS_DOWN"],
  ["laugh", "LAUGH"],
  ["hooray", "HOORAY"],
  ["confused", "CONFUSED"],
  ["heart", "HEART"],
  ["rocket", "ROCKET"],
  ["eyes", "EYES"],
]);
