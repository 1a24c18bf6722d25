import type { Rule } from '../rule.ts';

export const yq: Rule = {
  name: 'yq',
  why: 'yq converts its input to JSON and starts jq to process it',
  source: 'yq(1), "Synopsis"; yq of Debian, which depends on jq',
  when: ['/usr/lib/python3/dist-packages/yq/__init__.py'],
  keep: ['/usr/bin/jq'],
};
