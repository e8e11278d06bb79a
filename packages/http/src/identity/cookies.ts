import { parseCookie, stringifySetCookie } from 'cookie';

/** The cookies of the one address that all services share. */
export type CookieName =
  'waymark' | 'waymark-family' | 'waymark-sign-in' | 'waymark-request' | 'waymark-done' | 'waymark-lists';

/**
 * The name under which a cookie travels. On https it has the prefix `__Host-`, with which a browser takes it from
 * this very host alone; plain http is for the loopback address, where the prefix is not allowed.
 */
export function cookieName(publicUrl: string, name: CookieName): string {
  return isHttps(publicUrl) ? `__Host-${name}` : name;
}

/**
 * A Set-Cookie value: sent to all services, out of reach of scripts and of requests that other sites start.
 * One without content removes the cookie.
 */
export function setCookie(publicUrl: string, name: CookieName, content: string): string {
  return stringifySetCookie({
    name: cookieName(publicUrl, name),
    value: content,
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps(publicUrl),
    ...(content === '' ? { maxAge: 0 } : {}),
  });
}

/** The content of a cookie in a Cookie header. */
export function cookieIn(
  header: string | undefined,
  publicUrl: string,
  name: CookieName,
): string | undefined {
  return parseCookie(header ?? '')[cookieName(publicUrl, name)] || undefined;
}

function isHttps(url: string): boolean {
  return new URL(url).protocol === 'https:';
}
