import type { Settings } from '#contract';
import { FakeArchive } from './fake-archive.ts';

// The window on an archive in memory. Settings come from the address: ?{"theme":"dark"}
const given = decodeURIComponent(window.location.search.slice(1));
const fake = new FakeArchive(given ? (JSON.parse(given) as Partial<Settings>) : {});
window.nachlese = fake.bridge();
Object.assign(window, { fake });
// eslint-disable-next-line no-restricted-syntax -- the window looks for its bridge as soon as it is loaded
await import('../main.ts');
