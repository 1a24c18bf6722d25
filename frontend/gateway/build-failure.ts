import { marshal, type Output } from '../../src/llb/index.ts';
import { type Bridge, BridgeError } from './bridge.ts';

/** Builds a tree now. @returns the daemon's error; undefined if the build succeeds */
export async function buildFailure(bridge: Bridge, tree: Output): Promise<BridgeError | undefined> {
  try {
    await bridge.solve({ definition: marshal(tree).definition }, { evaluate: true });
    return undefined;
  } catch (error) {
    if (error instanceof BridgeError) return error;
    throw error;
  }
}
