import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { runCommandLine } from './run-command-line.ts';

export type Ran = { code: number; out: string; err: string };

/** For tests: the command line on folders of its own, in this process. */
export class CommandLine {
  readonly home: string;
  readonly archive: string;
  readonly environment: Record<string, string>;

  private constructor(home: string) {
    this.home = home;
    this.archive = join(home, 'archive');
    this.environment = {
      NACHLESE_CONFIG: join(home, 'config'),
      NACHLESE_DATA: join(home, 'data'),
      NACHLESE_CACHE: join(home, 'cache'),
      NACHLESE_ARCHIVE: this.archive,
      LANG: 'C.UTF-8',
    };
  }

  static async make(): Promise<CommandLine> {
    return new CommandLine(await mkdtemp(join(tmpdir(), 'nachlese-cli-')));
  }

  async run(...argv: string[]): Promise<Ran> {
    return this.runWith('', ...argv);
  }

  /** `input`: what comes on standard input. */
  async runWith(input: string, ...argv: string[]): Promise<Ran> {
    const ran: Ran = { code: -1, out: '', err: '' };
    ran.code = await runCommandLine(argv, {
      out: (text) => (ran.out += text),
      err: (text) => (ran.err += text),
      input: Readable.from([Buffer.from(input)]),
      environment: this.environment,
      folder: this.home,
      terminal: false,
      onStop: () => () => undefined,
      readSource: null,
    });
    return ran;
  }

  /** With `--json`; the answer parsed. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- names the shape the test expects
  async json<T>(...argv: string[]): Promise<{ code: number; value: T }> {
    const { code, out } = await this.run(...argv, '--json');
    return { code, value: JSON.parse(out) as T };
  }

  remove(): Promise<void> {
    return rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}
