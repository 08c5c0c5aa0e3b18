import { describe, expect, it, vi } from 'vitest';
import { releaseMemory } from './release-memory.ts';

const memory = () => process.memoryUsage().arrayBuffers;
const MEGABYTES = 1 << 20;

describe('releasing memory', () => {
  it('gives back what arrays held that nobody refers to, and says nothing of it', async () => {
    const warned = vi.spyOn(process, 'emitWarning');
    const before = memory();
    (() => new Uint8Array(new SharedArrayBuffer(200 * MEGABYTES)).fill(1))();
    expect(memory()).toBeGreaterThan(before + 150 * MEGABYTES);
    releaseMemory();
    await vi.waitUntil(() => memory() < before + 100 * MEGABYTES, { timeout: 10_000 });
    expect(warned).not.toHaveBeenCalled();
  });
});
