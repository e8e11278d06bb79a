import { CalendarDate } from '@waymark/care-types';
import type { CommandMeta } from '@waymark/decisions';
import type { NeedsPlans } from '../needs-plan/index.ts';

/** A plan of a child who was never referred is kept until the 25th birthday, as other records of a child are. */
const birthday = 25;

/** How many plans of children who were never referred are past their time; erases them where it may. */
export async function erasePlansOver(
  today: CalendarDate,
  plans: NeedsPlans,
  command: CommandMeta | undefined,
): Promise<number> {
  const born = CalendarDate.parse(Temporal.PlainDate.from(today).subtract({ years: birthday }).toString());
  let over = 0;
  for await (const planId of plans.ofUnknownBornBefore(born)) {
    over += 1;
    if (command) await plans.erase(planId, { ...command, key: `erase ${planId}` });
  }
  return over;
}
