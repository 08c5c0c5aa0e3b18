import type { Workspace } from '../shell/workspace.svelte.ts';

/** Goes to the settings' part about the backup. */
export function showBackup(workspace: Workspace): void {
  workspace.show('settings');
  requestAnimationFrame(() => document.getElementById('backup-settings')?.scrollIntoView({ block: 'center' }));
}
