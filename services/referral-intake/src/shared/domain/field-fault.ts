/** One field of the form and what is wrong with it. */
export type FieldFault = { field: string; says: string };
