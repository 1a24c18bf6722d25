/** Stages of a Dockerfile that are not what they seem. */
import { test } from 'vitest';
import { dockerOk, folder } from '../../support/e2e/docker.ts';

test('an export of a stage whose package database names what no kernel looks for works', async () => {
  const Dockerfile =
    'FROM debian:trixie-slim AS stage\n' +
    'RUN printf "/%0300d\\n/a\\000b\\n/usr%s\\n" 0 "$(printf "/x%.0s" $(seq 9000))" >>/var/lib/dpkg/info/dash.list\n' +
    'RUN --mount=type=bind,from=mib/frontend,target=/.mib /.mib/export -- perl -e "print 1"\n' +
    'FROM scratch\nCOPY --from=stage /export /\n';
  await dockerOk(['buildx', 'build', '--output', 'type=cacheonly', folder({ Dockerfile })]);
});
