import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Overview, overviewText } from '../../src/report/explain.ts';
import { docker, dockerOk, folder } from '../support/e2e/docker.ts';
import { built } from '../support/e2e/family.ts';
import { gaps, NO_GAPS, readGraph } from '../support/e2e/report.ts';

const NGINX = 'images/nginx';
const LIBRARY = '/usr/lib/x86_64-linux-gnu/libpcre2-8.so.0';

/** What `--call=explain` prints about an image, or about a path of it. */
async function explain(context: string, path?: string, format = ''): Promise<string> {
  const about = path === undefined ? [] : ['--build-arg', `explain=${path}`];
  const { stdout } = await dockerOk([
    ...['buildx', 'build', `--call=explain${format}`, ...about],
    ...['--file', join(context, 'Imagefile'), context],
  ]);
  return stdout;
}

/** The answer for programs, of which there is one for each platform. */
async function explainJson(context: string, path?: string): Promise<unknown> {
  const [{ platform, ...answer }, ...others] = JSON.parse(await explain(context, path, ',format=json'));
  expect([platform, others]).toEqual(['linux/amd64', []]);
  return answer;
}

describe('of an image', () => {
  test('the totals are those of its layer, by package and by reason', async () => {
    const overview = (await explainJson(NGINX)) as Overview;
    const files = [...(await (await built(NGINX)).files()).values()].map(({ header }) => header);
    const kept = files.filter(({ type }) => type !== 'directory');
    const bytes = kept.reduce((sum, { size = 0 }) => sum + size, 0);
    expect(overview.kept).toEqual({ files: kept.length, bytes, packages: expect.any(Number) });
    for (const shares of [overview.packages, overview.reasons]) {
      expect(shares.reduce((sum, share) => sum + share.files, 0)).toBe(kept.length);
      expect(shares.reduce((sum, share) => sum + share.bytes, 0)).toBe(bytes);
    }
    expect(await explain(NGINX)).toBe(overviewText(overview));
  });

  test('which is kept whole, there is nothing to say', async () => {
    const file = 'images/base/Imagefile';
    const outcome = await docker(['buildx', 'build', '--call=explain', '--file', file, 'images/base']);
    expect(outcome.status).toBe(1);
    expect(outcome.stderr).toContain('nothing to explain: everything is kept');
  });
});

describe('of a path', () => {
  const way = `${LIBRARY}: needed libpcre2-8.so.0, from /usr/sbin/nginx\n  /usr/sbin/nginx: entry /usr/sbin/nginx\n`;

  test('the shortest way of reasons, as the README has it', async () => {
    expect(await explain(NGINX, LIBRARY)).toBe(way);
    expect(readFileSync('README.md', 'utf8')).toContain(`explain=${LIBRARY} .\n${way}`);
  });

  test('that leads there through a link, the same; for programs as JSON', async () => {
    const steps = [
      {
        id: LIBRARY,
        reason: { from: '/usr/sbin/nginx', kind: 'needed', detail: 'libpcre2-8.so.0', strength: 'hard' },
      },
      { id: '/usr/sbin/nginx', reason: { kind: 'entry', detail: '/usr/sbin/nginx', strength: 'hard' } },
    ];
    expect(await explainJson(NGINX, LIBRARY.replace('/usr', ''))).toEqual({
      path: LIBRARY,
      kept: true,
      steps,
      packages: [{ name: 'libpcre2-8-0:amd64', origin: expect.stringMatching(/^trixie/) }],
    });
  });

  test('that was left out', async () => {
    expect(await explain(NGINX, 'dropped:/bin/sh')).toBe(
      '/usr/bin/sh is left out: nothing that is kept needs it, and no check used it\n' +
        '  to keep it: keep: ["/usr/bin/sh"]\n',
    );
  });

  test('that never was', async () => {
    expect(await explain(NGINX, '/usr/bin/nothing')).toBe(
      '/usr/bin/nothing is not in the full tree that the image was made from\n',
    );
    expect(await explainJson(NGINX, 'dropped:/usr/bin/nothing')).toEqual({
      path: '/usr/bin/nothing',
      kept: false,
      exists: false,
      dropped: null,
      withheld: false,
    });
  });

  test('that a line of drop took away', async () => {
    const Imagefile =
      '# syntax=mib/frontend\nentry: /usr/bin/cat\nkeep: [/etc/issue*]\ndrop: [/etc/issue.net]\n';
    const context = folder({ Imagefile });
    expect(await explain(context, 'dropped:/etc/issue.net')).toBe(
      '/etc/issue.net is left out: drop "/etc/issue.net" matches it\n  without the line: keep /etc/issue*\n',
    );
    expect(await explainJson(context, '/etc/issue.net')).toEqual({
      path: '/etc/issue.net',
      kept: false,
      exists: true,
      dropped: {
        pattern: '/etc/issue.net',
        reasons: [{ kind: 'keep', detail: '/etc/issue*', strength: 'hard' }],
      },
      withheld: false,
    });
  });
});

/** `make apps` does the same for every image that something is left out of. */
const PRUNED = ['nginx', 'redis', 'curl', 'python'];

test.each(PRUNED)('everything in images/%s has a way of reasons, and every reason a path', async (name) => {
  const context = join('images', name);
  const [image, graph] = await Promise.all([built(context), readGraph(context)]);
  expect(gaps(graph, (await image.files()).keys())).toEqual(NO_GAPS);
});
