import { find, keyPlaceOf, type MapTree } from '../../imagefile/text/tree.ts';
import type { Finding, LintRule } from '../rule.ts';

const NAME =
  /(^|_)(PASS|PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIALS?)($|_)/i;
/** Names of variables that tell something about a secret, such as its path, not the secret itself. */
const ABOUT = /_(FILE|PATH|DIR|URL|NAME|ID|TTL|TYPE|ENABLED|LENGTH)$/i;
/** Forms of secret keys: PEM, AWS, GitHub, Slack. */
const VALUE =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bxox[abprs]-[A-Za-z0-9-]{10}/;

export const secretValue: LintRule = {
  name: 'secret-value',
  summary: 'An image must not contain secrets: anyone who has it can read its environment',
  find({ spec, tree, args, written }) {
    const variables = Object.entries(spec.environment).map(([name, value]) => ({
      name,
      value,
      in: 'environment',
      tree,
    }));
    const defaults = args.map(({ name, value = '' }) => ({ name, value, in: 'args', tree: written }));
    return [...variables, ...defaults].flatMap(({ name, value, in: key, tree }): Finding[] => {
      const isSecret = value !== '' && ((NAME.test(name) && !ABOUT.test(name)) || VALUE.test(value));
      return isSecret
        ? [{ detail: `"${name}" in "${key}" looks like a secret`, at: placeIn(tree, key, name) }]
        : [];
    });
  },
};

/** Returns the place of a name in a map, or of its line in a list. */
function placeIn(tree: MapTree, key: string, name: string) {
  const found = find(tree, [key]);
  if (found?.kind !== 'list') return keyPlaceOf(tree, [key, name]);
  const line = found.items.find((item) => item.kind === 'scalar' && item.source.split('=', 1)[0] === name);
  return (line ?? found).at;
}
