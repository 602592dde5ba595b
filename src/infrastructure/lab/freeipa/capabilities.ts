/** What FreeIPA assumes of a client that does not say which version of the API it speaks (ipalib/capabilities.py). */
const versionWithoutCapabilities = '2.51';

type Result = Readonly<Record<string, unknown>>;

/** A result as a client of that version of the API understands it: names as lists since 2.83, times as such since 2.84. */
export const resultForVersion = (result: Result, version: unknown): Result => {
  const [, minor = '0'] = (typeof version === 'string' ? version : versionWithoutCapabilities).split('.');
  const withNames =
    Number(minor) < 83 && Array.isArray(result['value']) ? { ...result, value: result['value'].join(',') } : result;
  return Number(minor) < 84 ? (withPlainTimes(withNames) as Result) : withNames;
};

const withPlainTimes = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withPlainTimes);
  if (typeof value !== 'object' || value === null) return value;
  if ('__datetime__' in value) return value.__datetime__;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withPlainTimes(inner)]));
};
