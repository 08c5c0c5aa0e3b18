// The import directions of DESIGN.md, "The house", as ESLint configurations:
// contract ← article ← store, search, notes, import, export (never each other) ← archive ← hosts ← the entries.
const PARTS = ['store', 'search', 'notes', 'import', 'export'];
const JOINERS = ['archive', 'session', 'settings'];
const ENTRIES = ['main', 'desktop', 'command-worker', 'preload', 'serve', 'cli'];
/** The only files that may load Electron's own module; others may name its types. */
export const ELECTRON_FILES = [
  'src-main/main.ts',
  'src-main/desktop.ts',
  'src-main/preload.ts',
  'src-main/hosts/electron-window.ts',
  'src-main/hosts/article-protocol.ts',
];

const RULE = '@typescript-eslint/no-restricted-imports';
const ELECTRON = {
  regex: '^electron(/|$)',
  allowTypeImports: true,
  message: `Only ${ELECTRON_FILES.join(', ')} load electron; take what you need as a parameter.`,
};
const RENDERER = { regex: '(^|/)src-renderer/', message: 'The main side knows no window code.' };

/** Relative imports of any of these folders or files of src-main. */
const within = (names) => `^\\.\\.?/(?:.*/)?(?:${names.join('|')})(?:/|\\.ts$|$)`;

const forbid = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { [RULE]: ['error', { patterns }] },
});

const part = (name) => {
  const others = PARTS.filter((other) => other !== name);
  const forbidden = name === 'article' ? PARTS : others;
  const above = {
    regex: within([...forbidden, ...JOINERS, ...ENTRIES, 'hosts', 'workers']),
    message: `${name}/ may import article/ and the contract only; what joins parts belongs into archive.ts.`,
  };
  return forbid([`src-main/${name}/**/*.ts`], [above, ELECTRON, RENDERER]);
};

const hosts = [
  {
    regex: within([...PARTS, 'archive', 'session', 'workers', ...ENTRIES]),
    allowTypeImports: true,
    message: 'Hosts get the archive as a parameter.',
  },
  RENDERER,
];

export const importDirections = [
  // Everything on the main side, where nothing more exact follows.
  forbid(['src-main/**/*.ts'], [ELECTRON, RENDERER], ELECTRON_FILES),
  forbid(['src-main/contract.ts'], [{ regex: '.', message: 'The contract imports nothing.' }]),
  forbid(['src-main/errors.ts'], [{ regex: '^(?!#contract$)', message: 'errors.ts imports the contract only.' }]),
  ...['article', ...PARTS].map(part),
  forbid(
    ['src-main/{archive,session,settings}.ts', 'src-main/{archive,session,settings}/**/*.ts'],
    [
      { regex: within(['hosts', ...ENTRIES]), allowTypeImports: true, message: 'The archive knows no host.' },
      ELECTRON,
      RENDERER,
    ],
  ),
  forbid(['src-main/hosts/**/*.ts'], [...hosts, ELECTRON], ELECTRON_FILES),
  forbid(
    ELECTRON_FILES.filter((file) => file.includes('/hosts/')),
    hosts,
  ),
  forbid(
    ['src-main/preload.ts'],
    [
      {
        regex: '^(?!electron$|\\./hosts/channels\\.ts$)',
        allowTypeImports: true,
        message: 'A sandboxed preload loads electron only.',
      },
    ],
  ),
  forbid(
    ['src-renderer/**/*.ts', 'src-renderer/**/*.svelte'],
    [
      { regex: '(^|/)src-main/', message: 'The window takes types from #contract and nothing else of src-main.' },
      { regex: '^#contract$', allowTypeImports: true, message: 'The contract is types only: import type.' },
      { regex: '^(electron|node:.*)$', message: 'The window has neither Electron nor Node.' },
    ],
    ['src-renderer/**/*.test.ts'],
  ),
];

/** `import('…')` would go past the rule above. */
export const noLateImports = {
  selector: 'ImportExpression[source.value=/^electron$|src-main\\u002F|^\\.\\.\\u002F/]',
  message: 'A late import of another part or of electron: import it at the top, where its direction is checked.',
};
