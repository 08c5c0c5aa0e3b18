import { InvalidArgumentError, type Command } from 'commander';
import { ArchiveError } from '../errors.ts';

/** A whole number between `least` and `most`, as an option's value. */
export const wholeNumber =
  (least: number, most: number = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/u.test(text) || value < least || value > most)
      throw new InvalidArgumentError(most === Number.MAX_SAFE_INTEGER ? `≥ ${least}` : `${least}–${most}`);
    return value;
  };

/** Collects an option that may be given several times. */
export const several = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

/**
 * Operands of a command in which a word may begin with a minus sign (`-not` in a query, `-tag`), as given. What begins
 * with two is a mistyped option.
 */
export const operandsOf = (command: Command): string[] => {
  const mistyped = command.args.find((word) => /^--./u.test(word));
  if (mistyped !== undefined) throw new ArchiveError('bad-argument', { argument: mistyped });
  return command.args;
};
