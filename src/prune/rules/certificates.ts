import type { Rule } from '../rule.ts';

export const certificates: Rule = {
  name: 'certificates',
  why: 'TLS libraries verify peers against the CA bundle, which OpenSSL looks up as cert.pem',
  source: 'SSL_CTX_set_default_verify_paths(3ssl), update-ca-certificates(8); canonical/chisel-releases#257',
  from: 'files',
  when: [
    '/**/lib{ssl,gnutls,mbedtls}.so.*',
    '/etc/ssl/certs/ca-certificates.crt',
    'package:ca-certificates',
    'package:ca-certificates-bundle',
    'env:SSL_CERT_FILE',
    'env:SSL_CERT_DIR',
  ],
  keep: [
    '/etc/ssl/certs/ca-certificates.crt',
    '/usr/lib/ssl/cert.pem',
    // Alpine, and Fedora.
    '/etc/ssl/cert.pem',
    '/etc/pki/tls/{cert.pem,certs/ca-bundle.crt}',
    '{env:SSL_CERT_FILE}',
    '{env:SSL_CERT_DIR}/**',
  ],
  needs: [
    {
      by: '/usr/sbin/update-ca-certificates',
      files: ['/etc/ca-certificates.conf', '/usr/share/ca-certificates/**'],
    },
  ],
  // The link for each authority and the certificates behind them duplicate the bundle.
  exclude: [
    '/usr/share/ca-certificates/**',
    '/etc/ca-certificates.conf',
    '/etc/ca-certificates/**',
    '/usr/sbin/update-ca-certificates',
  ],
};
