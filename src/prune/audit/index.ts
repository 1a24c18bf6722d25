import { noCertificates } from './no-certificates.ts';
import { noTimezones } from './no-timezones.ts';
import type { AuditRule, Finding, Pruning } from './rule.ts';
import { setuidFile } from './setuid-file.ts';
import { shellInImage } from './shell-in-image.ts';
import { unopenedLibrary } from './unopened-library.ts';
import { unusedPackage } from './unused-package.ts';
import { withheldSecret } from './withheld-secret.ts';

/** Every rule about the tree, in the order of their names. */
export const AUDIT_RULES: readonly AuditRule[] = [
  noCertificates,
  noTimezones,
  setuidFile,
  shellInImage,
  unopenedLibrary,
  unusedPackage,
  withheldSecret,
];

/** What a rule found. */
export interface Suspicion extends Finding {
  readonly rule: string;
}

/** What is suspicious about a pruned tree, by the names of the rules. @param skip names of rules */
export function audit(pruning: Pruning, skip: readonly string[]): readonly Suspicion[] {
  return AUDIT_RULES.filter(({ name }) => !skip.includes(name)).flatMap(({ name, find }) =>
    find(pruning).map((finding) => ({ rule: name, ...finding })),
  );
}
