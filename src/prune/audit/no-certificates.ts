import { matcher } from '../../tree/glob.ts';
import { byName } from '../../tree/paths.ts';
import type { AuditRule } from './rule.ts';

/**
 * Matches TLS clients that use the system's CA certificates by default. libssl on its own does not count, because most
 * programs that use it are servers.
 */
const isClient = matcher([
  '/usr/lib/**/lib{curl,curl-gnutls,gnutls}.so.*',
  '/**/python3*/lib-dynload/_ssl.*.so',
  '/**/ruby/**/openssl.so',
  '/usr/lib/**/Net/SSLeay/SSLeay.so',
]);
const isCertificate = matcher(['/etc/ssl/certs/*', '/etc/ssl/cert.pem', '/usr/share/ca-certificates/**']);

export const noCertificates: AuditRule = {
  name: 'no-certificates',
  summary: 'TLS clients need CA certificates',
  find({ engine }) {
    const files = [...engine.graph.nodes.values()].filter(({ entry }) => entry?.type === 'file');
    if (files.some(({ id }) => isCertificate(id))) return [];
    const [first] = files.filter(({ id }) => isClient(id)).sort((a, b) => byName(a.id, b.id));
    if (first === undefined) return [];
    return [{ detail: `"${first.id}" needs CA certificates, but the image has none` }];
  },
};
