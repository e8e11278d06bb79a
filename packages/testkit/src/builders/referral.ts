import { eventId, referralReceived, type Envelope, type ReferralState } from '@waymark/events';

type Written = { [Field in keyof ReferralState]?: unknown };

/** A synthetic child's referral: the example of the contract, with what this test is about. */
export function referral(change: Written = {}): ReferralState {
  return { ...referralReceived.example, knownContacts: [], circumstances: [], ...change } as ReferralState;
}

/** The referral as its event of that type and sequence brings it. */
export function referralEvent(
  state: ReferralState,
  { type = referralReceived.type, sequence = 1 }: { type?: string; sequence?: number } = {},
): Envelope<ReferralState> {
  return {
    id: eventId(state.referralId, sequence),
    type,
    source: 'referral-intake',
    subject: state.referralId,
    sequence,
    time: '2026-11-21T09:00:00Z',
    data: state,
  };
}

/** The nth id of its kind. */
export function nth(prefix: 'ref' | 'per' | 'pw', n: number): string {
  return `${prefix}_${String(n).padStart(26, '0')}`;
}

/** The nth reference. */
export function nthReference(n: number): string {
  const digits = String(n).padStart(8, '0');
  return `WM-${digits.slice(0, 4)}-${digits.slice(4)}`;
}
