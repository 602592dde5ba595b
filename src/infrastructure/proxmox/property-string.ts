type PropertyValue = string | number | boolean | undefined;

/**
 * Writes a Proxmox property string: `name=eth0,bridge=vmbr0,firewall=1` (source: PVE::JSONSchema::print_property_string).
 * The format knows no escaping, so a comma, an equals sign in a key, a control character or an empty value can not be
 * said in it.
 * @param properties undefined values are left out, booleans become 1 and 0
 * @throws TypeError for what the format can not express
 */
export const propertyString = (properties: Readonly<Record<string, PropertyValue>>): string =>
  Object.entries(properties)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${checkedKey(key)}=${checkedValue(key, value)}`]))
    .join(',');

/**
 * Reads a property string; the part without a key is stored under `defaultKey`.
 * Unknown keys are kept: newer versions of Proxmox add some.
 */
export const parsePropertyString = (text: string, defaultKey: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split(',')
      .filter((part) => part.trim() !== '')
      .map((part) => {
        const equals = part.indexOf('=');
        return equals < 0 ? [defaultKey, part] : [part.slice(0, equals), part.slice(equals + 1)];
      }),
  );

const checkedKey = (key: string): string => {
  if (!/^[a-z][a-z0-9-]*$/.test(key)) throw new TypeError(`not a property key: ${JSON.stringify(key)}`);
  return key;
};

const checkedValue = (key: string, value: string | number | boolean): string => {
  const text = typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
  if (text === '' || /[,\p{Cc}]/u.test(text)) {
    throw new TypeError(`property ${key} can not hold ${JSON.stringify(text)}`);
  }
  return text;
};
