import { when } from './caps.ts';
import { source } from './source.ts';
import type { Common, Output } from './vertex.ts';

interface Http {
  /** What the file is called in the tree; otherwise the server would have a say in it. */
  readonly filename: string;
  /** `sha256:…`. With it a cached file costs no request, without it one, answered by ETag. */
  readonly checksum?: string;
  /** Permission bits; 0600 when absent. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Name of a secret that holds the Authorization header. */
  readonly authHeaderSecret?: string;
  /** The only two headers that BuildKit sends on. */
  readonly header?: { readonly accept?: string; readonly userAgent?: string };
}

/** One file from an http or https server. Its time is the server's Last-Modified, or 1970. */
export function http(url: string, options: Http, common?: Common): Output {
  const { mode, uid, gid, header } = options;
  return source(
    {
      identifier: url,
      attributes: {
        'http.filename': options.filename,
        'http.checksum': options.checksum,
        'http.perm': mode ? `0${mode.toString(8)}` : undefined,
        'http.uid': uid ? uid.toString() : undefined,
        'http.gid': gid ? gid.toString() : undefined,
        'http.authheadersecret': options.authHeaderSecret,
        'http.header.accept': header?.accept,
        'http.header.user-agent': header?.userAgent,
      },
      caps: [
        'source.http',
        ...when(options.checksum, 'source.http.checksum'),
        ...when(mode, 'source.http.perm'),
        ...when(uid || gid, 'soruce.http.uidgid'),
        ...when(options.authHeaderSecret, 'source.http.auth'),
        ...when(header, 'source.http.header'),
      ],
    },
    common,
  );
}
