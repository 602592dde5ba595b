const identifier = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The path of a request as a log may keep it: identifiers stay, for they are what operators look for; a username that somebody
 * tries and whatever else is typed into a path does not.
 * @param template of the route: `/v1/usernames/{username}`
 */
export const loggedPath = (template: string, params: Readonly<Record<string, unknown>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = params[name];
    return typeof value === 'string' && identifier.test(value) ? value : placeholder;
  });
