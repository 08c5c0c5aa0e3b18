import type { Settings } from '#contract';
import { FakeArchive } from './fake-archive.ts';

// The window on an archive in memory. Settings come from the address: ?{"theme":"dark"}
const given = decodeURIComponent(window.location.search.slice(1));
const fake = new FakeArchive(given ? (JSON.parse(given) as Partial<Settings>) : {});
window.nachlese = fake.bridge();
Object.assign(window, { fake });
await import('../main.ts');
