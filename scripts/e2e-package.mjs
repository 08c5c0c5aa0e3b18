// Builds the .deb with a fuse for Playwright, installs an older version and upgrades it, drives the installed app and its
// command line as an unprivileged user with the sandbox on, installs it over itself, removes and purges it; an .rpm of
// the same files is built and read back; the archive must not change by that. Needs root on a Debian-like Linux x64:
// `node scripts/e2e-package.mjs`. With --release-compression the release build is installed too, compressed as it is
// shipped (some minutes more; DEB_COMPRESSION=gzip is faster).
import './node-version.mjs';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { aptGet, UNATTENDED } from './apt-get.mjs';
import { buildApp } from './built-app.mjs';
import { electronForTests, runPlaywright } from './e2e.mjs';
import { layOutLinuxApp } from './package/app-folder.mjs';
import { flipTestFuse, FUSES, readFuses, TEST_FUSE } from './package/fuses.mjs';
import { makePortableFolder } from './package/portable.mjs';
import { writeSbom } from './package/sbom.mjs';
import { scanSecurity } from './security.mjs';

const root = join(import.meta.dirname, '..');
const NOBODY = 65_534;
const PROGRAM = '/usr/lib/nachlese/nachlese';
const PORTABLE = 'nachlese-portable';
/** Journeys that the installed app is driven by: one of each kind. The others are run on the build. */
const JOURNEYS = [
  'first start makes an archive',
  'neither Node nor Electron',
  'imports by button',
  'opens a hit by Enter',
  'with the keyboard only',
  'a second start shows the first window',
  'link opens its article at the note',
  'the archive moves to a chosen folder',
];
const INSTALL = ['install', '-y', '-q', '--no-install-recommends'];
/** dpkg need not wait for the disk in a test. */
const FAST = ['-o', 'DPkg::Options::=--force-unsafe-io'];
/** Files that were in the test runtime or a checkout and have no place in a package. */
const FORBIDDEN = /\.map$|default_app|fiftyone|\.ts$|node_modules/;

/** Whether what is installed of the app, whoever did that, may be replaced and removed. */
const mayReplace = () => Boolean(process.env.NACHLESE_REPLACE_PACKAGE || process.env.CI);

/** Why the package cannot be tested here; null where it can. */
export function packageTestsSkip() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'Debian packages are tested on Linux x64 only';
  if (process.getuid?.() !== 0) return 'installing a package needs root';
  for (const tool of ['dpkg-deb', 'apt-get', 'setpriv', 'Xvfb'])
    if (spawnSync(tool, ['--version']).error) return `there is no ${tool}`;
  if (existsSync(PROGRAM) && !mayReplace())
    return `an installed ${PROGRAM} would be replaced; NACHLESE_REPLACE_PACKAGE=1 allows it`;
  return null;
}

/** Hash over all paths, times and bytes of a folder. */
function folderHash(folder) {
  const hash = createHash('sha256');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
  for (const path of paths) hash.update(path).update('\0').update(readFileSync(path)).update('\0');
  return `${paths.length} files, ${hash.digest('hex')}`;
}

