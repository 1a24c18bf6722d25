import { marshal, type Output } from '../../src/llb/index.ts';
import { type Bridge, BridgeError } from './bridge.ts';

/** Builds a tree now. @returns why the daemon cannot build it; nothing where it can */
export async function buildFailure(bridge: Bridge, tree: Output): Promise<BridgeError | undefined> {
  try {
    await bridge.solve({ definition: marshal(tree).definition }, { evaluate: true });
    return undefined;
  } catch (error) {
    if (error instanceof BridgeError) return error;
    throw error;
  }
}
