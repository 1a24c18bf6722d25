/**
 * Names of time zones that Debian since 13 and Ubuntu since 23.04 have in the package tzdata-legacy only, by the part before the
 * slash. From the list of its files, version 2026f.
 */
const LEGACY: Readonly<Record<string, string>> = {
  Africa: 'Asmera',
  America:
    'Argentina/ComodRivadavia Buenos_Aires Catamarca Cordoba Fort_Wayne Godthab Indianapolis Jujuy ' +
    'Knox_IN Louisville Mendoza Rosario',
  Antarctica: 'South_Pole',
  Asia:
    'Ashkhabad Calcutta Choibalsan Chungking Dacca Katmandu Macao Rangoon Saigon Thimbu Ujung_Pandang ' +
    'Ulan_Bator',
  Atlantic: 'Faeroe',
  Australia: 'ACT LHI NSW North Queensland South Tasmania Victoria West',
  Brazil: 'Acre DeNoronha East West',
  '':
    'CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT+0 GMT-0 GMT0 Greenwich HST Hongkong ' +
    'Iceland Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT ' +
    'Poland Portugal ROC ROK Singapore Turkey UCT Universal W-SU WET Zulu',
  Canada: 'Atlantic Central Eastern Mountain Newfoundland Pacific Saskatchewan Yukon',
  Chile: 'Continental EasterIsland',
  Europe: 'Kiev Uzhgorod Zaporozhye',
  Mexico: 'BajaNorte BajaSur General',
  Pacific: 'Enderbury Ponape Truk',
  US:
    'Alaska Aleutian Arizona Central East-Indiana Eastern Hawaii Indiana-Starke Michigan Mountain Pacific ' +
    'Samoa',
};

const NAMES: ReadonlySet<string> = new Set(
  Object.entries(LEGACY).flatMap(([area, names]) =>
    names.split(' ').map((name) => (area === '' ? name : `${area}/${name}`)),
  ),
);

/** Reports whether a time zone is in the package tzdata-legacy, in suites that have it. */
export function isLegacyZone(name: string): boolean {
  return NAMES.has(name);
}
