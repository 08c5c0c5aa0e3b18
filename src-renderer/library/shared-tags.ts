/** The tags that all of the articles have, in the order of the first. */
export function sharedTags(rows: readonly { tags: readonly string[] }[]): string[] {
  const [first, ...others] = rows;
  return (first?.tags ?? []).filter((tag) => others.every(({ tags }) => tags.includes(tag)));
}
