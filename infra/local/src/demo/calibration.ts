import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CircumstanceId,
  EthnicCategory,
  NeedDomain,
  PrimaryReason,
  ServiceAskedFor,
  SourceOfReferral,
} from '@waymark/care-types';
import { z } from 'zod';

const share = z.number().min(0).max(1);
const weight = z.number().min(0);
const referrers = z.enum(['ndd', 'camhs', 'crisis', 'paediatrics']);
const assumed = z.object({ share, source: z.string() });

const Band = z.object({ upToDays: z.int().min(1), weight, measure: z.string() });

const ServiceFigures = z.object({
  service: ServiceAskedFor,
  weight,
  provider: z.string(),
  team: z.string(),
  /** The share whose first contact has taken place. */
  seen: share,
  /** Days since the referral was received, in bands that follow one another. */
  waits: z.array(Band).min(1),
  /** Age at referral: from, to and weight. */
  ages: z.array(z.tuple([z.int(), z.int(), weight])).min(1),
  female: share,
  reasons: z.partialRecord(PrimaryReason, weight),
  otherReasons: z.record(z.string(), weight),
  priority: z.record(z.string(), weight),
  from: referrers,
});
export type ServiceFigures = z.infer<typeof ServiceFigures>;

/** What the synthetic children are modelled on, each figure with the published measure or the assumption it comes from. */
const Calibration = z.object({
  measures: z.record(z.string(), z.object({ source: z.string(), says: z.string(), value: z.number() })),
  services: z.array(ServiceFigures),
  sourcesOfReferral: z.record(referrers, z.partialRecord(SourceOfReferral, weight)),
  notBrought: assumed,
  cancelled: assumed,
  accepted: assumed,
  genderNotBinary: z.object({ neither: share, notKnown: share, source: z.string() }),
  ethnicCategory: z.object({ weights: z.partialRecord(EthnicCategory, weight), source: z.string() }),
  deprivation: z.object({ byDecile: z.array(weight).length(10), source: z.string() }),
  circumstances: z.object({ shares: z.partialRecord(CircumstanceId, share), source: z.string() }),
  needs: z.object({
    profiled: share,
    byService: z.record(referrers, z.partialRecord(NeedDomain, weight)),
    source: z.string(),
  }),
  dirty: assumed,
});
export type Calibration = z.infer<typeof Calibration>;

/** The figures of `infra/local/demo/calibration.json`. */
export function readCalibration(): Calibration {
  const file = join(import.meta.dirname, '..', '..', 'demo', 'calibration.json');
  return Calibration.parse(JSON.parse(readFileSync(file, 'utf8')));
}
