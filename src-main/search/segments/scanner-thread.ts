import type { MessagePort } from 'node:worker_threads';
import { CallStop } from '../call-stop.ts';
import { releaseReplaced } from '../release-memory.ts';
import type { DocumentScores } from './document-scores.ts';
import { SEGMENT_SIZE } from './freeze-segment.ts';
import { FrozenSegment } from './frozen-segment.ts';
import { joinSegments, useJoint, usePlaces, type JointLists } from './joint-segments.ts';
import { FAILED, ScanShare, type ScannerAnswer, type ScannerMessage, type ShareTask } from './scan-share.ts';
import { SegmentScanner } from './scan-segment.ts';

/** `workerData` of the thread that takes part in scanning. */
export type ScannerRole = { role: 'scanner' };

/** The second thread's side: does its share of each task, the last segments first. */
export function scanShares(port: MessagePort): void {
  let segments: FrozenSegment[] = [];
  let share = new ScanShare([], null);
  port.on('message', (message: ScannerMessage) => {
    if ('segments' in message) {
      const former = segments.map(({ bytes }) => bytes);
      segments = message.segments.map((sections) => FrozenSegment.of(sections));
      releaseReplaced(former, segments.map(({ bytes }) => bytes)); // prettier-ignore
      share = new ScanShare(segments, message.shared);
      const { joint, number, isToJoin } = message;
      if (joint) usePlaces(segments, joint);
      const own = segments;
      const answer = (lists: JointLists | null) => {
        if (lists) useJoint(own, lists);
        port.postMessage({ number, lists } satisfies ScannerAnswer);
      };
      if (isToJoin) joinWhileIdle(own, () => own === segments, answer);
    } else doShare(message, segments, share);
  });
}

/** ms of joining between two looks at what is asked. */
const AT_A_TIME = 3;

/** Joins segments between searches; gives up when they are no longer wanted. */
function joinWhileIdle(
  segments: FrozenSegment[],
  isWanted: () => boolean,
  answer: (lists: JointLists | null) => void,
): void {
  const work = joinSegments(segments);
  const goOn = () => {
    if (!isWanted()) return;
    const started = performance.now();
    let step = work.next();
    while (step.done !== true && performance.now() - started < AT_A_TIME) step = work.next();
    if (step.done !== true) setImmediate(goOn);
    else answer(step.value);
  };
  setImmediate(goOn);
}

/** Articles whose texts it would have to look at are left to the other thread, which can. */
const unsure = new Set<number>();
const scanner = new SegmentScanner(SEGMENT_SIZE, (ordinal) => {
  unsure.add(ordinal);
  return false;
});

function doShare({ sequence, stop, work }: ShareTask, segments: readonly FrozenSegment[], share: ScanShare): void {
  const { check } = new CallStop(stop.table, stop.call);
  for (let at = segments.length - 1; at >= 0; at--) {
    if (!share.claim(at, sequence)) continue;
    try {
      scanSegment(segments[at]!, at, work, share, check);
    } catch {
      // Stopped, or anything else: the other thread stops as well, or does it again and sees for itself.
      share.states[at] = FAILED;
    }
    share.finishOne();
  }
}

function scanSegment(
  segment: FrozenSegment,
  at: number,
  { plan, averages }: ShareTask['work'],
  share: ScanShare,
  check: () => void,
): void {
  unsure.clear();
  const found = scanner.scan(segment, plan, averages, check);
  const { documents, scores } = share.results(at, segment.size);
  const count = copyFound(found, segment.ordinals, documents, scores);
  scanner.release(found);
  share.found[at] = count;
  share.unsure[at] = unsure.size;
  if (unsure.size === 0) return;
  let end = segment.size;
  for (const [document, ordinal] of segment.ordinals.entries()) if (unsure.has(ordinal)) documents[--end] = document;
}

/** How many were found for sure. Nothing but the loop: score-postings.ts says why. */
function copyFound(found: DocumentScores, ordinals: Uint32Array, documents: Uint16Array, scores: Float64Array): number {
  let count = 0;
  for (let place = 0; place < found.count; place++) {
    const document = found.documents[place]!;
    if (unsure.size > 0 && unsure.has(ordinals[document]!)) continue;
    documents[count] = document;
    scores[count++] = found.scores[place]!;
  }
  return count;
}
