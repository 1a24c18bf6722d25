import { readFileSync } from 'node:fs';
import type { Suspicion } from '../prune/audit/index.ts';
import { complain } from './say.ts';

/** The step `audit`, for who wants no warning: fails where the pruning found something suspicious. @param report its report */
export async function audit(report = '/in/report'): Promise<number> {
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
