const publicPaths =
  /^\/v1\/(portal-config|sign-ups(\/resend|\/verify)?|usernames\/[^/]+|password-resets(\/complete)?|email-changes\/complete)$/;

/** Whether a path of our API answers everybody: no token is shown there, and a refusal there says nothing about the session. */
export const isPublicPath = (url: string): boolean => publicPaths.test(url);
