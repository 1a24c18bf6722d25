import { didYouMean } from '../text/problem.ts';
import { isShort, quote, type Tree } from '../text/tree.ts';
import { ACCOUNT_NAME } from '../values/syntax.ts';
import { explainMode } from './explain-values.ts';

/** Mend suggests a replacement for a value of the wrong type; undefined if the value gives no hint. */
type Mend = (tree: Tree) => string | undefined;

/** Returns a value short enough to show in a line of YAML. */
function textOf(tree: Tree): string | undefined {
  if (tree.kind !== 'scalar' || tree.value === null) return undefined;
  return isShort(tree.source) ? tree.source : undefined;
}

const fromText =
  (write: (text: string) => string | undefined): Mend =>
  (tree) => {
    const text = textOf(tree);
    return text === undefined ? undefined : write(text);
  };

/** For a single value in place of a list. */
export function brackets(key: string): Mend {
  return fromText((text) => `write ${key}: [${text}]`);
}

/** For list entries without their "-". */
export const items: Mend = (tree) => {
  if (tree.kind === 'map') return 'put "- " in front of each entry';
  return textOf(tree) === undefined ? undefined : 'put it on a line of its own, after "- "';
};

export const packages: Mend = fromText((text) => {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  return names.length === 0 ? undefined : `write packages: [${names.join(', ')}]`;
});

const packageItem: Mend = (tree) => {
  if (tree.kind === 'map') {
    const [name, entry] = [...tree.entries][0] ?? [];
    const version = entry === undefined ? undefined : textOf(entry.value);
    return name === undefined
      ? undefined
      : `write ${quote(version === undefined ? name : `${name}=${version}`)}`;
  }
  if (tree.kind !== 'list') return undefined;
  // `- -perl` is right, and `- - perl` is a list in a list.
  const [only, ...more] = tree.items;
  const name = only === undefined || more.length > 0 ? undefined : textOf(only);
  return name === undefined ? undefined : `write "-${name}" to keep it out, or "${name}" to install it`;
};

export { packageItem as package };

export const boolean: Mend = fromText((text) => {
  if (/^(?:true|yes|on|y|1)$/i.test(text)) return 'write true';
  return /^(?:false|no|off|n|0)$/i.test(text) ? 'write false' : undefined;
});

export const number: Mend = (tree) =>
  tree.kind === 'scalar' && typeof tree.value === 'string' && /^[0-9]+$/.test(tree.value)
    ? `write ${tree.value}, without quotes`
    : undefined;

export const mode: Mend = fromText((text) => explainMode(text).fix);

export const user: Mend = fromText((text) =>
  ACCOUNT_NAME.test(text) ? `write {name: ${text}, uid: 1000}` : undefined,
);

export const healthcheck: Mend = fromText((text) => `write healthcheck: {test: ${quote(text)}}`);

export const duration: Mend = fromText((text) =>
  /^[0-9]+$/.test(text) ? `write ${text}s for seconds` : undefined,
);

export const ready: Mend = fromText((text) =>
  /^[0-9]+$/.test(text) ? `write tcp://127.0.0.1:${text}` : undefined,
);

export const prune: Mend = fromText((text) => (text === 'false' ? didYouMean('none') : undefined));
