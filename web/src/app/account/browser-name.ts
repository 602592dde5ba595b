type Known = readonly (readonly [pattern: RegExp, name: string])[];

/** In this order: many browsers also claim to be others. */
const browsers: Known = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
];

const systems: Known = [
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const nameIn = (known: Known, text: string): string | undefined => known.find(([pattern]) => pattern.test(text))?.[1];

/** `Firefox on Linux`, from what a browser says it is; that itself where it says nothing we know. */
export const browserName = (userAgent: string): string => {
  const browser = nameIn(browsers, userAgent);
  const system = nameIn(systems, userAgent);
  if (browser === undefined) return userAgent === '' ? $localize`Unknown browser` : userAgent;
  return system === undefined ? browser : $localize`${browser}:browser: on ${system}:system:`;
};
