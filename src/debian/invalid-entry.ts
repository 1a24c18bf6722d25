import { PACKAGE_NAME, PACKAGE_VERSION, SHA256 } from '../imagefile/values/syntax.ts';
import type { LockedPackage } from './lock.ts';

/** A path must stay below its archive: it becomes part of a URL and of a file name. */
export const PACKAGE_PATH: RegExp = /^(?!.*(?:^|\/)\.\.(?:\/|$))[A-Za-z0-9.][^\s?#\\]*\.deb$/;

/** The fields of an index, with the rule for each. They become names of files, parts of URLs and lines of a lock. */
const RULES: readonly (readonly [string, (entry: LockedPackage) => string, RegExp])[] = [
  ['Package', ({ name }) => name, PACKAGE_NAME],
  ['Version', ({ version }) => version, PACKAGE_VERSION],
  ['Architecture', ({ architecture }) => architecture, /^[a-z0-9][a-z0-9-]*$/],
  ['Filename', ({ path }) => path, PACKAGE_PATH],
  ['SHA256', ({ sha256 }) => sha256, SHA256],
  ['Size', ({ size }) => `${size}`, /^[0-9]{1,15}$/],
];

/** Returns the first field of an index's entry that breaks its rule, as a line for a message; undefined if there is none. */
export function invalidField(entry: LockedPackage): string | undefined {
  const found = RULES.find(([, value, rule]) => !rule.test(value(entry)));
  if (found === undefined) return undefined;
  const [field, value] = found;
  return `package ${JSON.stringify(entry.name)} has the ${field} ${JSON.stringify(value(entry))}`;
}
