export type AccountFilter = Readonly<{ search: string; state: string | undefined; limit: number }>;

/** The question for accounts that fit. */
export const accountsUrl = ({ search, state, limit }: AccountFilter): string => {
  const query = new URLSearchParams({ limit: String(limit) });
  if (search.trim() !== '') query.set('search', search.trim());
  if (state !== undefined && state !== '') query.set('state', state);
  return `/v1/accounts?${query.toString()}`;
};
