import { z } from 'zod';
import { codeList, codeOf } from './code-list.ts';

const PROFILE_SOURCE =
  'Waymark needs profile: the strands of the Portsmouth neurodiversity profile (2021–22), with topics of waiting-well programmes in England';

/** What a child may need help with: 21 domains, none of which is a diagnosis. */
export const needDomains = codeList({
  id: 'need-domains',
  title: 'Need',
  source: PROFILE_SOURCE,
  version: '1',
  entries: [
    { code: 'communication', text: 'Talking and understanding' },
    { code: 'attention', text: 'Attention and focus' },
    { code: 'activity', text: 'Activity and energy' },
    { code: 'emotional-regulation', text: 'Managing feelings' },
    { code: 'sensory', text: 'Senses: sound, touch, light, taste' },
    { code: 'change', text: 'Change and flexibility' },
    { code: 'social', text: 'Friends and being with others' },
    { code: 'learning', text: 'Learning' },
    { code: 'movement', text: 'Movement and coordination' },
    { code: 'sleep', text: 'Sleep' },
    { code: 'eating', text: 'Eating' },
    { code: 'toileting', text: 'Using the toilet' },
    { code: 'anxiety', text: 'Worry and anxiety' },
    { code: 'low-mood', text: 'Low mood' },
    { code: 'anger', text: 'Anger and behaviour at home' },
    { code: 'self-harm', text: 'Self-harm', note: 'Urgent help is shown first, before any other support' },
    { code: 'school-attendance', text: 'Going to school' },
    { code: 'transitions', text: 'Moving on: a new school, becoming an adult' },
    { code: 'parent-wellbeing', text: 'How parents and carers are doing' },
    { code: 'family', text: 'Brothers, sisters and family life' },
    { code: 'money', text: 'Money and benefits' },
  ],
});
export const NeedDomain = codeOf(needDomains);
export type NeedDomain = z.infer<typeof NeedDomain>;

/** Where the need shows. */
export const needSettings = codeList({
  id: 'need-settings',
  title: 'Setting',
  source: PROFILE_SOURCE,
  version: '1',
  entries: [
    { code: 'home', text: 'At home' },
    { code: 'school', text: 'At school, nursery or college' },
    { code: 'community', text: 'Out and about' },
  ],
});
export const NeedSetting = codeOf(needSettings);
export type NeedSetting = z.infer<typeof NeedSetting>;

/** How much a need gets in the way: 0 not at all, 1 a little, 2 a lot, 3 most of the time. */
export const NeedImpact = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)], {
  error: 'Impact must be 0 (not at all), 1 (a little), 2 (a lot) or 3 (most of the time)',
});
export type NeedImpact = z.infer<typeof NeedImpact>;

/**
 * One need, with its impact in each setting. Where nothing was said of a setting, `notSaid` names it: its impact is 0
 * for readers that do not know the field, and must not be read as "not at all". See `impactIn`.
 */
export const Need = z.strictObject({
  domain: NeedDomain,
  home: NeedImpact,
  school: NeedImpact,
  community: NeedImpact,
  notSaid: z.array(NeedSetting).optional(),
});
export type Need = z.infer<typeof Need>;

/** How much a need gets in the way in a setting; undefined where that was not said. */
export function impactIn(need: Need, setting: NeedSetting): NeedImpact | undefined {
  return need.notSaid?.includes(setting) ? undefined : need[setting];
}

/** What was said of a need, by setting, as a whole need: what was not said is named. */
export function needFrom(
  domain: NeedDomain,
  said: { readonly [Setting in NeedSetting]?: NeedImpact | undefined },
): Need {
  const notSaid = needSettings.entries.map(({ code }) => code).filter((code) => said[code] === undefined);
  const { home = 0, school = 0, community = 0 } = said;
  return { domain, home, school, community, ...(notSaid.length > 0 && { notSaid }) };
}

/** A child's needs, each domain at most once. No free text: it may travel in events. */
export const NeedsProfile = z
  .array(Need)
  .refine((needs) => new Set(needs.map((need) => need.domain)).size === needs.length, {
    error: 'Each need can be recorded only once',
  });
export type NeedsProfile = z.infer<typeof NeedsProfile>;
