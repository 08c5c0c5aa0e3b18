// A reporter for Vitest that writes the counts, and every skipped test with its reason, to $NACHLESE_UNIT_COUNTS.
import { writeFileSync } from 'node:fs';

const titleOf = (test) => `${test.project.name} › ${test.fullName}`;

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
        const { state, note } = test.result();
        if (state === 'passed') counts.passed++;
        else if (state === 'failed') {
          counts.failed++;
          counts.failures.push(titleOf(test));
        } else counts.skipped.push({ title: titleOf(test), reason: note ?? 'no reason given' });
      }
    }
    const file = process.env.NACHLESE_UNIT_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(counts));
  }
}
