/** Ms between two tidings of how far a job is. */
const PROGRESS_EVERY = 100;

/**
 * Says whether it is time to tell again how far a job is: at first, then not oftener than every so many ms. A clock that was
 * set back keeps nobody waiting.
 */
export function progressPace(now: () => Date, every = PROGRESS_EVERY): () => boolean {
  let told = -Infinity;
  return () => {
    const time = now().getTime();
    if (time >= told && time - told < every) return false;
    told = time;
    return true;
  };
}
