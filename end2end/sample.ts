/** The commit whose turn it is; without one, everything is looked at, as `bin/test full` does. */
const COMMIT = process.env.INDGANG_SAMPLE;

/**
 * One share of what is only whole in `bin/test full`. Which one follows from the commit, so that a failure comes back at the
 * same commit, and from commit to commit all of it gets its turn. `offset` lets one list's share differ from another's.
 */
export function sampled<T>(all: readonly T[], shares: number, offset = 0): T[] {
  if (!COMMIT) return [...all];
  const turn = Number.parseInt(COMMIT.slice(0, 8), 16) + offset;
  return all.filter((_, at) => (at + turn) % shares === 0);
}
