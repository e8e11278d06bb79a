import { ClockState, Evidence, Fact, interventionKinds, type FactOf } from '@waymark/wait-clocks';
import { z } from 'zod';

/** The id of a fact: opaque. */
export const FactId = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]*$/)
  .meta({ examples: ['fact-1'] });

const Referral = z
  .string()
  .regex(/^ref_[0-9a-hjkmnp-tv-z]{26}$/)
  .meta({ examples: ['ref_4f2k9q1m7x4f2k9q1m7x4f2k9q'] });
/** Text of Waymark's own rules. */
const RuleWords = z.string().max(600);

const sentOptions = Fact.options.map((option) =>
  z.object({
    ...option.shape,
    factId: FactId,
    referralId: Referral,
    corrects: FactId.optional(),
    ...('continues' in option.shape ? { continues: Referral.optional() } : {}),
    ...('withdraws' in option.shape ? { withdraws: FactId } : {}),
    // Readers of the first version rely on the kind: who has only a code translates it before sending.
    ...(option.shape.type.value === 'intervention' ? { kind: z.enum(interventionKinds) } : {}),
  }),
);

type SentIntervention = FactOf<'intervention'> & { kind: (typeof interventionKinds)[number] };

/** A fact as it travels: its ids have no room for anything else, and a reader leaves out what it does not know. */
export const SentFact = z.discriminatedUnion(
  'type',
  sentOptions as unknown as typeof Fact.options,
) as unknown as z.ZodType<Exclude<Fact, { type: 'intervention' }> | SentIntervention>;

/** A clock as it travels. */
export const SentClock = z.object({
  ...ClockState.shape,
  title: RuleWords,
  /** A deleted wait has none: 0 stands for that, since readers of the first version rely on a number. */
  days: z.number().int().min(0),
  referralId: Referral,
  referralIds: z.array(Referral),
  evidence: z.array(
    z.object({
      ...Evidence.shape,
      rule: RuleWords,
      source: RuleWords,
      says: RuleWords,
      facts: z.array(FactId),
    }),
  ),
  stillNeeded: z.array(RuleWords),
  settings: z.record(RuleWords, RuleWords),
});
