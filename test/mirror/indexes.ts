import { createHash } from 'node:crypto';
import type { Listed } from './packages.ts';
import { sourcesIndex } from './sources.ts';
import { xz } from './xz.ts';

/** IndexFiles are the indexes of a suite, by their paths below its folder. */
export interface IndexFiles {
  /** The files in its `InRelease`, also the uncompressed ones, which mirrors do not have. */
  readonly listed: ReadonlyMap<string, Buffer>;
  /** The files that can be fetched, by name and by checksum. */
  readonly served: ReadonlyMap<string, Buffer>;
}

export interface Indexes {
  of(packages: readonly Listed[]): Promise<IndexFiles>;
}

/** Makes indexes. Each text is compressed only once. */
export function makeIndexes(architectures: readonly string[]): Indexes {
  const compressed = new Map<string, Buffer>();
  const compress = async (text: string): Promise<Buffer> => {
    const bytes = compressed.get(text) ?? (await xz(Buffer.from(text)));
    compressed.set(text, bytes);
    return bytes;
  };
  return {
    async of(packages) {
      const listed = new Map<string, Buffer>();
      const served = new Map<string, Buffer>();
      for (const [name, text] of plainIndexes(packages, architectures)) {
        const bytes = await compress(text);
        const checksum = createHash('sha256').update(bytes).digest('hex');
        listed.set(name, Buffer.from(text)).set(`${name}.xz`, bytes);
        served.set(`${name}.xz`, bytes).set(name.replace(/[^/]+$/, `by-hash/SHA256/${checksum}`), bytes);
      }
      return { listed, served };
    },
  };
}

function plainIndexes(packages: readonly Listed[], architectures: readonly string[]): [string, string][] {
  const sorted = packages.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const binary = architectures.map((architecture): [string, string] => {
    const mine = sorted.filter((pkg) => pkg.architecture === architecture || pkg.architecture === 'all');
    return [`main/binary-${architecture}/Packages`, mine.map((pkg) => `${pkg.paragraph}\n`).join('\n')];
  });
  return [...binary, ['main/source/Sources', sourcesIndex(sorted)]];
}
