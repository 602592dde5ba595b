/** Whether a URL is our own API on our own origin: tokens and positions are sent nowhere else. */
export const isOwnApi = (url: string, base: string = document.baseURI): boolean => {
  const target = new URL(url, base);
  return target.origin === new URL(base).origin && target.pathname.startsWith('/v1/');
};
