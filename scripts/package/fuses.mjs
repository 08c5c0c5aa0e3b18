// The fuses of the packaged app (electronjs.org/docs/latest/tutorial/fuses), and how to read them back from a binary.

/** Name in electron-builder → name in @electron/fuses, what a release has, and the first Electron that has the fuse. */
export const FUSES = {
  runAsNode: { wire: 'RunAsNode', release: false, since: 1 },
  // Nachlese has no cookies; encrypting them would ask some desktops for a password.
  enableCookieEncryption: { wire: 'EnableCookieEncryption', release: false, since: 1 },
  enableNodeOptionsEnvironmentVariable: { wire: 'EnableNodeOptionsEnvironmentVariable', release: false, since: 1 },
  enableNodeCliInspectArguments: { wire: 'EnableNodeCliInspectArguments', release: false, since: 1 },
  enableEmbeddedAsarIntegrityValidation: { wire: 'EnableEmbeddedAsarIntegrityValidation', release: true, since: 1 },
  onlyLoadAppFromAsar: { wire: 'OnlyLoadAppFromAsar', release: true, since: 1 },
  // We ship no V8 snapshot of our own for the browser process.
  loadBrowserProcessSpecificV8Snapshot: { wire: 'LoadBrowserProcessSpecificV8Snapshot', release: false, since: 1 },
  // The window comes from a scheme of its own, never from file:.
  grantFileProtocolExtraPrivileges: { wire: 'GrantFileProtocolExtraPrivileges', release: false, since: 29 },
};

/** The one fuse in which the build for our tests differs: Playwright attaches through --inspect. */
export const TEST_FUSE = 'enableNodeCliInspectArguments';

/**
 * The fuses for electron-builder. `version`: of the Electron that is packed, where it is not package.json's own.
 *
 * @param {string | null} version
 * @returns {Record<string, boolean>}
 */
export function fusesFor(version) {
  const major = Number.parseInt(version ?? '999', 10);
  const there = Object.entries(FUSES).filter(([, { since }]) => since <= major);
  return Object.fromEntries(there.map(([name, { release }]) => [name, release]));
}

/**
 * Opens a release binary to Playwright: the one fuse in which our test build differs.
 *
 * @param {string} binary
 */
export async function flipTestFuse(binary) {
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses');
  await flipFuses(binary, { version: FuseVersion.V1, [FuseV1Options[FUSES[TEST_FUSE].wire]]: true });
}

/**
 * Reads the fuses of a binary: name → true, false, or null where this Electron has no such fuse.
 *
 * @param {string} binary
 * @returns {Promise<Record<string, boolean | null>>}
 */
export async function readFuses(binary) {
  const { FuseV1Options, getCurrentFuseWire } = await import('@electron/fuses');
  const wire = await getCurrentFuseWire(binary);
  // The characters '0' and '1'; a fuse that is not there has no entry.
  const states = { 0x30: false, 0x31: true };
  return Object.fromEntries(
    Object.entries(FUSES).map(([name, { wire: option }]) => [name, states[wire[FuseV1Options[option]]] ?? null]),
  );
}
