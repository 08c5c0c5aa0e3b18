import type { Workspace } from './workspace.svelte.ts';

/** Goes to a part of the settings: the first element that `selector` matches there. */
export function showSettings(workspace: Workspace, selector: '#backup-settings' | '[data-health]'): void {
  workspace.show('settings');
  requestAnimationFrame(() => document.querySelector(selector)?.scrollIntoView({ block: 'center' }));
}
