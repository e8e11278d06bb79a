/** One thing to choose from in a form: what is sent, and what is read. */
export type Choice<Value extends string = string> = { value: Value; text: string };

/** Things to choose from, in their order: the entries of a code list, or words by their code. */
export function choices<Code extends string>(
  of: Readonly<Record<Code, string>> | readonly { readonly code: Code; readonly text: string }[],
): Choice<Code>[] {
  if (isList(of)) return of.map(({ code, text }) => ({ value: code, text }));
  return (Object.entries(of) as [Code, string][]).map(([value, text]) => ({ value, text }));
}

function isList<Entry>(of: object | readonly Entry[]): of is readonly Entry[] {
  return Array.isArray(of);
}
