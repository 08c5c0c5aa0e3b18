/** Results of the same shape as one: of numbers the median, of all else the first. Of an even number the lower one. */
export function medianOf(results) {
  const [first] = results;
  if (typeof first === 'number') {
    const numbers = results.filter((result) => typeof result === 'number').sort((a, b) => a - b);
    return numbers[(numbers.length - 1) >> 1];
  }
  if (first === null || typeof first !== 'object' || Array.isArray(first)) return first;
  return Object.fromEntries(Object.keys(first).map((key) => [key, medianOf(results.map((result) => result?.[key]))]));
}
