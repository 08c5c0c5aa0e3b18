import { arch, cpus, release, totalmem } from 'node:os';
import type { Settings } from '#contract';
import type { Archive } from '../archive.ts';
import { asArchiveError } from '../messages/as-archive-error.ts';
import type { SessionOptions } from './running-session.ts';

/**
 * Facts for a bug report: versions, counts and sizes. No titles, no texts, no addresses, no paths: whoever passes it on
 * gives nothing of their reading away.
 */
export async function describeForDiagnosis(
  options: Pick<SessionOptions, 'host' | 'settings' | 'now'>,
  settings: Settings,
  archive: Archive | null,
  failure: unknown,
): Promise<string> {
  const { host } = options;
  const lines = [
    `Nachlese ${host.version}, ${options.now().toISOString()}`,
    `door: ${host.door}, runtime: ${host.runtime}`,
    `system: ${host.platform} ${release()} ${arch()}, ${cpus().length} processors, ${Math.round(totalmem() / 1e6)} MB`,
    `language: ${settings.language ?? 'system'}, theme: ${settings.theme}, archives known: ${settings.archives.length}`,
    `settings file: ${options.settings.trouble() === null ? 'read' : 'unreadable'}`,
  ];
  if (archive === null) lines.push(`archive: not open (${failure === null ? 'none' : asArchiveError(failure).code})`);
  else {
    const status = await archive.status();
    const stats = await archive.stats();
    lines.push(
      `archive: ${status.access}, ${stats.articles} articles, ${stats.notes} notes, ${stats.versions} versions`,
      `unreadable articles: ${status.unreadable.length}`,
      `on disk: ${stats.bytes} bytes (${stats.allocated} allocated), cache ${stats.cacheBytes} bytes`,
      `last check: ${status.lastVerified ?? 'never'}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
