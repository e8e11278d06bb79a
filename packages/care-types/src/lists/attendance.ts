import { codeList, codeOf } from '../code-list.ts';
import type { CodeIn } from '../code-list.ts';
import { DATA_DICTIONARY, END_OF_V4, MHSDS, MONTHLY_STATISTICS, V5 } from './dates.ts';

/** What became of an appointment. */
export const attendance = codeList({
  id: 'attendance',
  title: 'Attendance',
  source: `${DATA_DICTIONARY}, ATTENDANCE STATUS`,
  version: MHSDS,
  entries: [
    {
      code: '5',
      text: 'Seen, on time',
      also: ['attended', 'attended on time', 'seen', 'arrived', 'present'],
    },
    { code: '6', text: 'Seen, arrived late', also: ['attended late', 'arrived late', 'seen late', 'late'] },
    {
      code: '7',
      text: 'Arrived late and was not seen',
      also: ['late not seen', 'arrived late and could not be seen', 'not seen'],
    },
    {
      code: '2',
      text: 'Cancelled by or for the child',
      also: [
        'cancelled by patient',
        'cancelled by family',
        'patient cancelled',
        'cancelled by child',
        'cancelled by or on behalf of the patient',
      ],
    },
    {
      code: '3',
      text: 'Was not brought',
      note: 'National wording: did not attend, no advance warning given',
      also: [
        'dna',
        'did not attend',
        'wnb',
        'not brought',
        'no show',
        'did not attend, no advance warning given',
      ],
    },
    {
      code: '4',
      text: 'Cancelled or postponed by the service',
      also: [
        'cancelled by provider',
        'cancelled by service',
        'provider cancelled',
        'cancelled by team',
        'cancelled or postponed by the health care provider',
      ],
    },
    {
      code: '0',
      text: 'Still to come',
      note: 'For local use; not valid in MHSDS',
      also: ['future', 'booked', 'not applicable, appointment occurs in the future'],
    },
  ],
});
export const Attendance = codeOf(attendance);

/** Whether the child was seen. */
export function isAttended(code: CodeIn<typeof attendance>): boolean {
  return code === '5' || code === '6';
}

/** How the contact was held. */
export const consultationMechanism = codeList({
  id: 'consultation-mechanism',
  title: 'How the contact was held',
  source: `${DATA_DICTIONARY}, CONSULTATION MECHANISM; valid dates from ${MONTHLY_STATISTICS}`,
  version: MHSDS,
  entries: [
    { code: '01', text: 'Face to face', also: ['f2f', 'face to face communication', 'in person', 'clinic'] },
    { code: '02', text: 'Telephone', also: ['phone', 'telephone call', 'by phone'] },
    {
      code: '03',
      text: 'Video (old code)',
      until: END_OF_V4,
      note: 'National wording: telemedicine web camera. Use 11',
      now: '11',
    },
    { code: '04', text: 'Talk type, for a person who cannot speak' },
    { code: '05', text: 'Email' },
    { code: '06', text: 'Text message (old code)', until: END_OF_V4, note: 'Use 09 or 10', now: '09' },
    { code: '09', text: 'Text message, answered later', from: V5, also: ['sms', 'text'] },
    { code: '10', text: 'Instant message, answered at once', from: V5 },
    {
      code: '11',
      text: 'Video',
      from: V5,
      also: [
        'video consultation',
        'video call',
        'teams',
        'zoom',
        'attend anywhere',
        'telemedicine web camera',
      ],
    },
    { code: '12', text: 'Message board', from: V5 },
    { code: '13', text: 'Chat room', from: V5 },
    { code: '98', text: 'Another way', also: ['other'] },
  ],
});
export const ConsultationMechanism = codeOf(consultationMechanism);
