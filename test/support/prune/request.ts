import type { PruneRequest } from '../../../src/prune/request.ts';

/** A request for only /usr/bin/app. */
export const REQUEST: PruneRequest = {
  level: 'modules',
  architecture: 'amd64',
  entry: ['/usr/bin/app'],
  programs: [],
  packages: [],
  environment: {},
  workingDir: '/',
  user: '',
  volumes: [],
  files: [],
  keep: [],
  drop: [],
  epoch: 2000,
};
