import { chmod, cp, mkdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createArchive, looksLikeArchive, openStore } from './open-store.ts';
import {
  filesBelow,
  makeTrial,
  trialArticle,
  trialCapture,
  trialNote,
  trialOptions,
  type Trial,
} from './trial-archive.ts';

let trial: Trial;
const { id } = trialArticle(1);

beforeEach(async () => {
  trial = await makeTrial();
});
afterEach(() => trial.remove());

const make = async () => {
  const store = await createArchive(trial.folder, trial.options, {});
  await store.add([trialCapture(1)]);
  return store;
};

describe('making an archive', () => {
  it('writes marker and hints for git and Syncthing, and opens it', async () => {
    const store = await createArchive(trial.folder, trial.options, {});
    expect(await filesBelow(trial.folder)).toEqual(['.gitattributes', '.gitignore', '.stignore', 'archive.json']);
    const marker = JSON.parse(await readFile(join(trial.folder, 'archive.json'), 'utf8')) as object;
    expect(marker).toMatchObject({ format: 'nachlese-archive', version: 1, id: store.id, created: store.created });
    expect(store.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(store.access()).toBe('writable');
    expect(await looksLikeArchive(trial.folder)).toBe(true);
    await store.close();
    expect((await openStore(trial.folder, trial.options)).id).toBe(store.id);
  });

  it('takes a folder that only holds what systems leave in empty ones', async () => {
    await mkdir(join(trial.folder, 'lost+found'), { recursive: true });
    await writeFile(join(trial.folder, '.DS_Store'), '');
    await expect(createArchive(trial.folder, trial.options, {})).resolves.toBeDefined();
  });

  it('goes on where an earlier try was killed', async () => {
    await mkdir(trial.folder);
    await writeFile(join(trial.folder, '.gitattributes'), '* -text\n');
    const left = join(trial.folder, 'archive.json.0123456789abcdef');
    await writeFile(left, '{"form');
    const yesterday = new Date(Date.now() - 86_400_000);
    await utimes(left, yesterday, yesterday);
    await (await createArchive(trial.folder, trial.options, {})).close();
    expect(await filesBelow(trial.folder)).toEqual(['.gitattributes', '.gitignore', '.stignore', 'archive.json']);
  });

  it('is made once where several programs make it at once; the others learn that it exists', async () => {
    const tries = Array.from({ length: 10 }, (_, number) =>
      createArchive(trial.folder, trialOptions(trial.root, '2026-11-22T12:00:00.000Z', `seed ${number}`), {}),
    );
    const ended = await Promise.allSettled(tries);
    const made = ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const refused = ended.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: unknown }).code] : []));
    expect(made).toHaveLength(1);
    expect(refused).toEqual(Array.from({ length: 9 }, () => 'exists'));
    expect(await filesBelow(trial.folder)).toEqual(['.gitattributes', '.gitignore', '.stignore', 'archive.json']);
    await made[0]?.close();
  });

  it('refuses a folder with other files, and one that is an archive', async () => {
    await mkdir(trial.folder);
    await writeFile(join(trial.folder, 'Brief.txt'), 'x');
    await expect(createArchive(trial.folder, trial.options, {})).rejects.toMatchObject({ code: 'archive-foreign' });
    await expect(openStore(trial.folder, trial.options)).rejects.toMatchObject({ code: 'archive-foreign' });
    expect(await filesBelow(trial.folder)).toEqual(['Brief.txt']);
    await rm(join(trial.folder, 'Brief.txt'));
    await (await make()).close();
    await expect(createArchive(trial.folder, trial.options, {})).rejects.toMatchObject({ code: 'exists' });
  });

  it.each(['gone', 'empty'])('refuses where one was and the folder is %s: its disk may not be there', async (how) => {
    await (await make()).close();
    await rename(trial.folder, join(trial.root, 'unmounted'));
    if (how === 'empty') await mkdir(trial.folder);
    await expect(openStore(trial.folder, trial.options)).rejects.toMatchObject({ code: 'archive-missing' });
    const detour = join(trial.root, 'link');
    await symlink(trial.root, detour);
    for (const folder of [trial.folder, join(detour, 'archive')])
      await expect(createArchive(folder, trial.options, {})).rejects.toMatchObject({ code: 'archive-remembered' });
    expect(await filesBelow(trial.root)).not.toContain('archive/archive.json');
    const store = await createArchive(trial.folder, trial.options, { newEvenIfRemembered: true });
    expect(await store.scan()).toEqual([]);
  });

  it('forgets no archive because the list of them was damaged half-way', async () => {
    await (await make()).close();
    await writeFile(join(trial.root, 'data', 'archives.json'), '{"arch');
    await (await openStore(trial.folder, trial.options)).close();
    expect(await filesBelow(join(trial.root, 'data'))).toEqual(['archives.json', 'archives.json.damaged']);
    await rm(trial.folder, { recursive: true, maxRetries: 5 });
    await expect(createArchive(trial.folder, trial.options, {})).rejects.toMatchObject({ code: 'archive-remembered' });
  });
});

