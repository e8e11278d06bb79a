/** What happens in a year and a half of one synthetic child's wait, by days since the referral was received. */
export const typicalWait: readonly (readonly [day: number, what: Readonly<Record<string, string>>])[] = [
  [3, { type: 'accepted', team: 'C04' }],
  [20, { type: 'appointment-offered' }],
  [21, { type: 'appointment-booked' }],
  [45, { type: 'contact', attendance: '2', mechanism: '01' }],
  [60, { type: 'contact', attendance: '5', mechanism: '01' }],
  [60, { type: 'outcome-measure', tool: 'SDQ' }],
  [75, { type: 'contact', attendance: '3', mechanism: '11' }],
  [90, { type: 'contact', attendance: '5', mechanism: '11' }],
  [104, { type: 'care-plan-agreed' }],
  [110, { type: 'contact', attendance: '6', mechanism: '02' }],
  [150, { type: 'treatment-started' }],
];