const equal = (found, expected, what) => {
  if (JSON.stringify(found) === JSON.stringify(expected)) return;
  throw new Error(`${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
};
const must = (condition, what) => {
  if (!condition) throw new Error(what);
};

/** Fuses as they are to be in a build for this Electron. */
const expectedFuses = (version, forTests) =>
  Object.fromEntries(
    Object.entries(FUSES).map(([name, { release, since }]) => [
      name,
      since > Number.parseInt(version, 10) ? null : forTests && name === TEST_FUSE ? true : release,
    ]),
  );

/** A user with no rights of its own and an empty environment: no display, no home but this one. */
class Nobody {
  constructor() {
    this.home = mkdtempSync(join(tmpdir(), 'nachlese-nobody-'));
    chownSync(this.home, NOBODY, NOBODY);
    this.archive = join(this.home, 'Documents/Nachlese');
  }

  run(command, args = [], { input = '', env = {} } = {}) {
    const clean = { HOME: this.home, PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', ...env };
    const become = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--inh-caps=-all', '--'];
    const options = { env: clean, cwd: this.home, input, encoding: 'utf8', timeout: 60_000 };
    const { status, stdout, stderr } = spawnSync('/usr/bin/setpriv', [...become, command, ...args], options);
    return { status, stdout, stderr };
  }

  /** Runs the command line and answers its standard output. */
  must(command, args, options) {
    const { status, stdout, stderr } = this.run(command, args, options);
    must(status === 0, `${command} ${args.join(' ')} ended with ${status}: ${stderr}${stdout}`);
    return stdout;
  }
}

function* checksOfCommandLine(nobody) {
  const article = join(nobody.home, 'artikel.md');
  writeFileSync(article, '# Die Donau in Budapest\n\nAn der Donau liegt Budapest, und in Budapest die Kettenbrücke.\n');
  chmodSync(article, 0o644);
  yield [
    'the command line answers without a display',
    () => {
      equal(nobody.must('nachlese', ['--version']).trim(), version(), 'version');
      nobody.must('nachlese', ['import', article]);
      const pasted = { input: 'Ein zweiter Text, von der Elbe, über die Standardeingabe gekommen.' };
      nobody.must('nachlese', ['import', '-'], pasted);
      equal(nobody.run('nachlese', ['serach', 'Budapest']).status, 2, 'exit code of an unknown command');
      // Often: a process that ends while its threads do dies of it only now and then.
      for (let time = 0; time < 15; time++)
        equal(nobody.run('nachlese', ['show', 'no-such-article']).status, 1, 'exit code of an unknown article');
      nobody.must('nachlese', ['verify']);
    },
  ];
  yield [
    'the command line answers as in the checkout',
    () => {
      const checkout = [process.execPath, [join(root, 'out/main/cli.cjs')]];
      const copy = mkdtempSync(join(nobody.home, 'copy-'));
      execFileSync('cp', ['-a', join(root, 'out'), join(root, 'resources'), join(root, 'package.json'), copy]);
      checkout[1][0] = join(copy, 'out/main/cli.cjs');
      execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, copy]);
      for (const args of [['search', 'Budapest'], ['list'], ['stats'], ['search', '--help']]) {
        const words = args.includes('--help') ? args : [...args, '--json'];
        // How long it took and how much was read differ from run to run.
        const same = (text) => text.replace(/"tookMs": [\d.]+/, '');
        const packaged = same(nobody.must('nachlese', words));
        equal(packaged, same(nobody.must(checkout[0], [...checkout[1], ...words])), words.join(' '));
        must(packaged.includes('Budapest') || args[0] !== 'search' || args.includes('--help'), 'nothing was found');
      }
      rmSync(copy, { recursive: true, maxRetries: 5 });
    },
  ];
  yield [
    'RunAsNode and NODE_OPTIONS are without effect',
    () => {
      const env = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--require /nothing.js' };
      equal(nobody.must(PROGRAM, ['--version'], { env }).trim(), version(), 'version');
    },
  ];
}

const dpkg = (...args) => spawnSync('dpkg', args, { stdio: 'ignore', env: { ...process.env, ...UNATTENDED } });

/** A field of what dpkg knows of the package; empty where it knows nothing of it. */
const known = (field) =>
  spawnSync('dpkg-query', ['-W', '-f', `\${${field}}`, 'nachlese'], { encoding: 'utf8' }).stdout.trim();
const installedVersion = () => known('Version');

/**
 * Removes the package, in whatever state a run left it that was ended in the middle: today's version would refuse an
 * older one, and half an installation would refuse all others. Never throws.
 */
async function removePackage(say) {
  if (['', 'not-installed'].includes(known('db:Status-Status'))) return;
  await aptGet(['purge', '-y', '-q', 'nachlese'], { say }).catch((error) => {
    // apt-get does not touch what was half unpacked.
    if (dpkg('--force-remove-reinstreq', '--purge', 'nachlese').status !== 0) say(error.message);
  });
}

const version = () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;

function checkDesktopParts() {
  const usr = (path) => existsSync(join('/usr', path));
  for (const size of [16, 22, 24, 32, 48, 64, 96, 128, 256, 512])
    must(usr(`share/icons/hicolor/${size}x${size}/apps/nachlese.png`), `no icon of ${size} pixels`);
  for (const path of [
    ...['share/icons/hicolor/scalable/apps/nachlese.svg', 'share/metainfo/org.nachlese.Nachlese.metainfo.xml'],
    ...['share/man/man1/nachlese.1.gz', 'share/man/de/man1/nachlese.1.gz', 'share/mime/packages/nachlese.xml'],
    ...['share/bash-completion/completions/nachlese', 'share/zsh/vendor-completions/_nachlese'],
    ...['share/fish/vendor_completions.d/nachlese.fish', 'share/doc/nachlese/sbom.cdx.json'],
    ...['share/nachlese/nachlese.apparmor', 'bin/nachlese'],
  ])
    must(usr(path), `/usr/${path} is missing`);
  const desktop = readFileSync('/usr/share/applications/nachlese.desktop', 'utf8');
  for (const line of [/^GenericName\[de\]=/m, /^Keywords=/m, /^Keywords\[de\]=/m, /^Exec=nachlese %U$/m])
    must(line.test(desktop), `${line} is missing in nachlese.desktop`);
  must(desktop.includes('x-scheme-handler/nachlese;'), 'nachlese: links are not for us');
  must(!existsSync('/usr/share/applications/mimeapps.list'), 'the package sets default programs');
  execFileSync('bash', ['-n', '/usr/share/bash-completion/completions/nachlese']);
  const completed = execFileSync(
    'bash',
    [
      '-c',
      '. /usr/share/bash-completion/completions/nachlese; COMP_WORDS=(nachlese sea); COMP_CWORD=1; _nachlese; echo "${COMPREPLY[@]}"',
    ],
    { encoding: 'utf8' },
  );
  equal(completed.trim(), 'search', 'completion of "sea" in bash');
  equal(
    execFileSync('stat', ['-c', '%a %U', '/usr/lib/nachlese/chrome-sandbox'], { encoding: 'utf8' }).trim(),
    '4755 root',
    'chrome-sandbox',
  );
}

/** The completions in their own shells, as far as these are there. */
async function checkOtherShells(say) {
  const has = (shell) => !spawnSync(shell, ['--version']).error;
  if (!has('zsh') || !has('fish'))
    await aptGet([...INSTALL, 'zsh', 'fish'], { say }).catch((error) => say(error.message));
  if (has('fish')) {
    const offered = execFileSync('fish', ['-c', 'complete -C "nachlese sea"'], { encoding: 'utf8' });
    must(/^search\t/m.test(offered), `fish offers ${offered}`);
    const options = execFileSync('fish', ['-c', 'complete -C "nachlese search --lim"'], { encoding: 'utf8' });
    must(/^--limit\t/m.test(options), `fish offers ${options}`);
  } else say('Completion for fish was not tried: there is no fish.');
  if (has('zsh')) {
    // A terminal of its own, as completion needs one; the file is found where zsh looks by itself.
    const script = [
      'zmodload zsh/zpty; zpty shell zsh -f -i',
      'for line in "PS1=READY; autoload -U compinit; compinit -u -D"; do zpty -w shell $line; done',
      'zpty -w -n shell $\'nachlese searc\\t --lim\\t\\n\'; sleep 3; zpty -r shell output "*--limit*"; print -r -- $output',
    ].join('\n');
    const { stdout } = spawnSync('zsh', ['-f', '-c', script], { encoding: 'utf8', timeout: 20_000 });
    // What a terminal would not show: bells, steps back, colours.
    const shown = stdout.replace(/\u001b\[[0-9;?]*[A-Za-z]|[\u0007\b\r]/g, '');
    must(/search +--limit/.test(shown), `zsh answers ${JSON.stringify(shown)}`);
  } else say('Completion for zsh was not tried: there is no zsh.');
}

/** The same files as an .rpm, read back by its own tool. */
async function checkRedhat(source, destination) {
  const { makeRedhat } = await import('./package/redhat.mjs');
  const rpm = await makeRedhat({ source, destination, arch: 'x64', compression: 0 });
  const query = (...args) => execFileSync('rpm', ['-qp', ...args, rpm], { encoding: 'utf8' });
  const files = query('-l').split('\n');
  for (const path of [
    ...[
      '/usr/bin/nachlese',
      PROGRAM,
      '/usr/lib/nachlese/resources/app.asar',
      '/usr/share/zsh/site-functions/_nachlese',
    ],
    ...['/usr/share/applications/nachlese.desktop', '/usr/share/icons/hicolor/48x48/apps/nachlese.png'],
    ...['/usr/share/man/de/man1/nachlese.1.gz', '/usr/share/doc/nachlese/sbom.cdx.json'],
    '/usr/share/metainfo/org.nachlese.Nachlese.metainfo.xml',
  ])
    must(files.includes(path), `${path} is missing in the .rpm`);
  equal(
    files.filter((path) => FORBIDDEN.test(path)),
    [],
    'files that do not belong there',
  );
  const modes = query('--queryformat', '[%{FILEMODES:perms} %{FILEUSERNAME} %{FILENAMES}\n]');
  must(modes.includes('-rwsr-xr-x root /usr/lib/nachlese/chrome-sandbox'), 'chrome-sandbox has not its bit');
  must(query('--scripts').includes('Your archive stays where it is'), 'removing it would not say where the archive is');
  equal(query('--queryformat', '%{VERSION}'), version(), 'version of the .rpm');
}

/**
 * Runs everything; `check(title, run)` counts one check, `electron` is the binary to pack with its folder. Says figures
 * for people. What it installed is removed, however it ends.
 *
 * @param {{ say: (line: string) => void, check: (title: string, run: () => unknown) => Promise<boolean>, electron: string, asShipped?: boolean }} options
 */
export async function testPackage({ say, check, electron, asShipped = false }) {
  const work = mkdtempSync(join(tmpdir(), 'nachlese-package-'));
  chmodSync(work, 0o755);
  const nobody = new Nobody();
  try {
    if (mayReplace()) {
      dpkg('--configure', '-a');
      await removePackage(say);
    }
    const folder = dirname(electron);
    const electronVersion = readFileSync(join(folder, 'version'), 'utf8').trim();
    writeSbom(electronVersion);
    const release = await layOutLinuxApp({ destination: join(work, 'release'), electron: folder });
    const tested = join(work, 'tested');
    // Links take no time; the binary is the one file that changes.
    execFileSync('cp', ['-al', release, tested]);
    execFileSync('cp', ['--remove-destination', join(release, 'nachlese'), join(tested, 'nachlese')]);
    await flipTestFuse(join(tested, 'nachlese'));

    await check('the fuses of the release build are as they should be', async () => {
      const found = await readFuses(join(release, 'nachlese'));
      equal(found, expectedFuses(electronVersion, false), 'fuses');
      const absent = Object.keys(found).filter((name) => found[name] === null);
      if (absent.length > 0) say(`Electron ${electronVersion} has no fuse ${absent.join(', ')}`);
    });
    await check('the build for tests differs from the release in exactly one fuse', async () => {
      const [one, other] = [await readFuses(join(release, 'nachlese')), await readFuses(join(tested, 'nachlese'))];
      equal(
        Object.keys(one).filter((name) => one[name] !== other[name]),
        [TEST_FUSE],
        'fuses that differ',
      );
      const asar = (build) => readFileSync(join(build, 'resources/app.asar'));
      must(asar(release).equals(asar(tested)), 'the two builds hold different apps');
    });
    // Late: npm test loads this file before anything is installed.
    const { extractFile, listPackage } = await import('@electron/asar');
    await check('the package holds the app and nothing else', () => {
      const asar = join(release, 'resources/app.asar');
      const files = listPackage(asar, { isPack: false });
      equal(
        files.filter((path) => FORBIDDEN.test(path)),
        [],
        'files that do not belong there',
      );
      for (const path of ['/out/main/main.cjs', '/out/renderer/index.html', '/resources/seed/about.json'])
        must(files.includes(path), `${path} is missing`);
      const licences = JSON.parse(extractFile(asar, 'out/renderer/licences.json').toString());
      must(licences.packages.length > 50, 'the licences are missing');
      equal(
        readdirSync(release).filter((name) => /fiftyone|AppRun/.test(name)),
        [],
        'files of the test runtime',
      );
    });

    await check('with a portable folder beside it the program keeps everything in there', () => {
      makePortableFolder(tested);
      execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, join(tested, PORTABLE)]);
      const clean = new Nobody();
      try {
        const program = join(tested, 'nachlese');
        const input = 'Ein Text von der Elbe, unterwegs gelesen.';
        clean.must(program, ['import', '-', '--json'], { input });
        must(clean.must(program, ['search', 'Elbe']).includes('Elbe'), 'nothing was found');
        const kept = readdirSync(join(tested, PORTABLE)).sort();
        for (const name of ['archive', 'cache', 'data']) must(kept.includes(name), `${name} is not in ${kept}`);
        equal(readdirSync(clean.home), [], 'what lies outside of the portable folder');
      } finally {
        rmSync(clean.home, { recursive: true, force: true, maxRetries: 5 });
        rmSync(join(tested, PORTABLE), { recursive: true, maxRetries: 5 });
      }
    });
    await check('Electronegativity reports nothing high', async () => {
      const { can, reason, findings, problems } = await scanSecurity();
      if (can) say(`Electronegativity: ${findings.length} findings, none of them high, each answered`);
      else say(`Electronegativity was not run: ${reason}`);
      equal(problems, [], 'findings');
    });

    const { size } = statSync(join(release, 'resources/app.asar'));
    say(`Without Electron the installed app is ${(size / 1e6).toFixed(1)} MB`);

    const { makeDebian } = await import('./package/debian.mjs');
    const job = { destination: work, arch: 'x64', compression: 'none' };
    const deb = await makeDebian({ ...job, source: tested });
    const apt = (...words) => aptGet(words, { say });
    const installOf = (path) => apt(...INSTALL, '--reinstall', ...FAST, path);
    const install = () => installOf(deb);
    const older = await makeDebian({ ...job, source: tested, version: '0.0.1' });
    if (!(await check('apt-get installs the .deb of an older version', () => installOf(older)))) return;
    await check('desktop entry, icons, manual, completion and metadata are in place', checkDesktopParts);
    await check('zsh and fish complete commands and options', () => checkOtherShells(say));
    for (const [title, run] of checksOfCommandLine(nobody)) await check(title, run);
    await check('upgrading the older version keeps archive and settings', async () => {
      nobody.must('sh', [
        '-c',
        'mkdir -p ~/.config/nachlese && echo \'{"theme":"sepia"}\' > ~/.config/nachlese/settings.json',
      ]);
      const settings = join(nobody.home, '.config/nachlese');
      const kept = [folderHash(nobody.archive), folderHash(settings)];
      equal(installedVersion(), '0.0.1', 'version before');
      await install();
      equal(installedVersion(), version(), 'version after');
      equal([folderHash(nobody.archive), folderHash(settings)], kept, 'archive and settings');
      must(nobody.must('nachlese', ['search', 'Budapest']).includes('Die Donau in Budapest'), 'nothing was found');
    });
    if (asShipped)
      await check('the release build, compressed as it is shipped, installs and answers', async () => {
        const compression = process.env.DEB_COMPRESSION ?? 'xz';
        const shipped = await makeDebian({ ...job, source: release, destination: join(work, 'shipped'), compression });
        say(`As shipped the .deb has ${(statSync(shipped).size / 1e6).toFixed(1)} MB (${compression})`);
        await installOf(shipped);
        equal(await readFuses(PROGRAM), expectedFuses(electronVersion, false), 'fuses of the installed program');
        equal(nobody.must('nachlese', ['--version']).trim(), version(), 'version');
        must(nobody.must('nachlese', ['search', 'Budapest']).includes('Die Donau in Budapest'), 'nothing was found');
        await install();
      });
    await check('the installed app passes the journeys as an unprivileged user with the sandbox on', async () => {
      const env = { NACHLESE_INSTALLED_APP: PROGRAM, NACHLESE_TEST_USER: String(NOBODY) };
      const args = ['--project=electron', '--reporter=list', '--grep', JOURNEYS.join('|')];
      equal(await runPlaywright(args, { binary: PROGRAM }, env), 0, 'exit code of Playwright');
    });
    const canMakeRpm = () => !spawnSync('rpmbuild', ['--version']).error;
    if (!canMakeRpm()) await apt(...INSTALL, 'rpm').catch((error) => say(error.message));
    if (canMakeRpm())
      await check('an .rpm of the same files is made and reads back', () => checkRedhat(tested, join(work, 'rpm')));
    else say('No .rpm was made: there is no rpmbuild.');
    const before = folderHash(nobody.archive);
    await check('installing over itself keeps archive and settings', async () => {
      await install();
      equal(folderHash(nobody.archive), before, 'the archive');
      must(nobody.must('nachlese', ['search', 'Budapest']).includes('Die Donau in Budapest'), 'nothing was found');
    });
    await check('removing says where the archive is and leaves it', async () => {
      const output = await apt('remove', '-y', '-q', 'nachlese');
      must(output.includes('Your archive stays where it is'), `it says: ${output}`);
      must(!existsSync(PROGRAM) && !existsSync('/usr/bin/nachlese'), 'the program is still there');
      equal(folderHash(nobody.archive), before, 'the archive');
    });
    await check('purging leaves the archive too', async () => {
      await apt('purge', '-y', '-q', 'nachlese');
      equal(folderHash(nobody.archive), before, 'the archive');
      must(!existsSync('/usr/share/nachlese') && !existsSync('/etc/apparmor.d/nachlese'), 'something was left behind');
    });
  } finally {
    await removePackage(say);
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
    rmSync(nobody.home, { recursive: true, force: true, maxRetries: 5 });
  }
}

if (process.argv[1] === import.meta.filename) {
  const reason = packageTestsSkip();
  if (reason) console.log(`Not tested: ${reason}`);
  else {
    let failed = 0;
    const check = async (title, run) => {
      const started = Date.now();
      let problem = null;
      try {
        await run();
      } catch (error) {
        problem = error.message;
        failed++;
      }
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log(`${problem === null ? '✓' : '✗'} ${title} (${seconds} s)${problem === null ? '' : `\n  ${problem}`}`);
      return problem === null;
    };
    const say = (line) => console.log(line);
    await buildApp();
    const { binary, reason: noElectron } = await electronForTests(say);
    if (!binary) throw new Error(noElectron);
    const asShipped = process.argv.includes('--release-compression');
    await testPackage({ say, check, electron: binary, asShipped });
    process.exitCode = failed === 0 ? 0 : 1;
  }
}
