import { matcher } from '../../tree/glob.ts';
import { byName } from '../../tree/paths.ts';
import type { AuditRule } from './rule.ts';

/**
 * What verifies servers by the system's certificates, unless it is told otherwise. libssl alone says nothing: most programs
 * that have it are servers.
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
  summary: 'Who verifies servers needs the certificates of authorities',
  find({ engine }) {
    const files = [...engine.graph.nodes.values()].filter(({ entry }) => entry?.type === 'file');
    if (files.some(({ id }) => isCertificate(id))) return [];
    const [first] = files.filter(({ id }) => isClient(id)).sort((a, b) => byName(a.id, b.id));
    if (first === undefined) return [];
    return [{ detail: `"${first.id}" verifies servers, and the image has no certificates of authorities` }];
  },
};
