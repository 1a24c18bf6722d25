import type { Rule } from '../rule.ts';

export const wireshark: Rule = {
  name: 'wireshark',
  why: 'what is read from an interface is captured by a small program of its own',
  source: 'tshark(1) and dumpcap(1); wireshark-common of Debian',
  when: ['/usr/bin/{tshark,wireshark,sharkd,rawshark}'],
  keep: ['/usr/bin/dumpcap'],
};
