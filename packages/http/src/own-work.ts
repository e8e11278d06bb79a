import { z } from 'zod';
import type { ViewContext } from './handler-context.ts';
import { view, type View } from './view.ts';

/** One thing that waits for a person, as the start page says it: counted at that moment. */
export const WorkLine = z.strictObject({
  /** `today`: somebody may be at serious risk; `waits`: it waits for this person; `known`: nothing to do. */
  when: z.enum(['today', 'waits', 'known']),
  /** With its count and noun: "12 referrals to triage". */
  says: z.string(),
  note: z.string().optional(),
  /** Where the work is done: a path of the one address of all services. Null where there is only the figure. */
  href: z.string().nullable(),
});
export type WorkLine = z.infer<typeof WorkLine>;

/** What one service has for the person who asks: who they are, and what waits for them there. */
export const OwnWork = z.strictObject({
  /** Null for somebody who has not signed in. */
  who: z.strictObject({ name: z.string(), roles: z.array(z.string()) }).nullable(),
  lines: z.array(WorkLine),
  /** When it was counted: an instant in UTC. */
  asOf: z.string(),
});
export type OwnWork = z.infer<typeof OwnWork>;

/** What a service says of a person's own work, for the start page of all services. */
export function ownWork<Parts>(
  linesFor: (ctx: ViewContext<unknown, unknown>, parts: Parts) => Promise<WorkLine[]>,
): View<Parts> {
  return view({
    id: 'own-work',
    summary: 'Who is signed in, and what waits for them in this service',
    path: '/own-work',
    permission: 'home:see',
    load: async (ctx: ViewContext<unknown, unknown>, parts: Parts) => {
      const { viewer, clock } = ctx;
      const isKnown = !viewer.roles.includes('anonymous');
      return {
        who: isKnown ? { name: viewer.name, roles: [...viewer.roles] } : null,
        lines: isKnown ? await linesFor(ctx, parts) : [],
        asOf: clock.now().toString(),
      };
    },
    api: { body: OwnWork, of: (model) => model },
  });
}

/** A count with its noun, for a line: "1 referral to triage". */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}
