import type { FrozenSegment } from './frozen-segment.ts';
import { JointKeys, joinKeys, type JointData } from './joint-keys.ts';
import type { KeyList } from './key-list.ts';

/** Keys, stems of forms and stems of parts of several segments, each as one list. */
export type JointLists = { keys: JointData; forms: JointData; parts: JointData };

/** Joined lists for another thread: what they were made of, as places among its segments, -1: gone. */
export type JointPlaces = { lists: JointLists; places: number[] };

const LISTS: Record<keyof JointLists, (segment: FrozenSegment) => KeyList> = {
  keys: ({ keys }) => keys,
  forms: ({ forms }) => forms.stems,
  parts: ({ parts }) => parts.stems,
};
const NAMES = Object.keys(LISTS) as (keyof JointLists)[];

/** Joins the lists of segments, resting now and then; null: there are too many. */
export function* joinSegments(segments: readonly FrozenSegment[]): Generator<void, JointLists | null> {
  const lists: Partial<JointLists> = {};
  for (const name of NAMES) {
    const data = yield* joinKeys(segments.map(LISTS[name]));
    if (!data) return null;
    lists[name] = data;
  }
  return lists as JointLists;
}

/** From now on words are looked up in all these segments at once; `segments`: those the lists were made of. */
export function useJoint(segments: readonly (FrozenSegment | null)[], lists: JointLists): void {
  for (const name of NAMES) {
    const joint = new JointKeys(lists[name], segments.length);
    for (const [place, segment] of segments.entries()) if (segment) LISTS[name](segment).join(joint, place);
  }
}

/** {@link useJoint} in a thread that was handed the segments. */
export function usePlaces(segments: readonly FrozenSegment[], { lists, places }: JointPlaces): void {
  useJoint(
    places.map((at) => segments[at] ?? null),
    lists,
  );
}
