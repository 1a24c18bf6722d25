import { expect, test } from 'vitest';
import { epochOf } from './epoch.ts';

const FILE = { name: 'Imagefile', text: '' };

test.each([
  [{ epoch: '1700000000' }, { epoch: 1_700_000_000 }],
  [{ epoch: '0', context: 'https://git.example/app.git' }, { epoch: 0 }],
  [{ epoch: '' }, {}],
  [{ epoch: 'context' }, {}],
  [{}, {}],
])('%j', (options, expected) => expect(epochOf(options, FILE)).toEqual(expected));

test('what is no date is refused', () => {
  expect(() => epochOf({ epoch: 'yesterday' }, FILE)).toThrow(
    'Imagefile: SOURCE_DATE_EPOCH "yesterday" is neither a number of seconds since 1970 nor "context" [invalid-value]',
  );
  expect(() => epochOf({ epoch: 'context', context: 'https://git.example/app.git' }, FILE)).toThrow(
    'Imagefile: SOURCE_DATE_EPOCH "context" is not supported yet for a remote context [not-supported-yet]\n' +
      '  give the number, as git log -1 --format=%ct prints it',
  );
});
