import { missingLibrary } from './missing-library.ts';
import { noCertificates } from './no-certificates.ts';
import { noTimezones } from './no-timezones.ts';
import type { AuditRule, Finding, Pruning } from './rule.ts';
import { setuidFile } from './setuid-file.ts';
import { shellInImage } from './shell-in-image.ts';
import { unopenedLibrary } from './unopened-library.ts';
import { unusedFiles } from './unused-files.ts';
import { unusedPackage } from './unused-package.ts';
import { unwritableVolume } from './unwritable-volume.ts';
import { withheldSecret } from './withheld-secret.ts';

/** All rules about the tree, sorted by name. */
export const AUDIT_RULES: readonly AuditRule[] = [
  missingLibrary,
  noCertificates,
  noTimezones,
  setuidFile,
  shellInImage,
  unopenedLibrary,
  unusedFiles,
  unusedPackage,
  unwritableVolume,
  withheldSecret,
];

/** Suspicion is a finding with the name of its rule. */
export interface Suspicion extends Finding {
  readonly rule: string;
}

/** Returns the findings in a pruned tree, sorted by rule. @param skip names of rules */
export function audit(pruning: Pruning, skip: readonly string[]): readonly Suspicion[] {
  return AUDIT_RULES.filter(({ name }) => !skip.includes(name)).flatMap(({ name, find }) =>
    find(pruning).map((finding) => ({ rule: name, ...finding })),
  );
}
