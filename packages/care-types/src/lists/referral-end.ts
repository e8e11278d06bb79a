import { codeList, codeOf } from '../code-list.ts';
import { DATA_DICTIONARY } from './dates.ts';

/** Why a referral was closed. */
export const closureReason = codeList({
  id: 'closure-reason',
  title: 'Reason for closing',
  source: `${DATA_DICTIONARY}, REFERRAL CLOSURE REASON; additions of version 6 not found`,
  version: 'MHSDS v4.1',
  entries: [
    { code: '01', text: 'Admitted elsewhere' },
    { code: '02', text: 'Treatment completed' },
    { code: '03', text: 'Moved out of the area' },
    { code: '04', text: 'No further treatment appropriate' },
    { code: '05', text: 'Was not brought', note: 'National wording: did not attend' },
    { code: '06', text: 'Died' },
    { code: '07', text: 'The child or family asked to end' },
    { code: '08', text: 'Referred to another service' },
    {
      code: '09',
      text: 'The child or family did not want to be seen',
      note: 'National wording: refused to be seen',
    },
  ],
});
export const ClosureReason = codeOf(closureReason);

/** Why a referral was not taken on. */
export const rejectionReason = codeList({
  id: 'rejection-reason',
  title: 'Reason for not taking the referral on',
  source: `${DATA_DICTIONARY}, REFERRAL REJECTION REASON; additions of version 6 not found`,
  version: 'MHSDS v4.1',
  entries: [
    { code: '01', text: 'Duplicate of another referral' },
    {
      code: '02',
      text: 'Another service would fit better',
      note: 'National wording: inappropriate referral',
    },
    { code: '03', text: 'Information is missing', note: 'National wording: incomplete referral' },
  ],
});
export const RejectionReason = codeOf(rejectionReason);