describe('opening', () => {
  it.each([
    ['no folder', async () => undefined, 'archive-missing'],
    ['an empty folder', async () => mkdir(trial.folder), 'archive-missing'],
    ['a file', () => writeFile(trial.folder, 'x'), 'archive-foreign'],
    ['a damaged marker', () => marker('{"format":'), 'archive-damaged'],
    ['an empty marker', () => marker(''), 'archive-damaged'],
    [
      'a marker of another program',
      () => marker('{"format":"x","version":1,"id":"12345678","created":"2025"}'),
      'archive-foreign',
    ],
  ])('%s is refused and left as it is', async (_, prepare, code) => {
    await prepare();
    const before = await filesBelow(trial.root).catch(() => []);
    await expect(openStore(trial.folder, trial.options)).rejects.toMatchObject({ code });
    expect(await filesBelow(trial.root).catch(() => [])).toEqual(before);
    expect(await looksLikeArchive(trial.folder)).toBe(false);
  });

  const marker = async (text: string) => {
    await mkdir(trial.folder);
    await writeFile(join(trial.folder, 'archive.json'), text);
  };

  it('an archive of a newer format reads it and refuses to write', async () => {
    const store = await make();
    await store.close();
    const path = join(trial.folder, 'archive.json');
    const json = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...json, version: 2, more: true }));
    const before = await filesBelow(trial.folder);
    const newer = await openStore(trial.folder, trial.options);
    expect(newer.access()).toBe('newer');
    expect(await newer.scan()).toHaveLength(1);
    expect((await newer.read(id)).article.title).toBe('Artikel 1');
    await expect(newer.changeState(id, (state) => ({ ...state, read: true }))).rejects.toMatchObject({
      code: 'archive-newer',
    });
    await expect(newer.remove(id)).rejects.toMatchObject({ code: 'archive-newer' });
    await newer.close();
    expect(await filesBelow(trial.folder)).toEqual(before);
  });

  it.skipIf(process.getuid?.() === 0)('a folder without the right to write reads it', async () => {
    await (await make()).close();
    await chmod(trial.folder, 0o555);
    const store = await openStore(trial.folder, trial.options);
    expect(store.access()).toBe('read-only');
    expect(await store.scan()).toHaveLength(1);
    await expect(store.remove(id)).rejects.toMatchObject({ code: 'archive-read-only' });
    await chmod(trial.folder, 0o755);
  });

  it('sweeps what ended processes of this machine left, and nobody else’s', async () => {
    await (await make()).close();
    const own = (await import('./process-identity.ts')).ownIdentity;
    const { host } = await own();
    const temporary = join(trial.folder, '.tmp');
    const ours = join(temporary, `${host}-4194301-0123456789abcdef`);
    const another = join(temporary, `elsewhere-4194301-0123456789abcdef`);
    const living = join(temporary, `${host}-${process.ppid}-0123456789abcdef`);
    for (const folder of [ours, another, living]) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'half'), 'x');
    }
    await (await openStore(trial.folder, trial.options)).close();
    expect(await filesBelow(temporary)).toEqual(
      ['elsewhere-4194301-0123456789abcdef/half', `${host}-${process.ppid}-0123456789abcdef/half`].sort(),
    );
  });
});

describe('a folder that goes away while it is open', () => {
  const writes = (store: Awaited<ReturnType<typeof make>>) => [
    () =>
      store
        .add([trialCapture(2)])
        .then(([result]) => (result?.ok === false ? Promise.reject(result.error as Error) : result)),
    () => store.changeState(id, (state) => ({ ...state, read: true })),
    () => store.writeNote(trialNote(id, 1), null),
    () => store.remove(id),
    () => store.erase(id),
    () => store.restore(id),
    () => store.addVersion(id, trialCapture(1)),
  ];

  it.each(['gone', 'empty', 'replaced', 'without its marker'])(
    'is "vanished", not empty, when it is %s; nothing is made anew',
    async (how) => {
      const store = await make();
      const aside = join(trial.root, 'aside');
      await rename(trial.folder, aside);
      if (how !== 'gone') await mkdir(trial.folder);
      if (how === 'replaced') {
        const other = await createArchive(
          join(trial.root, 'other'),
          { ...trial.options, random: (count) => Buffer.alloc(count, 7) },
          {},
        );
        await other.close();
        await cp(join(trial.root, 'other'), trial.folder, { recursive: true });
      }
      if (how === 'without its marker') {
        await cp(aside, trial.folder, { recursive: true });
        await rm(join(trial.folder, 'archive.json'));
      }
      const before = await filesBelow(trial.root);
      await expect(store.scan()).rejects.toMatchObject({ code: 'archive-vanished' });
      expect(store.access()).toBe('vanished');
      if (how !== 'without its marker')
        await expect(store.read(id)).rejects.toMatchObject({ code: 'archive-vanished' });
      for (const write of writes(store)) await expect(write()).rejects.toMatchObject({ code: 'archive-vanished' });
      await expect(
        store.verify(
          null,
          () => undefined,
          () => false,
        ),
      ).rejects.toMatchObject({ code: 'archive-vanished' });
      await expect(store.listTrash()).rejects.toMatchObject({ code: 'archive-vanished' });
      expect(await filesBelow(trial.root)).toEqual(before);
      await rm(trial.folder, { recursive: true, force: true, maxRetries: 5 });
      await rename(aside, trial.folder);
      expect(await store.scan()).toHaveLength(1);
      expect(store.access()).toBe('writable');
      await store.changeState(id, (state) => ({ ...state, read: true }));
      await store.close();
    },
  );
});
