/** A synthetic child's wait, as the interface description and the page show it. */
export const exampleFacts = [
  {
    type: 'referral-received',
    factId: 'f1',
    referralId: 'A',
    on: '2025-03-03',
    provider: 'RX3',
    dateOfBirth: '2013-01-05',
    team: 'C04',
    priority: '3',
    primaryReason: '25',
  },
  { type: 'contact', factId: 'f2', referralId: 'A', on: '2025-03-10', attendance: '3', mechanism: '01' },
  { type: 'appointment-booked', factId: 'f3', referralId: 'A', on: '2025-03-12', for: '2025-03-24' },
  { type: 'contact', factId: 'f4', referralId: 'A', on: '2025-03-24', attendance: '5', mechanism: '01' },
  { type: 'outcome-measure', factId: 'f5', referralId: 'A', on: '2025-03-24', tool: 'SDQ' },
  { type: 'care-plan-agreed', factId: 'f6', referralId: 'A', on: '2025-03-31' },
];
