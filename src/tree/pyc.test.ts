import { expect, test } from 'vitest';
import { kept } from '../../test/support/prune/kept.ts';
import { broughtBy } from './pyc.ts';

test('compiled Python is from the package of its source', () => {
  const packages = { python3: { files: { '/usr/lib/python3/os.py': '', '/usr/lib/python3/own.pyc': '' } } };
  const { owners } = kept({ packages, request: { packages: ['python3'] } });
  const names = (path: string) => broughtBy(owners, path).map(({ name }) => name);
  expect(names('/usr/lib/python3/__pycache__/os.cpython-313.pyc')).toEqual(['python3']);
  expect(names('/usr/lib/python3/__pycache__/gone.cpython-313.pyc')).toEqual([]);
  expect(names('/usr/lib/python3/own.pyc')).toEqual(['python3']);
  expect(names('/usr/lib/python3/os.py')).toEqual(['python3']);
});
