/** A form says that a child has one name alone; an empty box may have been overlooked. */
export const nameUnsaidWords = {
  givenName: 'Enter the given name, or tick that the child has one name only',
  familyName: 'Enter the family name, or tick that the child has one name only',
} as const;
