import type { Rule } from '../rule.ts';

export const java: Rule = {
  name: 'java',
  why: 'the parts of a Java runtime load each other by name, and its settings and authorities are links into /etc',
  source: 'Oracle "JDK File Structure"; openjdk-*-jre-headless and ca-certificates-java of Debian',
  from: 'files',
  when: ['/usr/lib/jvm/*/bin/java', '/usr/lib/jvm/**/libjvm.so'],
  keep: [
    '/usr/lib/jvm/**',
    '/etc/java*/**',
    '/etc/.java/**',
    '/etc/ssl/certs/java/cacerts',
    '/usr/share/java/**',
  ],
  strength: 'hard',
  exclude: ['/usr/lib/jvm/*/{man,docs,demo,sample}', '/usr/lib/jvm/*/{,lib/}src.zip'],
  // For compiling and linking Java, not for running it.
  excludeFromData: ['/usr/lib/jvm/*/{include,jmods}', '/usr/lib/jvm/*/lib/ct.sym'],
};
