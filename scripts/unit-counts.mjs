// A reporter for Vitest that writes the counts, and every skipped test with its reason, to $NACHLESE_UNIT_COUNTS.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const titleOf = (test) => `${test.project.name} › ${test.fullName}`;

const shared = join(import.meta.dirname, '../../shared');

/** Why a test of this file was skipped, where the test does not say so: the conditions that files of ours have. */
function conditionOf(module) {
  const source = readFileSync(module.moduleId, 'utf8');
  if (!existsSync(shared) && /shared\b/i.test(source)) return 'needs the test inputs in ../shared, which is not there';
  if (process.getuid?.() === 0 && source.includes('getuid')) return 'needs a user who is not root';
  return 'its own condition is not met here';
}

export default class UnitCounts {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: [], failures: [] };
    for (const module of modules) {
      // A file that could not even be loaded counts as one failure.
      if (module.errors().length > 0) {
        counts.failed++;
        counts.failures.push(module.relativeModuleId);
      }
      for (const test of module.children.allTests()) {
        const { state, note, errors } = test.result();
        if (state === 'passed') counts.passed++;
        else if (state === 'failed') {
          counts.failed++;
          counts.failures.push([titleOf(test), ...(errors ?? []).map(({ message }) => message)].join('\n    '));
        } else counts.skipped.push({ title: titleOf(test), reason: note ?? conditionOf(module) });
      }
    }
    const file = process.env.NACHLESE_UNIT_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(counts));
  }
}
