import type { ProgramApi } from '#contract';

/**
 * What only the door can do: show dialogs, show a file, open an address. Electron does all of it; the browser door has
 * none of it and passes null, which the session answers with `not-at-this-door`.
 */
export type HostActions = Pick<
  ProgramApi,
  'chooseFiles' | 'chooseFolder' | 'chooseSavePath' | 'showInFolder' | 'openExternal'
>;
