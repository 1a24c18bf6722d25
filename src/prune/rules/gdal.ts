import type { Rule } from '../rule.ts';

export const gdal: Rule = {
  name: 'gdal',
  why: 'drivers read tables of formats and coordinate systems when a file requires them',
  source: 'GDAL manual, "GDAL_DATA"; gdal-data of Debian',
  when: ['/**/libgdal.so.*'],
  keep: ['/usr/share/gdal/**'],
};
