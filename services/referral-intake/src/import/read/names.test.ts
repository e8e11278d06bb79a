import { splitName } from './names.ts';

test.each([
  ['Mr DEMO-ASH, Acorn', 'DEMO-ASH', 'Acorn'],
  ['Demo-Ash, Miss Acorn Bea', 'Demo-Ash', 'Acorn Bea'],
  ['DEMO ASH Acorn', 'DEMO ASH', 'Acorn'],
  ['Acorn Demo-Ash', 'Demo-Ash', 'Acorn'],
  ['Acorn DEMO-ASH', 'DEMO-ASH', 'Acorn'],
  ['Master Acorn Bea Demo-Ash', 'Demo-Ash', 'Acorn Bea'],
  ['Misstermind Demo', 'Demo', 'Misstermind'],
  ['Acorn', 'Acorn', ''],
  ['', '', ''],
])('%j is split', (whole, family, given) => {
  expect(splitName(whole)).toEqual({ family_name: family, given_name: given });
});
