import { expect, it } from 'vitest';
import { Jobs } from './jobs.ts';

it('stops a job that runs, and knows nothing of it when it is over', async () => {
  const jobs = new Jobs();
  const asked = await jobs.run('one', async () => {
    jobs.stop('one');
    return [jobs.isRunning('one'), jobs.isStopped('one'), jobs.isStopped('two')];
  });
  expect(asked).toEqual([true, true, false]);
  expect([jobs.isRunning('one'), jobs.isStopped('one')]).toEqual([false, false]);
  expect(await jobs.run('one', async () => jobs.isStopped('one'))).toBe(false);
});

it('forgets a job that failed', async () => {
  const jobs = new Jobs();
  const failing = jobs.run('one', async () => {
    jobs.stop('one');
    throw new Error('the disk');
  });
  await expect(failing).rejects.toThrow('the disk');
  expect(jobs.isStopped('one')).toBe(false);
});

it('stops a job at its beginning that was asked to stop before, and remembers only the latest of those', async () => {
  const jobs = new Jobs();
  for (let number = 0; number < 20; number += 1) jobs.stop(`job ${number}`);
  const stopped = async (job: string) => jobs.run(job, async () => jobs.isStopped(job));
  expect(await stopped('job 19')).toBe(true);
  expect(await stopped('job 19')).toBe(false);
  expect(await stopped('job 3')).toBe(false);
});

it('stops all that run and all that begin when the archive is being closed', async () => {
  const jobs = new Jobs();
  const asked = await jobs.run('one', async () => {
    const before = jobs.isStopped('one');
    jobs.end();
    return [before, jobs.isStopped('one'), await jobs.run('two', async () => jobs.isStopped('two'))];
  });
  expect(asked).toEqual([false, true, true]);
});
