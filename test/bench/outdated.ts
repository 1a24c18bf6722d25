import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CountingProxy, countingProxy } from './counting-proxy.ts';
import { docker } from './docker.ts';
import type { Part } from './part.ts';
import { exists, type Finished, run } from './process.ts';
import { median } from './results.ts';
import { emptyCache } from './rounds.ts';
import { say } from './say.ts';
import { readMirror } from './settings.ts';
import { align, megabytes, seconds } from './table.ts';

/** `--call=outdated` for images/nginx beside `apt-get update`: with nothing known, and once more right after. */
export const outdated: Part = {
  name: 'outdated',
  measure: async (runs) => {
    const proxy = await countingProxy(await readMirror());
    const folder = mkdtempSync(join(tmpdir(), 'mib-bench-'));
    try {
      await docker('buildx', 'build', '--quiet', '--tag', TAG, 'images/nginx');
      const ways = [mib(proxy), ...((await exists('apt-get')) ? [apt(proxy, folder)] : [])];
      const results = [];
      for (const way of ways) results.push(await measureWay(way, proxy, runs));
      return { text: table(results), results };
    } finally {
      proxy.close();
      rmSync(folder, { recursive: true, force: true });
      await docker('image', 'rm', '--force', TAG);
    }
  },
};

const TAG = 'mib-bench/published';

interface Asking {
  readonly name: string;
  forget(): Promise<void>;
  ask(): Promise<Finished>;
}

interface Cost {
  readonly seconds: number;
  /** That the mirror sent. */
  readonly bytes: number;
}

interface Costs {
  readonly name: string;
  /** By median. */
  readonly first: Cost;
  readonly again: Cost;
}

function mib({ url }: CountingProxy): Asking {
  const published = ['--build-context', `published=docker-image://${TAG}`];
  const mirror = ['--build-arg', `MIB_MIRROR=${url}`];
  return {
    name: '--call=outdated',
    forget: emptyCache,
    ask: () => docker('buildx', 'build', '--call=outdated', ...published, ...mirror, 'images/nginx'),
  };
}

/** apt of this machine, with lists of its own in `folder`. */
function apt({ url }: CountingProxy, folder: string): Asking {
  const sources = [`${url} trixie`, `${url} trixie-updates`, `${url}-security trixie-security`];
  writeFileSync(join(folder, 'sources.list'), sources.map((source) => `deb ${source} main\n`).join(''));
  const lists = join(folder, 'lists');
  const settings = {
    'Dir::Etc::SourceList': join(folder, 'sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::State::Lists': lists,
    'Dir::Cache': folder,
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    // Of a desktop's software catalogue.
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
    'APT::Update::Error-Mode': 'any',
  };
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  return {
    name: 'apt-get update',
    forget: async () => {
      rmSync(lists, { recursive: true, force: true });
      mkdirSync(join(lists, 'partial'), { recursive: true });
    },
    ask: () => run('apt-get', ['-q', ...options, 'update']),
  };
}

async function measureWay(way: Asking, proxy: CountingProxy, runs: number): Promise<Costs> {
  const rounds: { first: Cost; again: Cost }[] = [];
  for (let round = 1; round <= runs; round++) {
    await way.forget();
    rounds.push({ first: await costOf(way, proxy), again: await costOf(way, proxy) });
    say(`run ${round} of ${runs}: ${way.name}`);
  }
  const medianOf = (costs: readonly Cost[]): Cost => ({
    seconds: median(costs.map((cost) => cost.seconds)),
    bytes: median(costs.map((cost) => cost.bytes)),
  });
  const [first, again] = [rounds.map((round) => round.first), rounds.map((round) => round.again)];
  return { name: way.name, first: medianOf(first), again: medianOf(again) };
}

async function costOf(way: Asking, proxy: CountingProxy): Promise<Cost> {
  proxy.take();
  const { seconds } = await way.ask();
  return { seconds, bytes: proxy.take() };
}

function table(costs: readonly Costs[]): string {
  const row = (name: string, pick: (costs: Costs) => Cost) => [
    name,
    ...costs.flatMap((each) => [seconds(pick(each).seconds), megabytes(pick(each).bytes)]),
  ];
  return align([
    ['has anything changed?', ...costs.flatMap(({ name }) => [name, ''])],
    row('with nothing known', ({ first }) => first),
    row('nothing changed since', ({ again }) => again),
  ]);
}
