import { marshal, type Output } from '../../src/llb/index.ts';
import { type Bridge, BridgeError } from './bridge.ts';
import { readRegularFile } from './regular-file.ts';

/** The largest answer of a step of mib: the report on the kept files, of a tree with a million of them. It must fit a string. */
const LARGEST_ANSWER = 500_000_000;

/**
 * Builds a tree now and reads a text file of it. The graph has no source map; see Bridge.
 * @param most the largest size in bytes, if the file does not come from a step of mib
 * @throws {FileFault} if it is larger
 */
export async function readText(
  bridge: Bridge,
  tree: Output,
  path: string,
  most: number = LARGEST_ANSWER,
): Promise<string> {
  const ref = await bridge.solve({ definition: marshal(tree).definition });
  if (ref === undefined) throw new BridgeError(`the tree that should hold ${path} is empty`);
  return (await readRegularFile(bridge, ref, path, most)).toString('utf8');
}
