import type { Rule } from '../rule.ts';

export const java: Rule = {
  name: 'java',
  why: 'the parts of a Java runtime load each other by name, and its settings and CA certificates are links into /etc',
  source:
    'Oracle "JDK File Structure"; JEP 341 for the data archives; openjdk-*-jre-headless and ca-certificates-java of Debian',
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
  // Files to compile and link Java, not to run it. Data archives beside classes.jsa are for other modes, as for heaps of 32 GB
  // and ZGC; Java starts without an archive, and a check in such a mode keeps it.
  excludeFromData: [
    '/usr/lib/jvm/*/{include,jmods}',
    '/usr/lib/jvm/*/lib/ct.sym',
    '/usr/lib/jvm/*/lib/{,*/}server/classes_*.jsa',
  ],
  // Eclipse Temurin, Corretto and others in /opt/java, jlink's output, and Java 8 with a folder per architecture.
  anywhere: {
    landmarks: [
      '{home}/lib/server/libjvm.so',
      '{home}/lib/{amd64,aarch64,arm,i386,ppc64le,s390x}/server/libjvm.so',
    ],
    when: [
      '{home}/bin/java',
      '{home}/lib/{,*/}server/libjvm.so',
      '{home}/lib/{,*/,jli/,*/jli/}libjli.so',
      'env:JAVA_HOME={home}',
    ],
    keep: ['{home}/**', '/etc/java*/**', '/etc/ssl/certs/java/cacerts', '/etc/ssl/certs/adoptium/cacerts'],
    exclude: ['{home}/{man,docs,demo,sample}', '{home}/{,lib/}src.zip'],
    excludeFromData: ['{home}/{include,jmods}', '{home}/lib/ct.sym', '{home}/lib/{,*/}server/classes_*.jsa'],
    own: ['{home}/{conf,legal,lib}'],
  },
};
