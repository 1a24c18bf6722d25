import type { Rule } from '../rule.ts';

export const tzdata: Rule = {
  name: 'tzdata',
  why: 'time zones are looked up by names that users give; without the file a program falls back to UTC silently',
  source: 'tzset(3), tzfile(5)',
  from: 'files',
  when: ['env:TZ', '/usr/share/zoneinfo/**', '/etc/localtime', 'package:tzdata', 'package:tzdata-legacy'],
  keep: ['/usr/share/zoneinfo/**', '/etc/{localtime,timezone}'],
  // The same zones once more, counting leap seconds, or under a name from before 2005.
  leave: ['/usr/share/zoneinfo/{right,posix}/**'],
};
