import { when } from './caps.ts';
import { source } from './source.ts';
import type { Common, Output } from './vertex.ts';

interface Http {
  /** Name of the file in the tree. Without one, the server could choose it. */
  readonly filename: string;
  /** `sha256:…`. A cached file needs no request with it, and one (with ETag) without. */
  readonly checksum?: string;
  /** Permission bits; 0600 when absent. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Name of a secret that holds the Authorization header. */
  readonly authHeaderSecret?: string;
  /** The two headers that BuildKit forwards. */
  readonly header?: { readonly accept?: string; readonly userAgent?: string };
}

/** Returns one file from an HTTP or HTTPS server. Its mtime is the server's Last-Modified, or 1970. */
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
