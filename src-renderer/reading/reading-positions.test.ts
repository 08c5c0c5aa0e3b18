import { describe, expect, it } from 'vitest';
import { ReadingPositions } from './reading-positions.ts';

function storage(start: string | null = null) {
  let kept = start;
  return { getItem: () => kept, setItem: (_: string, value: string) => void (kept = value) };
}

describe('reading positions', () => {
  it('resume where one left off, per archive and article', () => {
    const shared = storage();
    new ReadingPositions(shared, 'one').keep('a', 120);
    expect(new ReadingPositions(shared, 'one').at('a')).toBe(120);
    expect(new ReadingPositions(shared, 'one').at('b')).toBeNull();
    expect(new ReadingPositions(shared, 'two').at('a')).toBeNull();
  });

  it('forget an article that is back at its beginning', () => {
    const positions = new ReadingPositions(storage(), 'one');
    positions.keep('a', 120);
    positions.keep('a', 0);
    expect(positions.at('a')).toBeNull();
  });

  it('keep the 500 used last', () => {
    const positions = new ReadingPositions(storage(), 'one');
    for (let number = 1; number <= 501; number++) positions.keep(`a${number}`, number);
    expect(positions.at('a1')).toBeNull();
    expect(positions.at('a2')).toBe(2);
  });

  it('begin anew when what was kept is damaged, and survive a full storage', () => {
    expect(new ReadingPositions(storage('{"x":'), 'one').at('a')).toBeNull();
    expect(new ReadingPositions(storage('[["one/a","far"],5]'), 'one').at('a')).toBeNull();
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error('quota');
      },
    };
    expect(() => new ReadingPositions(full, 'one').keep('a', 3)).not.toThrow();
  });
});
