/** What one message about one field says. `field` is the name of the field as the form sends it. */
export type FieldError = { readonly field: string; readonly message: string };

/** What was sent by a form that is shown again, by name of field. */
export type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * One link of the navigation. `current` marks the part of the product that the page belongs to; `under` are other
 * addresses that belong to it.
 */
export type NavItem = {
  readonly text: string;
  readonly href: string;
  readonly under?: readonly string[];
  readonly current?: boolean;
};

/** The person looking, as far as a page needs to know: roles for the navigation, the name for the header. */
export type PageViewer = { readonly id?: string; readonly roles: readonly string[]; readonly name?: string };

/** One field as a page has shown it: what it is called, and what it holds. Values as a form sends them. */
export type SeenField = {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'date' | 'choice' | 'choices';
  readonly values: readonly string[];
  readonly items?: readonly { readonly value: string; readonly text: string }[];
};

/** One field that somebody else changed after a person had opened the page, or that this person changed. */
export type ChangedField = {
  readonly field: SeenField;
  readonly was?: readonly string[] | undefined;
  readonly now: readonly string[];
  readonly mine: readonly string[];
};

/** What a person is shown who comes second. `action` is the form that it concerns; instants in UTC. */
export type ChangedMeanwhile = {
  readonly action: string;
  readonly since: readonly {
    readonly by: { readonly id: string; readonly roles: readonly string[] };
    readonly at: string;
  }[];
  readonly theirs: readonly ChangedField[];
  readonly mine: readonly ChangedField[];
  readonly both: readonly ChangedField[];
};

/**
 * What every page is given beside its own model. `current` is the path of the page, `version` that of the
 * record it changes, `asks` what the viewer is asked to be sure of, `key` the idempotency key of its form (one is made when it is absent), `demo` puts the
 * banner that says every child is synthetic, `next` and `first` are the
 * addresses of other parts of a long list, `record` takes down what each field holds, `seenIn` writes what a form carries
 * along of that, unless `seen` says it already, `changed` is what others did meanwhile, `kept` says that what is
 * filled in was typed before the session ended, `done` is what was just done and what is next in the list that the viewer
 * works through, `lists` the addresses of the lists as the viewer left them, by path, `may` answers whether the viewer has
 * a permission, `newsSince` is the time since which nothing has come from the other services.
 */
export type PageContext = {
  readonly viewer?: PageViewer | undefined;
  readonly nav: readonly NavItem[];
  readonly current: string;
  readonly basePath: string;
  readonly service: string;
  readonly errors?: readonly FieldError[] | undefined;
  readonly asks?: readonly string[] | undefined;
  readonly typed?: Typed | undefined;
  readonly version?: number | undefined;
  readonly key?: string | undefined;
  readonly demo?: boolean | undefined;
  readonly may?: ((permission: never) => boolean) | undefined;
  readonly record?: ((field: SeenField) => void) | undefined;
  readonly seenIn?: ((fields: Iterable<SeenField>) => string) | undefined;
  readonly seen?: string | undefined;
  readonly changed?: ChangedMeanwhile | undefined;
  readonly kept?: { readonly without: string } | undefined;
  readonly done?:
    | {
        readonly says: string;
        readonly next?: { readonly says: string; readonly text: string; readonly href: string };
      }
    | undefined;
  readonly lists?: Readonly<Record<string, string>> | undefined;
  readonly next?: string | undefined;
  readonly first?: string | undefined;
  readonly newsSince?: string | undefined;
};

/** Turns a template, its model and the page's context into HTML. */
export type Render = (template: string, model: object, page: PageContext) => string;
