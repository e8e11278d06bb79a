/**
 * Where to go after signing in: a path of this very address, or the fallback for anything else. What a browser
 * would read as another site (`//elsewhere`, `/\elsewhere`, `/..//elsewhere`) is anything else, and so are the
 * sign-in pages themselves.
 */
export function safeReturn(wanted: unknown, fallback: string): string {
  if (typeof wanted !== 'string' || !/^\/[\x21-\x7e]*$/.test(wanted) || wanted.includes('\\'))
    return fallback;
  const here = 'http://here.invalid';
  if (!URL.canParse(wanted, here)) return fallback;
  const { origin, pathname, search } = new URL(wanted, here);
  const isElsewhere = origin !== here || pathname.startsWith('//');
  const isSignIn = /\/(sign-in|signed-in|sign-out)\/?$/.test(pathname);
  return isElsewhere || isSignIn ? fallback : pathname + search;
}
