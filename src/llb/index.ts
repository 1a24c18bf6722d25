/** LLB, the language of BuildKit's graphs: create vertices with the functions of this folder, then `marshal` the last one. */
export { type Marshalled, marshal, type SourceFile } from './definition.ts';
export { describe, describeOps } from './describe.ts';
export { embed } from './embed.ts';
export { type Exec, type Executed, exec } from './exec.ts';
export { type FileChain, file } from './file.ts';
export type { Copy, Id, Mkdir, Mkfile, Owner, Rm, Symlink } from './file-action.ts';
export { git } from './git.ts';
export { http } from './http.ts';
export { familiarReference, image, normalizeReference, ownImage, regularImage } from './image.ts';
export { local } from './local.ts';
export type { Mount } from './mount.ts';
export { ociLayout } from './oci-layout.ts';
export { sourceOf } from './source.ts';
export {
  type Common,
  type LinuxResources,
  type Location,
  type Output,
  type Platform,
  scratch,
  type Tree,
  type Vertex,
} from './vertex.ts';
