import { marshal, type Output } from '../../src/llb/index.ts';
import { type Bridge, BridgeError } from './bridge.ts';

/** Builds a tree now and reads a text file of it. The graph has no source map; see Bridge. */
export async function readText(bridge: Bridge, tree: Output, path: string): Promise<string> {
  const ref = await bridge.solve({ definition: marshal(tree).definition });
  if (ref === undefined) throw new BridgeError(`the tree that should hold ${path} is empty`);
  return (await bridge.readFile(ref, path)).toString('utf8');
}
