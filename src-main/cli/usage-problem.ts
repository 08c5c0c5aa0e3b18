import type { MessageKey } from '../messages/messages.ts';

type Say = (key: MessageKey, values: Readonly<Record<string, string>>) => string;
type Problem = { pattern: RegExp; key: MessageKey };

/** What commander 14 says of wrong usage (its lib/command.js), in English only; the parts are what a sentence needs. */
const PROBLEMS: readonly Problem[] = [
  { pattern: /^unknown option '(?<subject>[^]*?)'/u, key: 'cli.usage-unknown-option' },
  { pattern: /^unknown command '(?<subject>[^]*?)'/u, key: 'cli.usage-unknown-command' },
  { pattern: /^missing required argument '(?<subject>[^]*?)'/u, key: 'cli.usage-missing-argument' },
  { pattern: /^required option '(?<subject>[^]*?)' not specified/u, key: 'cli.usage-missing-option' },
  { pattern: /^option '(?<subject>[^']*)' argument missing/u, key: 'cli.usage-missing-value' },
  {
    pattern:
      /^option '(?<subject>[^']*)' argument '(?<value>[^]*)' is invalid\. (?:Allowed choices are )?(?<expected>[^]*?)\.?$/u,
    key: 'cli.usage-wrong-value',
  },
  {
    pattern:
      /^command-argument value '(?<value>[^]*)' is invalid for argument '(?<subject>[^']*)'\. (?:Allowed choices are )?(?<expected>[^]*?)\.?$/u,
    key: 'cli.usage-wrong-value',
  },
  { pattern: /^too many arguments(?: for '(?<subject>[^']*)')?/u, key: 'cli.usage-too-many' },
];

/** What is wrong about a command line, from commander's complaint; in its own words where it says something new. */
export const usageProblem = (complaint: string, say: Say): string => {
  const plain = complaint.replace(/^error: /u, '').trim();
  for (const { pattern, key } of PROBLEMS) {
    const match = pattern.exec(plain);
    if (match === null) continue;
    const { subject = 'nachlese', value = '', expected = '' } = match.groups ?? {};
    return say(key, { subject, value, expected });
  }
  return plain;
};
