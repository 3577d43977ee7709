// Scenarios side by side: most of their time they wait for pods.

/** Runs so many at a time, in their order. Each gives its own outcome; one that fails keeps none of the others from running. */
export function sideBySide<Key, Outcome>(
  scenarios: readonly (readonly [Key, () => Promise<Outcome>])[],
  lanes: number,
): ReadonlyMap<Key, Promise<Outcome>> {
  const outcomes = new Map<Key, Promise<Outcome>>();
  const ends: Promise<unknown>[] = [];
  for (const [index, [key, run]] of scenarios.entries()) {
    const outcome = (ends[index - lanes] ?? Promise.resolve()).then(run);
    outcomes.set(key, outcome);
    // Whoever asks for it hears of a failure.
    ends.push(outcome.catch(() => undefined));
  }
  return outcomes;
}
