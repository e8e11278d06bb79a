import type { CalendarDate } from '@waymark/care-types';
import type { Plan } from '../../plan/domain/plan.ts';

/** What the family's page shows, as HTML and as plain text. */
export type FamilyModel = {
  pathwayId: string;
  plan: Plan | undefined;
  service: string;
  /** What to say where the referral itself ended. */
  ended: { says: string; help: string[] } | undefined;
  monthNowSeen: CalendarDate | undefined;
  suggestions: { title: string; offers: string; how: string; why: string[]; lastAssured: CalendarDate }[];
  today: CalendarDate;
};
