import type { Clock } from '@waymark/care-types';
import { z } from 'zod';
import type { IdentityConfig } from './config.ts';
import { cookieIn, setCookie } from './cookies.ts';
import { sealer } from './sealed.ts';

type Settings = Pick<IdentityConfig, 'PUBLIC_URL' | 'SESSION_KEY'>;

const stay = { minutes: 30 };
const familySealer = (config: Settings, clock: Clock) =>
  sealer(config.SESSION_KEY, 'family', z.object({ pathwayId: z.string().min(1) }), clock);

/** The Set-Cookie value with which a family, its code once checked, reads its own page for half an hour. */
export async function sealFamily(config: Settings, clock: Clock, pathwayId: string): Promise<string> {
  const sealed = await familySealer(config, clock).seal({ pathwayId }, clock.now().add(stay));
  return setCookie(config.PUBLIC_URL, 'waymark-family', sealed);
}

/** The Set-Cookie value that ends a family's stay, for a computer that others use too. */
export function clearFamily(config: Settings): string {
  return setCookie(config.PUBLIC_URL, 'waymark-family', '');
}

/** The pathway that a family has opened, from a Cookie header. */
export async function openFamily(
  config: Settings,
  clock: Clock,
  cookieHeader: string | undefined,
): Promise<string | undefined> {
  const sealed = cookieIn(cookieHeader, config.PUBLIC_URL, 'waymark-family');
  return sealed === undefined ? undefined : (await familySealer(config, clock).open(sealed))?.pathwayId;
}
