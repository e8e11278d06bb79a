import type { HistoryEntry } from '@waymark/aggregate-store';
import { outwardOf, type Postcode } from '@waymark/care-types';
import { personIdFrom } from '@waymark/events';
import type { Reach } from '@waymark/policy';
import { withoutHiddenPlace, type PersonDetails } from '../../person/domain/person.ts';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import { statedIn } from '../adapters/sealed-parts.ts';
import { toldByReferrer, type ReferralRecord } from '../domain/referral-record.ts';

export type SeenParts = {
  cipher: FieldCipher;
  index: BlindIndex;
  decileOf: (postcode: Postcode) => number | null;
};

/** A referral and its child, as somebody may see them. */
export type Seen = { record: ReferralRecord; child: PersonDetails | undefined };

/**
 * A referral as somebody may see it. Direct care sees what is held. A referrer sees what the own organisation stated
 * with it, and nothing else of the child: not what others stated, nor whether the child was known, nor what a team found
 * out. Where it is hidden by now where the child is, that is shown to no referrer.
 */
export function seenBy(
  reach: Reach,
  record: ReferralRecord,
  held: PersonDetails | undefined,
  parts: SeenParts,
): Seen {
  return reach === 'any' ? { record, child: held } : ownStatement(record, held, parts);
}

function ownStatement(
  record: ReferralRecord,
  held: PersonDetails | undefined,
  { cipher, index, decileOf }: SeenParts,
): Seen {
  const stated = statedIn(record, cipher);
  const hidden = held?.addressHidden === true;
  const child = stated ? ofPerson(stated.child, hidden) : namesOnly(held);
  const { duplicateOf: _first, duplicateOn: _on, ...referral } = record.referral;
  const [before] = record.joined ?? [];
  const { receivedTime = referral.receivedTime, ...came } = before
    ? { receivedOn: before.was.receivedOn, receivedTime: before.was.receivedTime }
    : { receivedOn: referral.receivedOn };
  const { sameAgain: _again, cameFor: _other, learnPending: _news, joined: _joined, ...rest } = record;
  const postcode = child?.postcode;
  return {
    child,
    record: {
      ...rest,
      referral: {
        ...referral,
        ...came,
        ...(receivedTime && { receivedTime }),
        status: referral.status === 'duplicate' ? 'received' : referral.status,
        // A pseudonym of this referral alone: two of them must not show that they are of one child.
        personId: personIdFrom(index.bytesOf('person as a referrer sees', referral.referralId)),
        circumstances: [...toldByReferrer(record)],
        ...(stated && {
          dateOfBirth: stated.child.dateOfBirth,
          gender: stated.child.gender,
          ethnicCategory: stated.child.ethnicCategory,
          outwardPostcode: postcode === undefined ? null : outwardOf(postcode),
          imdDecile: postcode === undefined ? null : decileOf(postcode),
          needs: stated.needs,
        }),
      },
    },
  };
}

function ofPerson(
  {
    gender: _gender,
    ethnicCategory: _category,
    ...details
  }: PersonDetails & { gender: string; ethnicCategory: string },
  hidden: boolean,
): PersonDetails {
  return hidden ? withoutHiddenPlace({ ...details, addressHidden: true }) : details;
}

/** Of records from before it was kept what each referral stated: what every referral states. */
function namesOnly(held: PersonDetails | undefined): PersonDetails | undefined {
  if (!held) return undefined;
  const { givenName, familyName, dateOfBirth } = held;
  return { givenName, familyName, dateOfBirth };
}

/** What was found out about who the child is, and what others stated of the child: no referrer is told of it. */
const notForReferrers = [
  ...['same-child', 'same-referral', 'not-the-same', 'undo-duplicate', 'correct-person', 'settle-statement'],
  ...['same-again', 'another-child', 'goes-on', 'undo-same-again', 'profile-needs'],
];

/** The history of a referral as somebody may see it. */
export function historySeenBy(reach: Reach, history: readonly HistoryEntry[]): HistoryEntry[] {
  return history.filter(
    ({ command, by }) =>
      reach === 'any' ||
      (!notForReferrers.includes(command) &&
        (command !== 'change-circumstances' || by.roles.includes('referrer'))),
  );
}
