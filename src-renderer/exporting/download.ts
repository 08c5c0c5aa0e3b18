import type { ExportedFile } from '#contract';

/** ms until a download has surely begun and its address can be given back. */
const KEPT = 60_000;

/** Hands a file to the browser's own download. */
export function download({ name, text }: ExportedFile): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => {
    URL.revokeObjectURL(address);
  }, KEPT);
}
