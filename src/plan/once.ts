// What several rules ask of the same thing in one look, worked out once. Holds nothing longer than the thing itself
// lives; whoever asks cannot tell.

/** @param work must depend on nothing but the thing, which must never change */
export function onceFor<Thing extends object, Result>(
  work: (thing: Thing) => Result,
): (thing: Thing) => Result {
  const known = new WeakMap<Thing, { readonly result: Result }>();
  return (thing) => {
    const before = known.get(thing);
    if (before !== undefined) return before.result;
    const result = work(thing);
    known.set(thing, { result });
    return result;
  };
}
