import { expect, test } from 'vitest';
import { answeredChecks, problemsOf } from './security.mjs';

const finding = (severity: string, check: string, file: string, place: string) => ({
  check,
  severity,
  confidence: 'FIRM',
  file,
  place,
});
const FINDINGS = [
  finding('MEDIUM', 'PRELOAD_JS_CHECK', 'src-main/hosts/electron-window.ts', '102:6'),
  finding('HIGH', 'SANDBOX_JS_CHECK', 'src-main/hosts/electron-window.ts', '90:17'),
  finding('LOW', 'REMOTE_MODULE_JS_CHECK', 'src-main/main.ts', '1:1'),
];

test('a high finding and one that nobody answered are problems, an answered one is none', () => {
  expect(problemsOf(FINDINGS, ['PRELOAD_JS_CHECK', 'SANDBOX_JS_CHECK'])).toEqual([
    'HIGH SANDBOX_JS_CHECK in src-main/hosts/electron-window.ts:90:17',
    'LOW REMOTE_MODULE_JS_CHECK in src-main/main.ts:1:1',
  ]);
});

test('the document answers each finding in a line of its own', () => {
  expect(answeredChecks().length).toBeGreaterThan(3);
});
