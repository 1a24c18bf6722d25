import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { audit } from './audit.ts';

function report(suspicions: readonly unknown[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'mib-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'summary.json'), JSON.stringify({ suspicions }));
  return folder;
}

test('fails with what the pruning found, and says how it is allowed', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(await audit({ report: report([]) })).toBe(0);
  expect(said).not.toHaveBeenCalled();
  expect(
    await audit({ report: report([{ rule: 'unused-package', detail: 'nothing of it is there' }]) }),
  ).toBe(1);
  expect(said).toHaveBeenCalledWith(
    'unused-package: nothing of it is there [lint-failed]\n' +
      '  docs/lint.md#unused-package says why; "# check=skip=unused-package" allows it\n',
  );
});
