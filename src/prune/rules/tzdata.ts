import type { Rule } from '../rule.ts';

export const tzdata: Rule = {
  name: 'tzdata',
  why: 'time zones are looked up by names that users give; without the file a program falls back to UTC silently',
  source: 'tzset(3), tzfile(5)',
  from: 'files',
  // Not /etc/localtime and the UTC that it leads to: every program that prints a date opens these, and few use zones.
  when: [
    'env:TZ',
    'package:tzdata',
    'package:tzdata-legacy',
    '/usr/share/zoneinfo/{tzdata.zi,zone.tab,zone1970.tab}',
    '/usr/share/zoneinfo/{Africa,America,Antarctica,Arctic,Asia,Atlantic,Australia,Europe,Indian,Pacific,US}/**',
  ],
  keep: ['/usr/share/zoneinfo/**', '/etc/{localtime,timezone}'],
  // Copies of the zones: with leap seconds, or under names from before 2005.
  exclude: ['/usr/share/zoneinfo/{right,posix}/**'],
};
