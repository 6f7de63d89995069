/** The commit whose turn it is; without one, everything is looked at, as `bin/test full` does. */
const COMMIT = process.env.INDGANG_SAMPLE;

/**
 * One share of what is only whole in `bin/test full`. Which one follows from the commit, so that a failure comes back at the
 * same commit, and from commit to commit all of it gets its turn. `offset` lets one list's share differ from another's.
 * @template T
 * @param {readonly T[]} all
 * @param {number} shares
 * @returns {T[]}
 */
export function sampled(all, shares, offset = 0) {
  if (!COMMIT) return [...all];
  const turn = Number.parseInt(COMMIT.slice(0, 8), 16) + offset;
  return all.filter((_, at) => (at + turn) % shares === 0);
}
