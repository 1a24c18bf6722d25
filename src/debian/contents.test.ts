import { expect, test } from 'vitest';
import { newContents } from './contents.ts';

test('the packages that have a name in a folder of the loader or of PATH', () => {
  const contents = newContents(['libharfbuzz.so.0', 'gosu', 'libnone.so']);
  for (const line of [
    'FILE                                                    LOCATION',
    'usr/lib/x86_64-linux-gnu/libharfbuzz.so.0               libs/libharfbuzz0b',
    'usr/lib/x86_64-linux-gnu/libharfbuzz.so.0.61101.0       libs/libharfbuzz0b',
    'usr/lib/firefox/libharfbuzz.so.0                        web/firefox',
    'usr/share/a b/gosu                                      misc/other',
    'usr/sbin/gosu  admin/gosu,contrib/admin/gosu-other',
    '',
  ])
    contents.add(line);
  expect(contents.packages()).toEqual({
    'libharfbuzz.so.0': ['libharfbuzz0b'],
    gosu: ['gosu', 'gosu-other'],
    'libnone.so': [],
  });
});
