const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** `512 byte`, `1.4 MB`: decimal units, as the system's own tools show file sizes. */
export const formatBytes = (bytes: number, locale: string): string => {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1000 ** power);
};
