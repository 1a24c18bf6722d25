import type { Rule } from '../rule.ts';

export const tzdata: Rule = {
  name: 'tzdata',
  why: 'users give the names of time zones, and programs silently fall back to UTC if a file is missing',
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
