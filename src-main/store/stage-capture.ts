import { join } from 'node:path';
import { writeArticleHtml } from '../article/article-html.ts';
import type { ArchiveContext } from './archive-context.ts';
import {
  ARTICLE_FILE,
  ASSETS_FOLDER,
  assetPath,
  MANIFEST_FILE,
  NOTES_FOLDER,
  originalName,
  STATE_FILE,
} from './archive-names.ts';
import type { Capture } from './archive-store.ts';
import { ABSENT_STATE, changedState } from './article-state.ts';
import { sha256, writeManifest, type ManifestEntry } from './manifest.ts';
import { newNoteBytes, noteTarget } from './note-file.ts';

/** Builds the folder of a capture in `.tmp`, synced from the leaves up. Resolves to its path. */
export async function stageCapture(context: ArchiveContext, capture: Capture, withState: boolean): Promise<string> {
  const { writer, temporary } = context;
  const folder = await temporary.newFolder();
  try {
    const listed: ManifestEntry[] = [];
    const write = async (path: string, bytes: Uint8Array) => {
      await writer.stageFile(join(folder, path), bytes);
      listed.push({ path, sha256: sha256(bytes) });
    };
    await write(ARTICLE_FILE, Buffer.from(writeArticleHtml(capture.article)));
    if (capture.original !== null) await write(originalName(capture.original.extension), capture.original.bytes);
    const assets = new Map(capture.assets.map((asset) => [assetPath(asset.name), asset.bytes]));
    if (assets.size > 0) await writer.makeFolder(join(folder, ASSETS_FOLDER));
    for (const [path, bytes] of assets) await write(path, bytes);
    if (assets.size > 0) await writer.syncFolder(join(folder, ASSETS_FOLDER));
    if (withState) await stageStateAndNotes(context, capture, folder);
    await writer.stageFile(join(folder, MANIFEST_FILE), writeManifest(listed));
    await writer.syncFolder(folder);
    return folder;
  } catch (error) {
    await writer.removeTree(folder).catch(() => undefined);
    throw error;
  }
}

async function stageStateAndNotes({ writer, now }: ArchiveContext, capture: Capture, folder: string): Promise<void> {
  const state = changedState(ABSENT_STATE, capture.state, now());
  if (state !== null) await writer.stageFile(join(folder, STATE_FILE), state);
  if (capture.notes.length === 0) return;
  const notes = join(folder, NOTES_FOLDER);
  await writer.makeFolder(notes);
  const target = noteTarget(capture.article);
  for (const note of capture.notes) await writer.stageFile(join(notes, `${note.id}.json`), newNoteBytes(note, target));
  await writer.syncFolder(notes);
}
