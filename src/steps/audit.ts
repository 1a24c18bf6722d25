import { readFileSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import type { Suspicion } from '../prune/audit/index.ts';
import { complain } from './say.ts';

/** Runs the step `audit`: fails if the prune step found something suspicious. */
export async function audit({ report }: Places<'audit'>): Promise<number> {
  const { suspicions }: { readonly suspicions: readonly Suspicion[] } = JSON.parse(
    readFileSync(`${report}/summary.json`, 'utf8'),
  );
  if (suspicions.length === 0) return 0;
  return complain(
    suspicions.map(({ rule, detail }) => ({
      code: 'lint-failed',
      message: `${rule}: ${detail}`,
      fix: `docs/lint.md#${rule} says why; "# check=skip=${rule}" allows it`,
    })),
  );
}
