import { expect, test } from 'vitest';
import { releasesAddress } from './releases-address.mjs';

test('without an address there is none, and the environment comes before package.json', () => {
  expect(releasesAddress({}, {})).toBe('');
  expect(releasesAddress({}, { releases: 'https://a.example/releases' })).toBe('https://a.example/releases');
  const environment = { NACHLESE_RELEASES: 'https://b.example' };
  expect(releasesAddress(environment, { releases: 'https://a.example/' })).toBe('https://b.example/');
  expect(releasesAddress({ NACHLESE_RELEASES: '' }, { releases: 'https://a.example/' })).toBe('');
});

test.each(['http://a.example', 'file:///etc/passwd', 'javascript:alert(1)', 'a.example'])(
  'a build with %s stops',
  (address) => {
    expect(() => releasesAddress({ NACHLESE_RELEASES: address }, {})).toThrow('https://');
  },
);
