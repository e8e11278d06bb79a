import type { Log } from '@waymark/decisions';
import type { Clock } from '@waymark/care-types';
import type { Cursors } from './cursor.ts';

import type { Permission, Viewer } from '@waymark/policy';
import type { ChangedMeanwhile, SeenField } from './changed-meanwhile.ts';
import type { Typed } from './form-fields.ts';
import type { Confirmations } from './confirmations.ts';
import type { KeptForms } from './kept-forms.ts';
import type { ListsLeft, RememberedLists } from './remembered-lists.ts';
import type { NextInList, View } from './view.ts';

/** What one message about one field says. */
export type FieldError = { field: string; message: string };

export type NavItem = { text: string; href: string };

/** What every page is given beside its own model. */
export type PageContext = {
  viewer: Viewer;
  nav: NavItem[];
  current: string;
  basePath: string;
  service: string;
  demo: boolean;
  /** A fresh idempotency key, for the form of the page. */
  key: string;
  may: (permission: Permission) => boolean;
  version?: number;
  errors?: FieldError[];
  /** What the viewer is asked to be sure of before the form is sent once more. */
  asks?: readonly string[];
  typed?: Typed;
  /** What the page carries along of the fields that a person saw, where it comes again; else it says so itself. */
  seen?: string;
  /** What a page carries along of the fields that it has shown. */
  seenIn?: (fields: Iterable<SeenField>) => string;
  /** Takes down what each field of the page holds. */
  record?: (field: SeenField) => void;
  changed?: ChangedMeanwhile;
  /** What is filled in was typed before the session ended, and is not saved: where to begin anew without it. */
  kept?: { without: string };
  /** What was just done here, and what is next in the list that the viewer works through. */
  done?: { says: string; next?: NextInList };
  /** The lists that the viewer has looked at, as they left them, by path. */
  lists?: ListsLeft;
  next?: string;
  first?: string;
  /** Since what time of the day nothing has come from the other services, where that is so. */
  newsSince?: string;
};

/** Turns a template, its model and the page's context into HTML. */
export type Render = (template: string, model: object, page: PageContext) => string;

/** The audit log of reads: each is recorded before its response is sent. */
export type ReadAudit = {
  record(entry: {
    actor: string;
    action: string;
    subjects: string[];
    purpose?: string;
    outcome: string;
    traceId: string;
  }): Promise<void>;
};

/** What every handler of one app shares. */
export type HttpContext<Parts> = {
  service: string;
  basePath: string;
  demo: boolean;
  parts: Parts;
  log: Log;
  clock: Clock;
  render: Render;
  nav: (viewer: Viewer) => NavItem[];
  newsSince?: () => string | undefined;
  audit: ReadAudit;
  cursors: Cursors;
  /** What was typed by people whose session was over when they sent it. */
  keptForms: KeptForms | undefined;
  /** What was just done, on its way to the page that says so. */
  confirmations: Confirmations;
  /** How each person left the lists that they work through. */
  rememberedLists: RememberedLists;
  /** The list that people work through by an action, by the id of the action. */
  worklists: ReadonlyMap<string, View<Parts>>;
  /** Who was signed in by the session of a Cookie header that is over; undefined where nobody was. */
  personBefore(cookies: string | undefined): Promise<string | undefined>;
  /** Keyed hash for idempotency keys and bodies: what is stored of them reveals nothing. */
  hash(text: string): string;
};
