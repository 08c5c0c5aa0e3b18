import { expect, test } from 'vitest';
import { answeredChecks, problemsOf, readFindings } from './security.mjs';

const CSV = `issue, severity, confidence, filename, location, sample, description, url
PRELOAD_JS_CHECK,"MEDIUM","FIRM","src-main/hosts/electron-window.ts","102:6","preload: options.preload,","Review",https://a
SANDBOX_JS_CHECK,"HIGH","FIRM","src-main/hosts/electron-window.ts","90:17","const window","Sandbox",https://a
REMOTE_MODULE_JS_CHECK,"LOW","FIRM","src-main/main.ts","1:1","x","y",https://a
`;

test('a high finding and one that nobody answered are problems, an answered one is none', () => {
  expect(problemsOf(readFindings(CSV), ['PRELOAD_JS_CHECK', 'SANDBOX_JS_CHECK'])).toEqual([
    'HIGH SANDBOX_JS_CHECK in src-main/hosts/electron-window.ts:90:17',
    'LOW REMOTE_MODULE_JS_CHECK in src-main/main.ts:1:1',
  ]);
});

test('the document answers each finding in a line of its own', () => {
  expect(answeredChecks().length).toBeGreaterThan(3);
});
