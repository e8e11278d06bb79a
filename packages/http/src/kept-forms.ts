import type { Clock } from '@waymark/care-types';
import type { Request } from 'express';
import { z } from 'zod';
import { fillPath } from './address.ts';
import type { Typed } from './form-fields.ts';
import { sealer } from './identity/sealed.ts';

/** Where forms are kept whose people have to sign in again: each sealed, until an instant. */
export type FormStore = {
  keep(id: string, sealed: string, until: Temporal.Instant): Promise<void>;
  /** Undefined for what is not there, or over. */
  get(id: string): Promise<string | undefined>;
  remove(id: string): Promise<void>;
};

const Kept = z.object({
  person: z.string(),
  typed: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  version: z.number().optional(),
  seen: z.string().optional(),
});
/** What a form held that was sent after the session was over; `version` and `seen` are what its page carried along. */
export type KeptForm = { typed: Typed; version?: number | undefined; seen?: string | undefined };

export type KeptForms = {
  keep(person: string, page: string, form: KeptForm): Promise<void>;
  /** What this person had typed at this page; nobody else is given it. */
  of(person: string, page: string): Promise<KeptForm | undefined>;
  remove(person: string, page: string): Promise<void>;
};

/** For how long what was typed is kept: a working day. */
export const keptFormHours = 8;

/**
 * Forms that were sent after the session of their person was over. Each is sealed under a key of its own purpose and found
 * by a keyed hash of the person and the page, so that nobody else is offered it.
 */
export function keptForms(
  store: FormStore,
  { secret, clock, hash }: { secret: string; clock: Clock; hash: (text: string) => string },
): KeptForms {
  const sealed = sealer(secret, 'kept form', Kept, clock);
  const idOf = (person: string, page: string) => hash(`kept form\n${person}\n${page}`);
  return {
    async keep(person, page, { typed, version, seen }) {
      const until = clock.now().add({ hours: keptFormHours });
      const content = {
        person,
        typed,
        ...(version !== undefined && { version }),
        ...(seen !== undefined && { seen }),
      };
      await store.keep(idOf(person, page), await sealed.seal(content, until), until);
    },
    async of(person, page) {
      const found = await store.get(idOf(person, page));
      const kept = found === undefined ? undefined : await sealed.open(found);
      return kept?.person === person ? kept : undefined;
    },
    remove: (person, page) => store.remove(idOf(person, page)),
  };
}

/** The part of an address by which a person asks for what they had typed. */
export const keptMark = 'kept';

/** The address of a form's page, for what is asked for by a request to it or to its action. */
export function pageOf(basePath: string, path: string, req: Request): string {
  return basePath + fillPath(path, (name) => String(req.params[name] ?? ''));
}
