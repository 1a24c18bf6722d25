import type { Rule } from '../rule.ts';

export const wireshark: Rule = {
  name: 'wireshark',
  why: 'a separate small program captures packets from an interface',
  source: 'tshark(1) and dumpcap(1); wireshark-common of Debian',
  when: ['/usr/bin/{tshark,wireshark,sharkd,rawshark}'],
  keep: ['/usr/bin/dumpcap'],
};
