import { protocol } from 'electron';
import type { CustomScheme } from 'electron';
import { assetFile, assetOfPath, notThere, windowFile } from './window-files.ts';
import type { FindAsset, ServedFile } from './window-files.ts';

const SCHEME = 'nachlese-app';
const HOST = 'archive';

/** Address of the window's page. */
export const WINDOW_ADDRESS = `${SCHEME}://${HOST}/index.html`;

/** To be registered before Electron is ready: makes the scheme an origin of its own, so that 'self' has a meaning. */
export const ARTICLE_SCHEME: CustomScheme = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** True for addresses of the window itself; compares parsed parts, as prefixes can be imitated. */
export function isWindowAddress(address: string): boolean {
  try {
    const { protocol: scheme, host } = new URL(address);
    return scheme === `${SCHEME}:` && host === HOST;
  } catch {
    return false;
  }
}

/** Answers one request of the window from its built files or from the open archive. */
async function serve(folder: string, findAsset: FindAsset, address: string): Promise<ServedFile> {
  if (!isWindowAddress(address)) return notThere();
  const { pathname } = new URL(address);
  const asset = assetOfPath(pathname);
  return asset ? assetFile(findAsset, asset.articleId, asset.name) : windowFile(folder, pathname);
}

/** Serves the window and the assets of articles. `folder` holds the built index.html. Call it once, when ready. */
export function serveArticles(folder: string, findAsset: FindAsset): void {
  // Electron 22 to 24 have no protocol.handle.
  if (typeof protocol.handle === 'function') {
    protocol.handle(SCHEME, async (request) => {
      const { status, headers, body } = await serve(folder, findAsset, request.url);
      // eslint-disable-next-line no-restricted-globals -- there wherever protocol.handle is
      return new Response(new Uint8Array(body), { status, headers });
    });
    return;
  }
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only one in Electron 22 to 24
  protocol.registerBufferProtocol(SCHEME, (request, answer) => {
    void serve(folder, findAsset, request.url).then(({ status, headers, body }) => {
      const mimeType = headers['Content-Type']?.split(';')[0] ?? 'text/plain';
      answer({ statusCode: status, headers, mimeType, data: Buffer.from(body) });
    });
  });
}
