import { dayInWords, todayInLondon } from '@waymark/care-types';
import { ReferralState } from '@waymark/events';
import { action, problemError, view } from '@waymark/http';
import { z } from 'zod';
import { proposalWords, providerOf, shownReferral, type ViewParts } from '../../referral/index.ts';
import { stepPlace } from '../../referral/domain/steps-taken.ts';
import { happenedSince } from '../../shared/history.ts';
import { note } from '../../shared/note.ts';
import { stepParams } from '../step/step.ts';
import { decideReceivedDate } from './decide.ts';

const choose = 'Choose whether the wait counts from the earlier day';

export const receivedDateForm = view({
  id: 'decide-received-date-form',
  summary: 'Take or leave the earlier day on which a referrer says that the referral was sent: the form',
  path: '/:referralId/received-date',
  permission: 'referral:triage',
  params: stepParams,
  load: async ({ params: { referralId }, clock, reach }, parts: ViewParts) => {
    const shown = await shownReferral(referralId, { today: todayInLondon(clock), reach }, parts);
    if (!shown) return undefined;
    const said = proposalWords(shown.record, parts.cipher);
    return {
      ...shown,
      step: 'received-date',
      title: 'Decide the received date',
      submit: 'Save the day',
      follows: said?.says ?? '',
      whyNot: said ? undefined : 'No earlier day is proposed.',
      fields: said
        ? [
            {
              kind: 'radio',
              name: 'take',
              label: 'From which day does the wait count?',
              items: [
                { value: 'true', text: `From the earlier day, ${dayInWords(said.receivedOn)}` },
                { value: 'false', text: `From the day it arrived, ${dayInWords(shown.referral.receivedOn)}` },
              ],
            },
            {
              kind: 'area',
              name: 'note',
              label: 'How it is known',
              hint: 'Only those who care for the child, and who referred, can read it.',
              rows: 3,
            },
          ]
        : [],
    };
  },
  page: { template: 'triage/step/page.njk' },
  version: ({ version }) => version,
  audits: ({ personId }) => ({ subjects: [personId], purpose: 'decide about a referral' }),
});

export const receivedDate = action({
  id: 'decide-received-date',
  summary: 'Take or leave the earlier day on which a referrer says that the referral was sent',
  path: '/:referralId/received-date',
  apiPath: '/api/referrals/:referralId/received-date',
  permission: 'referral:triage',
  params: stepParams,
  body: z.strictObject({
    take: z.union([z.boolean(), z.enum(['true', 'false']).transform((said) => said === 'true')], {
      error: choose,
    }),
    note: note('How it is known'),
  }),
  expects: 'version',
  run: async (
    { params: { referralId }, body, command, viewer },
    { referrals, cipher }: Pick<ViewParts, 'referrals' | 'cipher'>,
  ) => {
    const sealed = cipher.seal(body.note, stepPlace(referralId, command.at.instant));
    const outcome = await referrals.change(referralId, command, (record) => {
      const decided = decideReceivedDate(record, { take: body.take, note: sealed }, command, providerOf);
      return record.sameAgain && decided.kind === 'decided' ? { ...decided, events: [] } : decided;
    });
    if (outcome.kind !== 'stale') return outcome;
    const about = { store: referrals, id: referralId, viewerId: viewer.id };
    throw problemError('stale', {
      detail: `${await happenedSince(command.expected, about)} That was after you opened it. Look at it as it is now, then decide again.`,
      headers: { ETag: `"${outcome.version}"` },
    });
  },
  refusals: {
    'nothing-proposed': () => 'No earlier day is proposed, or somebody has decided about it already.',
    'not-now': () => 'This referral has ended: its day is not changed any more.',
    'received-before-birth': () => 'The day is before the date of birth. Leave it, and ask the referrer.',
    'too-old': () => 'On that day the child was too old for the service. Leave it, and ask the referrer.',
    'code-not-in-use': () =>
      'A code of the referral was not in use on that day. Correct the referral instead.',
    'received-in-the-future': () => 'The day must not be in the future.',
    'no-such-time': ({ says }) => String(says),
    'received-after-what-happened': () => 'Something happened to the referral before that day. Leave it.',
  },
  form: receivedDateForm,
  then: {
    page: ({ id }) => `/${id}`,
    says: ({ state: { referral } }) => `The wait counts from ${dayInWords(referral.receivedOn)}.`,
    api: ({ state: { referral } }) => ({ status: 200, body: referral }),
  },
  responses: ReferralState,
});
