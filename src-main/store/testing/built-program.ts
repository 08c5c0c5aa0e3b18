import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';

/**
 * A program to be killed by a test: `text` is CommonJS and requires parts of ours by the names of `parts`, "./archive.cjs",
 * whose sources are told from the root of the repository. Resolves to the program's path; its folder is the caller's to remove.
 */
export async function buildProgram(parts: Readonly<Record<string, string>>, text: string): Promise<string> {
  const built = await mkdtemp(join(tmpdir(), 'nachlese-program-'));
  await build({
    logLevel: 'error',
    configFile: false,
    ssr: { noExternal: true },
    build: {
      outDir: built,
      ssr: true,
      minify: false,
      emptyOutDir: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(parts).map(([name, source]) => [name, resolve(source)])),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  });
  await writeFile(join(built, 'package.json'), '{"type":"commonjs"}');
  const program = join(built, 'program.cjs');
  await writeFile(program, text);
  return program;
}
