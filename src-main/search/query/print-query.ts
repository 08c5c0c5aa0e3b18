import type { PhraseNode, QueryNode, TextField } from './query-node.ts';

/** A query as it was understood, in the language it can be typed in; `german`: with German field names. */
export function printQuery(root: QueryNode, german: boolean): string {
  const print = (node: QueryNode, inner: boolean): string => {
    switch (node.type) {
      case 'and': {
        const text = node.nodes.map((child) => print(child, child.type === 'or')).join(' ');
        return inner && node.nodes.length > 1 ? `(${text})` : text;
      }
      case 'or': {
        const text = node.nodes.map((child) => print(child, false)).join(german ? ' ODER ' : ' OR ');
        return inner ? `(${text})` : text;
      }
      case 'not':
        return `-${print(node.node, true)}`;
      case 'word': {
        const sign = node.mode === 'prefix' ? '*' : node.mode === 'fuzzy' ? '~' : '';
        // A word that happens to be an operator stays a word.
        const word = sign === '' && /^(?:OR|ODER|AND|UND)$/.test(node.word) ? `"${node.word}"` : node.word;
        return fieldName(node.field, german) + word + sign;
      }
      case 'phrase':
        return fieldName(node.field, german) + printPhrase(node);
      case 'filter':
        return node.text;
    }
  };
  return print(root, false);
}

function printPhrase(node: PhraseNode): string {
  if (node.forms) return node.words.join('-');
  return `"${node.words.join(' ')}"${node.distance === null ? '' : `~${node.distance}`}`;
}

function fieldName(field: TextField | null, german: boolean): string {
  if (field === null) return '';
  if (field === 'title') return german ? 'titel:' : 'title:';
  return german ? 'notiz:' : 'note:';
}
