// What Node 16.17 (inside Electron 22, the test runtime) lacks. The types know it, so only lint can forbid it.
const MISSING_GLOBALS = {
  fetch: 'use node:https, and only where the user asked for a page',
  Request: 'there is none',
  Response: 'there is none',
  Headers: 'use Map',
  FormData: 'there is none',
  WebSocket: 'there is none',
  EventSource: 'there is none',
  structuredClone: 'use v8.deserialize(v8.serialize(value)) from node:v8',
  Blob: 'import it from node:buffer',
  File: 'there is none',
  crypto: 'import node:crypto',
  CryptoKey: 'import node:crypto',
  ReadableStream: 'import it from node:stream/web',
  WritableStream: 'import it from node:stream/web',
  TransformStream: 'import it from node:stream/web',
  CompressionStream: 'use node:zlib',
  DecompressionStream: 'use node:zlib',
  BroadcastChannel: 'import it from node:worker_threads',
  CustomEvent: 'use node:events',
  navigator: 'use node:os',
  localStorage: 'write a file',
};
const MISSING_PROPERTIES = {
  Promise: ['withResolvers', 'try'],
  Object: ['groupBy'],
  Map: ['groupBy'],
  Array: ['fromAsync'],
  AbortSignal: ['any'],
  URL: ['canParse', 'parse'],
  RegExp: ['escape'],
  Iterator: ['from'],
};
// Missing methods whose names nothing else has.
const MISSING_METHODS = [
  ...['toSorted', 'toReversed', 'toSpliced', 'isWellFormed', 'toWellFormed', 'symmetricDifference'],
  ...['isSubsetOf', 'isSupersetOf', 'isDisjointFrom', 'transferToFixedLength', 'toBase64', 'setFromBase64'],
];

export const oldRuntime = {
  'no-restricted-globals': [
    'error',
    ...Object.entries(MISSING_GLOBALS).map(([name, instead]) => ({
      name,
      message: `Node 16.17 has no global ${name}: ${instead}.`,
    })),
  ],
  'no-restricted-properties': [
    'error',
    ...Object.entries(MISSING_PROPERTIES).flatMap(([object, properties]) =>
      properties.map((property) => ({ object, property, message: 'Node 16.17 does not have it.' })),
    ),
  ],
};

export const oldRuntimeSyntax = {
  selector: `CallExpression > MemberExpression[property.name=/^(${MISSING_METHODS.join('|')})$/]`,
  message: 'Neither Node 16.17 nor Chromium 108 has this method.',
};
