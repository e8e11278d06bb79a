/**
 * The published weights by which two records are told to be of one child, or of two. The model is Fellegi and Sunter's
 * (1969): for each field, how probable each level of likeness is in two records of the same child (`same`, "m") and of
 * two strangers ("u"). Two records of siblings are the third kind: they share a family name and a home without being
 * one child, which a model of strangers alone would take for proof.
 *
 * None is learnt from real children. Each is an assumption, with its ground beside it, to be replaced by an estimate
 * from a register's own decided pairs; the version then changes.
 */
export type Odds = { same: number; strangers: number; siblings: number; ground: string };

export const weightsVersion = '1';

export const weights = {
  givenName: {
    exact: odds(
      0.86,
      0.006,
      0.004,
      'same: 14% written otherwise. strangers: sum of squared shares of names; replaced by the share of this very name',
    ),
    'short form': odds(0.05, 0.0025, 0.003, 'a school writes Alfie where the practice writes Alfred'),
    spelling: odds(
      0.05,
      0.002,
      0.004,
      'one or two letters, or heard and written otherwise; siblings are at times named alike',
    ),
    part: odds(0.012, 0.001, 0.002, 'one of two given names, or of two joined by a hyphen'),
    swapped: odds(0.006, 0.0004, 0.00005, 'given and family name in each other’s box'),
    alike: odds(0.008, 0.012, 0.014, 'somewhat alike: as often chance as error'),
    different: odds(
      0.014,
      0.9761,
      0.97295,
      'known by a middle or a new name; a form filled in for the wrong child',
    ),
  },
  familyName: {
    exact: odds(
      0.85,
      0.0012,
      0.78,
      'same: family names change more than given ones. strangers: replaced by the share of this very name',
    ),
    'short form': odds(0.0005, 0.0002, 0.0005, 'a family name that is also a given one'),
    spelling: odds(0.05, 0.001, 0.047, 'one or two letters, or heard and written otherwise'),
    part: odds(0.035, 0.0008, 0.033, 'one half of a double name'),
    swapped: odds(0.006, 0.0004, 0.006, 'as the given name, which has told it already'),
    alike: odds(0.006, 0.006, 0.006, 'somewhat alike: as often chance as error'),
    different: odds(
      0.0525,
      0.9904,
      0.1275,
      'parents part or marry, adoption, a mother’s name at one desk and a father’s at another',
    ),
  },
  dateOfBirth: {
    exact: odds(
      0.955,
      0.00011,
      0.028,
      'strangers: one day of 25 years. siblings: 1.5% of births in England and Wales are multiple (ONS), which makes 3% of children',
    ),
    'day and month swapped': odds(0.008, 0.00008, 0.00025, 'a form in the American order'),
    'one digit': odds(0.022, 0.0022, 0.004, 'a slip of a key; some twenty dates are one digit away'),
    'a day or a year off': odds(
      0.006,
      0.0002,
      0.001,
      'a slip over a ten, a new year’s habit; twins around midnight',
    ),
    'same month': odds(0.004, 0.0023, 0.0005, 'the day guessed or misheard'),
    different: odds(0.005, 0.99511, 0.96625, 'born unknown, or another child’s date'),
  },
  postcode: {
    exact: odds(
      0.78,
      0.0002,
      0.74,
      'same: one family in five has moved or wrote another parent’s home. strangers: some 15,000 postcodes',
    ),
    'same sector': odds(0.045, 0.004, 0.045, 'moved near by, or the last letters mistaken'),
    'same district': odds(0.065, 0.035, 0.065, 'moved within the town'),
    different: odds(0.11, 0.9608, 0.15, 'moved away; two homes'),
  },
  school: {
    exact: odds(
      0.8,
      0.006,
      0.45,
      'strangers: some 350 schools of unlike size. siblings: primary and secondary part them',
    ),
    different: odds(0.2, 0.994, 0.55, 'one change of school in five between two referrals'),
  },
  sex: {
    same: odds(0.985, 0.5, 0.5, 'as stated'),
    different: odds(0.015, 0.5, 0.5, 'as stated; it may be restated'),
  },
  nhsNumber: {
    exact: odds(0.975, 0.0000001, 0.002, 'siblings: the number of a brother or sister copied by mistake'),
    'two digits swapped': odds(
      0.006,
      0.0000001,
      0.0001,
      'one of the two then fails its check digit, for modulus 11 finds every swap',
    ),
    'differs, one fails its check': odds(0.014, 0.02, 0.02, 'a mistyped number says little'),
    different: odds(
      0.005,
      0.9799998,
      0.9779,
      'two numbers that pass are two children, but for a number given twice',
    ),
  },
} as const satisfies Record<string, Record<string, Odds>>;

/** How alike two records are in each field. `not known` where either is silent: it weighs nothing. */
export type Likeness = { [Field in keyof typeof weights]: keyof (typeof weights)[Field] | 'not known' };

function odds(same: number, strangers: number, siblings: number, ground: string): Odds {
  return { same, strangers, siblings, ground };
}
