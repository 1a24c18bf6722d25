import type { LintRule } from '../rule.ts';
import { checkOnlyVersion } from './check-only-version.ts';
import { noCheck } from './no-check.ts';
import { privilegedPort } from './privileged-port.ts';
import { rootUser } from './root-user.ts';
import { secretValue } from './secret-value.ts';
import { setuidFile } from './setuid-file.ts';
import { unknownBuildArg } from './unknown-build-arg.ts';
import { unpinnedSource } from './unpinned-source.ts';
import { unusedArg } from './unused-arg.ts';

/** Every rule, sorted by name. */
export const RULES: readonly LintRule[] = [
  checkOnlyVersion,
  noCheck,
  privilegedPort,
  rootUser,
  secretValue,
  setuidFile,
  unknownBuildArg,
  unpinnedSource,
  unusedArg,
];
