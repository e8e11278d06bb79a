import { CalendarDate, NeedDomain, NeedSetting, ServiceAskedFor } from '@waymark/care-types';
import { z } from 'zod';
import { PathwayId, PersonId } from '../ids.ts';
import { Slug, VersionLabel } from './codes.ts';

/** Why something is suggested. The text is the policy's own, never a person's. */
export const SuggestionReason = z.object({
  code: Slug,
  domain: NeedDomain.optional(),
  setting: NeedSetting.optional(),
  text: z.string().max(300),
});

/** One thing in the directory that may help now. The title is the directory's. */
export const Suggestion = z.object({
  listingId: Slug,
  title: z.string().max(200),
  score: z.number().min(0),
  reasons: z.array(SuggestionReason),
});
export type Suggestion = z.infer<typeof Suggestion>;

/** What is suggested to a family while it waits, as it now is. */
export const SupportState = z.object({
  pathwayId: PathwayId,
  personId: PersonId,
  service: ServiceAskedFor,
  suggestions: z.array(Suggestion),
  suggestedOn: CalendarDate,
  directoryVersion: VersionLabel,
  policyVersion: VersionLabel,
});
export type SupportState = z.infer<typeof SupportState>;
