import type { ErrorCode } from '#contract';

/** All sentences of one language. A language that lacks one does not compile. */
export type Messages = {
  error: Record<ErrorCode, string>;
  /** Reasons that parts of the program name by a key in `values.reason`; any other reason is shown as it is. */
  reason: Record<ReasonKey, string>;
  /** What `values.kind` calls the thing with this id, {{id}}. */
  kind: Record<KindKey, string>;
  /** What was not as written in a query; {{part}} is the stretch of the query it is about. */
  remark: Record<RemarkKey, string>;
  /** What a failure is about when its values do not say. */
  unnamed: string;
  /** What an import says of one source. */
  report: Record<ReportKey, string>;
  settings: Record<'not-read' | 'unreadable' | 'unreadable-left', string>;
  serve: Record<'ready' | 'tunnel' | 'next' | 'stop' | 'stopped' | 'no-browser', string>;
  cli: Record<CliKey, string>;
  /** What the commands and options of the command line are for, by their names. */
  help: Record<HelpKey, string>;
};

export type ReasonKey =
  | 'missing'
  | 'expected'
  | 'limit'
  | 'fewer-places'
  | 'needs-room'
  | 'is-folder'
  | 'nothing-to-say'
  | 'limit-bytes'
  | 'limit-elements'
  | 'limit-paragraphs'
  | 'limit-depth'
  | 'holder'
  | 'format'
  | 'left-aside'
  | 'too-little-space'
  | 'port-taken'
  | 'move-inside'
  | 'move-same'
  | 'move-archive'
  | 'move-not-empty'
  | 'move-unfinished'
  | 'move-no-parent'
  | 'move-read-only'
  | 'move-small'
  | 'move-running'
  | 'moved-to'
  | 'move-named'
  | 'move-changing'
  | 'query-characters'
  | 'query-words'
  | 'JSON'
  | 'UTF-8'
  | 'SHA-256'
  | 'not a regular file'
  | 'not a folder'
  | 'no JSON object'
  | 'lock lost'
  | 'short write'
  | 'JSON-LD is cut or damaged'
  | 'eof'
  | 'missing-doctype'
  | 'blocks lie too deep'
  | 'too many elements'
  | 'more than one root'
  | 'no head and body';

export type KindKey = 'article' | 'note' | 'collection' | 'import' | 'upload' | 'version' | 'trash' | 'backup';

export type RemarkKey =
  | 'unclosed-quote'
  | 'unbalanced-parenthesis'
  | 'unknown-field'
  | 'unknown-value'
  | 'bad-date'
  | 'missing-value'
  | 'dangling-operator'
  | 'nothing-to-search'
  | 'other';

export type ReportKey =
  | 'already-there'
  | 'same-text'
  | 'new-version'
  | 'beside-error-page'
  | 'beside-wall'
  | 'beside-much-shorter'
  | 'joined-tags'
  | 'joined-notes'
  | 'restored'
  | 'dry-run'
  | 'cancelled'
  | 'not-an-article'
  | 'pasted';

type Counted<Name extends string> = `${Name}_one` | `${Name}_other`;

type CountedCliKey = 'diff-same' | 'hits' | 'articles' | 'notes' | 'rebuilt' | 'exported';

export type CliKey =
  | Counted<CountedCliKey>
  | 'description'
  | 'usage'
  | 'usage-hint'
  | 'usage-unknown-option'
  | 'usage-unknown-command'
  | 'usage-missing-argument'
  | 'usage-missing-value'
  | 'usage-missing-option'
  | 'usage-wrong-value'
  | 'usage-too-many'
  | 'no-archive-setting'
  | 'imported'
  | 'merged'
  | 'skipped'
  | 'failed'
  | 'import-total'
  | 'import-notes'
  | 'progress'
  | 'no-hits'
  | 'suggestion'
  | 'quoted'
  | 'note-made'
  | 'note-state-exact'
  | 'note-state-moved'
  | 'note-state-unplaced'
  | 'note-state-whole'
  | 'deleted'
  | 'erased'
  | 'restored'
  | 'restored-version'
  | 'edited'
  | 'tagged'
  | 'no-tags'
  | 'written-file'
  | 'verified'
  | 'sound'
  | 'damage'
  | 'changed'
  | 'missing'
  | 'extra'
  | 'unreadable'
  | 'conflict'
  | 'unreadable-article'
  | 'stats'
  | 'trash-until'
  | 'trash-empty'
  | 'added'
  | 'accepted'
  | 'accepted-nothing'
  | 'accepted-kept'
  | 'space-low'
  | 'no-history'
  | 'former-note'
  | 'diff-title'
  | 'diff-total'
  | 'no-versions'
  | 'version'
  | 'version-beside'
  | 'current-version'
  | 'quote-verbatim'
  | 'quote-differs'
  | 'quote-not-found'
  | 'quote-line'
  | 'no-quotes'
  | 'moved'
  | 'made-archive'
  | 'bag-problem'
  | 'bag-warning'
  | 'bag-fetch'
  | 'bag-valid'
  | 'bag-invalid'
  | 'backed-up'
  | 'backup-damage'
  | 'backup-damage-kept'
  | 'backup-skipped'
  | 'backup-removed'
  | 'backup-of'
  | 'backup-generation'
  | 'backup-unreadable'
  | 'backup-checked'
  | 'backup-restored'
  | 'backup-not-restored';

export type HelpKey =
  | 'diff'
  | 'diff-to'
  | 'history'
  | 'accept'
  | 'from'
  | 'move'
  | 'import'
  | 'search'
  | 'list'
  | 'show'
  | 'versions'
  | 'edit'
  | 'tag'
  | 'note'
  | 'notes'
  | 'export'
  | 'check-quotes'
  | 'delete'
  | 'backup'
  | 'backup-create'
  | 'backup-list'
  | 'backup-verify'
  | 'backup-restore'
  | 'thorough'
  | 'generation'
  | 'restore'
  | 'verify'
  | 'rebuild'
  | 'stats'
  | 'serve'
  | 'archive'
  | 'json'
  | 'language'
  | 'format'
  | 'dryRun'
  | 'new'
  | 'limit'
  | 'offset'
  | 'sort'
  | 'trash'
  | 'as'
  | 'title'
  | 'author'
  | 'publisher'
  | 'published'
  | 'quote'
  | 'nth'
  | 'body'
  | 'color'
  | 'to'
  | 'out'
  | 'query'
  | 'shape'
  | 'force'
  | 'forever'
  | 'version'
  | 'port'
  | 'open';

/** A message by its section and key; counted ones without their ending. */
export type MessageKey =
  | `report.${ReportKey}`
  | `settings.${keyof Messages['settings']}`
  | `serve.${keyof Messages['serve']}`
  | `cli.${Exclude<CliKey, Counted<CountedCliKey>> | CountedCliKey}`;
